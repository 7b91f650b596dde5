using System.Runtime.CompilerServices;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Statistics;

/// <summary>A count per <see cref="AgentState"/>.</summary>
public struct CountByState
{
    private Counts _counts;

    public readonly int Of(AgentState state) => _counts[(int)state];

    internal void Add(AgentState state) => _counts[(int)state]++;

    [InlineArray(7)]
    private struct Counts
    {
        private int _first;
    }
}

/// <summary>One campaign at one instant.</summary>
public readonly record struct CampaignSnapshot
{
    public CampaignId Campaign { get; init; }
    public CampaignState State { get; init; }
    public CampaignCounters Counters { get; init; }

    /// <summary>Lines in flight per logged-in agent.</summary>
    public double DialLevel { get; init; }

    /// <summary>Dialed and not answered yet.</summary>
    public int Ringing { get; init; }

    /// <summary>Answered, and the verdict is open.</summary>
    public int Analysing { get; init; }

    /// <summary>Live people who wait for an agent.</summary>
    public int Waiting { get; init; }

    /// <summary>Attempts that have not closed, wrap-up included.</summary>
    public int Open { get; init; }
    public int Hopper { get; init; }

    /// <summary>Agents who may take this campaign's people.</summary>
    public CountByState Agents { get; init; }

    /// <summary>Their time by state.</summary>
    public StateTimes Times { get; init; }

    /// <summary>Over the rule's window, earlier runs included.</summary>
    public long WindowAnswered { get; init; }
    public long WindowAbandoned { get; init; }
    public double WindowRate { get; init; }

    /// <summary>The pacer's last decision; all zero where the mode has none.</summary>
    public PacingExplanation Pacing { get; init; }

    /// <summary>Abandoned / (connected + abandoned) since this engine began.</summary>
    public double AbandonedRate => Counters.Connected + Counters.Abandoned == 0
        ? 0
        : (double)Counters.Abandoned / (Counters.Connected + Counters.Abandoned);
}

/// <summary>One agent at one instant.</summary>
public readonly record struct AgentSnapshot
{
    public AgentId Agent { get; init; }
    public AgentState State { get; init; }
    public Instant Since { get; init; }

    /// <summary>Why NotReady; the reason of a pause that will take effect.</summary>
    public string? Reason { get; init; }

    /// <summary>A pause or log-out was asked for and has not taken effect.</summary>
    public bool Leaving { get; init; }

    /// <summary>The other party's leg; None without one.</summary>
    public CallId Call { get; init; }
    public InteractionId Interaction { get; init; }
    public CampaignId Campaign { get; init; }

    /// <summary>The person's lead; 0 for a caller, or without a call.</summary>
    public LeadId Lead { get; init; }

    /// <summary>The other party's number as shown; null without a call.</summary>
    public string? Party { get; init; }

    /// <summary>Up to this instant, the present state's time included.</summary>
    public StateTimes Times { get; init; }
    public long Calls { get; init; }
}

/// <summary>One queue at one instant.</summary>
public readonly record struct QueueSnapshot
{
    public QueueId Queue { get; init; }
    public QueueCounters Counters { get; init; }

    /// <summary>Callers who wait; people of campaigns are in theirs.</summary>
    public int CallersWaiting { get; init; }

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan LongestWait { get; init; }
}

/// <summary>
/// The whole at one instant, filled by the engine's owner between two turns. Keeps its memory: filling it again
/// allocates nothing unless there is more to hold.
/// </summary>
public sealed class EngineSnapshot
{
    private CampaignSnapshot[] _campaigns = [];
    private AgentSnapshot[] _agents = [];
    private QueueSnapshot[] _queues = [];

    public Instant At { get; internal set; }
    public bool Draining { get; internal set; }

    /// <summary>Consumers that are behind, so that nothing is dialed.</summary>
    public int CongestedOutlets { get; internal set; }

    /// <summary>Inputs of unknown or ended calls and agents, or that no longer mattered.</summary>
    public long IgnoredSignals { get; internal set; }

    /// <summary>In the order in which they were configured.</summary>
    public ArraySegment<CampaignSnapshot> Campaigns { get; private set; } = ArraySegment<CampaignSnapshot>.Empty;
    public ArraySegment<AgentSnapshot> Agents { get; private set; } = ArraySegment<AgentSnapshot>.Empty;
    public ArraySegment<QueueSnapshot> Queues { get; private set; } = ArraySegment<QueueSnapshot>.Empty;

    /// <summary>All agents.</summary>
    public CountByState AgentStates { get; internal set; }
    public StateTimes AgentTimes { get; internal set; }

    internal Span<CampaignSnapshot> TakeCampaigns(int count)
    {
        Fit(ref _campaigns, count);
        Campaigns = new ArraySegment<CampaignSnapshot>(_campaigns, 0, count);
        return _campaigns.AsSpan(0, count);
    }

    internal Span<AgentSnapshot> TakeAgents(int count)
    {
        Fit(ref _agents, count);
        Agents = new ArraySegment<AgentSnapshot>(_agents, 0, count);
        return _agents.AsSpan(0, count);
    }

    internal Span<QueueSnapshot> TakeQueues(int count)
    {
        Fit(ref _queues, count);
        Queues = new ArraySegment<QueueSnapshot>(_queues, 0, count);
        return _queues.AsSpan(0, count);
    }

    private static void Fit<T>(ref T[] array, int count)
    {
        if (array.Length < count)
            Array.Resize(ref array, Math.Max(count, array.Length * 2));
    }
}
