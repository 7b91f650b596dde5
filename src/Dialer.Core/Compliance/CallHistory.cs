using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>What happened to one number, so far as the gate's limits need it.</summary>
public enum CallHistoryKind : byte
{
    /// <summary>It was dialed.</summary>
    Attempt,

    /// <summary>The person said no (a disposition in <see cref="CallingRules.RefusalCodes"/>).</summary>
    Refusal,

    /// <summary>The person answered and was given no agent.</summary>
    Abandon,
}

/// <param name="Number">E.164.</param>
public readonly record struct CallHistoryEntry(CampaignId Campaign, string Number, CallHistoryKind Kind, Instant At);

/// <summary>What earlier runs did that today's limits still count.</summary>
/// <param name="Entries">In any order.</param>
public sealed record CallHistory(IReadOnlyList<CallHistoryEntry> Entries);
