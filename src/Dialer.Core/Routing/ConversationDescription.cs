using Dialer.Core.Attempts;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>What was said of one conversation, and what becomes of the lead by it.</summary>
public readonly record struct ConversationDescription
{
    /// <summary>The run in which the conversation took place; 0: this one.</summary>
    public int Run { get; init; }

    /// <summary>Objections given earlier included: what comes later does not take them back.</summary>
    public Disposition Disposition { get; init; }

    /// <summary>The other party's number as shown, may be empty.</summary>
    public string Party { get; init; }

    /// <summary>The attempt, or the whole conversation, has closed: what follows, follows now. False: at the close, or by this after a crash.</summary>
    public bool IsLate { get; init; }

    /// <summary>What becomes of the lead; null: a caller, or a later attempt has decided it.</summary>
    public RetryDecision? Next { get; init; }
}
