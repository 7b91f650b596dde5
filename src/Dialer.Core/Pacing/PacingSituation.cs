using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>What a policy may look at. The spans are valid during the call only, in no particular order.</summary>
public readonly ref struct PacingSituation
{
    public required CampaignSettings Campaign { get; init; }

    /// <summary>Ready agents that this campaign may use, after the inbound reserve.</summary>
    public required int Idle { get; init; }

    /// <summary>Live people who wait for an agent of this campaign now.</summary>
    public required int Waiting { get; init; }
    public required int LoggedIn { get; init; }
    public required ReadOnlySpan<BusyAgent> Busy { get; init; }

    /// <summary>Dialed, not yet ended, no verdict yet.</summary>
    public required ReadOnlySpan<CallInFlight> InFlight { get; init; }

    /// <summary>What channels, calls per second, hopper and lines per agent leave.</summary>
    public required int MaxLaunch { get; init; }
    public required AbandonAllowance Allowance { get; init; }

    /// <summary>When the campaign stops dialing for today (calling window, planned end); Never: unknown.</summary>
    public required Instant DialingEnds { get; init; }

    /// <summary>Leads that can still be dialed now; MaxValue: unknown, or more than are counted.</summary>
    public required long LeadsLeft { get; init; }

    /// <summary>Segment of the lead that would be dialed next.</summary>
    public required int NextSegment { get; init; }

    /// <summary>How the lead that would be dialed next is judged; the next ones are worth no more.</summary>
    public LeadChance NextChance { get; init; }

    /// <summary>Mean of <see cref="LeadChance.Factor"/> over the leads at hand; 0: none is judged.</summary>
    public double LeadsFactor { get; init; }
}
