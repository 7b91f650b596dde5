using Dialer.Core.Time;

namespace Dialer.Core.Ids;

/// <summary>What the agent said of the conversation: a code from the campaign's list, and a free note.</summary>
/// <param name="CallBackAt">A promise to call again then; null: none, or <see cref="CallBackLocal"/>.</param>
/// <param name="Done">The lead is finished for this campaign (sale, refusal), whatever the retry rule says.</param>
/// <param name="DoNotCall">The person objected: the number goes on the do-not-call list at once.</param>
/// <param name="WasMachine">The agent's truth against the analyzer's verdict.</param>
public sealed record Disposition(string Code, string? Note = null, Instant? CallBackAt = null, bool Done = true, bool DoNotCall = false, bool WasMachine = false)
{
    /// <summary>The promise as it was made, on the called person's clock; an accepted one has become <see cref="CallBackAt"/>.</summary>
    public DateTime? CallBackLocal { get; init; }

    public bool PromisesCallBack => CallBackAt is not null || CallBackLocal is not null;

    /// <summary>Says itself what becomes of the lead, whatever the rule and whatever came since.</summary>
    public bool Binds => DoNotCall || CallBackAt is not null || (Done && !WasMachine);
}
