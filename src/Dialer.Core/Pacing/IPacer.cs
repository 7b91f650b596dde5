using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>A pacing policy: how many calls to launch now. One file per policy, chosen by name.</summary>
public interface IPacer
{
    string Name { get; }

    /// <summary>How many calls to launch at this moment, 0 or more; never more than <see cref="PacingSituation.MaxLaunch"/>.</summary>
    int Decide(in PacingSituation situation, Instant now);

    /// <summary>
    /// Unanswered calls to give up now, never before the campaign's minimum ring time; the engine asks right
    /// after <see cref="Decide"/>, of the same situation, and refuses what is too young. A policy that cancels nothing leaves this as it is.
    /// </summary>
    /// <param name="chosen">Filled from the start; the number chosen is returned.</param>
    int ChooseCancellations(in PacingSituation situation, Span<AttemptId> chosen, Instant now) => 0;

    /// <summary>What happened, for learning. Called for every event of the campaign, before the next decision.</summary>
    void Observe(in PacingEvent happened, Instant now);

    /// <summary>The numbers behind the last decision.</summary>
    PacingExplanation Explain();
}

/// <summary>What keeps an agent from the next call.</summary>
public enum BusyPhase : byte
{
    /// <summary>Reserved for a call that is being analysed or bridged.</summary>
    Reserved,
    Talking,
    WrapUp,
}

/// <param name="Since">When the phase began.</param>
/// <param name="Leaving">Will pause or log out after this: no supply.</param>
/// <param name="Taken">By an inbound call, another campaign, or a call dialed for this agent alone: by none that the pacing launched.</param>
public readonly record struct BusyAgent(AgentId Agent, BusyPhase Phase, Instant Since, bool Leaving, bool Taken = false);

/// <param name="Segment">Opaque class of lead (list, prefix, attempt count) for learned answer rates.</param>
/// <param name="AnsweredAt">Never while it rings; set while its verdict is open.</param>
/// <param name="RingingAt">When the network said that it rings; Never: not yet.</param>
public readonly record struct CallInFlight(AttemptId Attempt, Instant DialedAt, int Segment, Instant AnsweredAt, Instant RingingAt);

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

    /// <summary>Segment of the lead that would be dialed next.</summary>
    public required int NextSegment { get; init; }
}

public enum PacingEventKind : byte
{
    Dialed,
    Ringing,

    /// <summary>Answered, and needs an agent: a person, or (by the campaign's settings) one that no verdict was waited for or made of.</summary>
    AnsweredLive,
    AnsweredMachine,

    /// <summary>Answered, and the verdict is neither live nor machine.</summary>
    AnsweredOther,

    /// <summary>Ended unanswered; <see cref="PacingEvent.Result"/> says how.</summary>
    EndedUnanswered,
    Connected,
    Abandoned,
    TalkEnded,
    WrapUpEnded,

    /// <summary>An agent was lost without notice.</summary>
    AgentLost,
    AgentsChanged,
}

/// <param name="Duration">Dialed to answer or to end; talk; wrap-up; by kind.</param>
public readonly record struct PacingEvent(PacingEventKind Kind, int Segment, AgentId Agent, CallResult Result, CpaVerdict Verdict, TimeSpan Duration);

/// <summary>What kept the pacer from launching one more.</summary>
public enum PacingLimit : byte
{
    None,
    NoAgents,
    Chance,
    Allowance,
    Channels,
    CallsPerSecond,
    Hopper,
    LinesPerAgent,
    TooLittleData,
    Paused,
}

/// <summary>The numbers behind a decision, for `explain` and the event stream. Rates are fractions.</summary>
public readonly record struct PacingExplanation
{
    public Instant At { get; init; }
    public int Launched { get; init; }
    public double ExpectedFreeAgents { get; init; }
    public double ExpectedAnswers { get; init; }

    /// <summary>The chance that one more call, answered, finds no agent.</summary>
    public double ChanceOfNoAgent { get; init; }
    public double ChanceAllowed { get; init; }
    public double AnswerRate { get; init; }

    /// <summary>People who may still be abandoned in this window without passing the cap, at the answers so far.</summary>
    public double AllowanceLeft { get; init; }

    /// <summary>Lines in flight per logged-in agent.</summary>
    public double DialLevel { get; init; }
    public PacingLimit LimitedBy { get; init; }
}
