using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Pacing;
using Dialer.Line;

namespace Dialer.Server.Monitoring;

/// <summary>One campaign as supervisors see it. Rates and shares are fractions from 0 to 1.</summary>
public sealed record CampaignRow
{
    public required int Id { get; init; }
    public required string Name { get; init; }
    public string State { get; init; } = "idle";

    /// <summary>What went wrong, and what to do: why it paused by itself, or dials by another trunk than its own; null: nothing.</summary>
    public string? Why { get; init; }

    /// <summary>How it dials at present.</summary>
    public required DialModeView Dialing { get; init; }

    /// <summary>Dialed, not answered yet.</summary>
    public int Ringing { get; init; }

    /// <summary>Answered, not with an agent yet: being analysed, or waiting.</summary>
    public int Answering { get; init; }
    public int Talking { get; init; }
    public long Attempts { get; init; }
    public long Closed { get; init; }
    public long AnsweredLive { get; init; }
    public long Machines { get; init; }
    public long Connected { get; init; }
    public long Abandoned { get; init; }

    /// <summary>Abandoned / (connected + abandoned).</summary>
    public double AbandonedRate => Connected + Abandoned == 0 ? 0 : (double)Abandoned / (Connected + Abandoned);

    /// <summary>A count per CallResult that occurred.</summary>
    public IReadOnlyDictionary<string, long> Results { get; init; } = new Dictionary<string, long>();

    /// <summary>Leads that the gate refused, by reason.</summary>
    public IReadOnlyDictionary<string, long> Refusals { get; init; } = new Dictionary<string, long>();

    /// <summary>The numbers behind the last pacing decision; null: none yet.</summary>
    public PacingExplanation? Pacing { get; init; }

    /// <summary>Lines in flight per logged-in agent.</summary>
    public double DialLevel => Pacing?.DialLevel ?? 0;
}

/// <summary>A dial mode and what belongs to it, in the words of the configuration file.</summary>
public sealed record DialModeView(DialMode Mode, string Pacer, double Ratio, double MaxLinesPerAgent, PreviewView Preview)
{
    public static DialModeView Of(in DialModeSettings mode) =>
        new(mode.Mode, mode.Pacer, mode.Ratio, mode.MaxLinesPerAgent, new PreviewView(mode.PreviewLimit.TotalSeconds, mode.PreviewTimeOut));
}

/// <summary>How long an agent is shown a lead, and what happens then.</summary>
public sealed record PreviewView(double Seconds, PreviewTimeOut OnTimeOut);

/// <summary>One agent as supervisors see it.</summary>
public sealed record AgentRow
{
    public required int Id { get; init; }
    public required string Name { get; init; }
    public AgentState State { get; init; }
    public DateTimeOffset Since { get; init; }

    /// <summary>Why not ready.</summary>
    public string? Reason { get; init; }

    /// <summary>Of the conversation going on or being wrapped up; 0: none, or inbound.</summary>
    public int Campaign { get; init; }
    public long Lead { get; init; }
    public long Call { get; init; }

    /// <summary>What a command names to mean this conversation and no other.</summary>
    public long Interaction { get; init; }

    /// <summary>The other party's number as shown.</summary>
    public string? Party { get; init; }
    public int Conversations { get; init; }

    /// <summary>Seconds by state since the start.</summary>
    public required IReadOnlyDictionary<string, double> SecondsByState { get; init; }
}

/// <summary>A queue as supervisors see it, since the start: callers, and people of the campaigns that use it.</summary>
public sealed record QueueRow
{
    public required int Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Who wait now, and for how long the first of them has.</summary>
    public int Waiting { get; init; }
    public double LongestWaitSeconds { get; init; }
    public long Offered { get; init; }
    public long Answered { get; init; }

    /// <summary>People of campaigns for whom no agent was there in time.</summary>
    public long Abandoned { get; init; }

    /// <summary>Who hung up while they waited.</summary>
    public long HungUp { get; init; }

    /// <summary>Callers who were not let in: closed, full, or nobody there.</summary>
    public long Refused { get; init; }

    /// <summary>Answered within <see cref="TargetSeconds"/> / offered; 1 while nobody has come.</summary>
    public double ServiceLevel { get; init; }
    public double TargetSeconds { get; init; }

    /// <summary>Of all who were answered or left: until then.</summary>
    public required WaitView WaitSeconds { get; init; }
}

/// <summary>Seconds; quantiles are at most 3.2 % too long.</summary>
public sealed record WaitView(double Mean, double P50, double P95, double P99, double Max);

/// <summary>A trunk as supervisors see it.</summary>
/// <param name="Available">Calls go out by it.</param>
/// <param name="Why">Why they do not; where they do, what says that they may not arrive: it has answered nothing yet.</param>
public sealed record TrunkRow(int Id, string Name, bool Available, string? Why)
{
    /// <summary>How the trunk itself is, whatever others do in its place.</summary>
    public TrunkCondition State { get; init; }

    /// <summary>What is wrong with it, and what to do; null: nothing is.</summary>
    public string? Cause { get; init; }
    public string? Remedy { get; init; }
}

/// <summary>Everything at one moment.</summary>
public sealed record WallboardView(
    DateTimeOffset At,
    IReadOnlyList<CampaignRow> Campaigns,
    IReadOnlyList<AgentRow> Agents,
    IReadOnlyList<QueueRow> Queues,
    IReadOnlyList<TrunkRow> Trunks,
    IReadOnlyDictionary<string, int> AgentsByState,
    double TalkShare,
    LatencyView CustomerHeardMs,
    LatencyView AnswerToAgentMs,
    bool Draining);

/// <summary>Milliseconds from the 200 OK to the first packet with the person's voice for the agent, or to the agent's first packet of any kind, of calls that found an agent there, at most 3.2 % too long; null: none yet.</summary>
public sealed record LatencyView(double? P50, double? P95, double? P99, int Count);
