using Dialer.Core.Time;

namespace Dialer.Core.Engine.Books;

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

    /// <summary>From the answer to the first packet for an agent who was there, and to the first with the person's voice.</summary>
    public LatencyQuantiles AnswerToAgent { get; internal set; }
    public LatencyQuantiles CustomerHeard { get; internal set; }
    public SpanHistogram AnswerToAgentSpans { get; internal set; }
    public SpanHistogram CustomerHeardSpans { get; internal set; }

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
