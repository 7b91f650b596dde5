using Dialer.Core.Engine.Books;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>A queue at run time, and the group that serves callers who come in to it.</summary>
internal sealed class Queue
{
    private QueueSettings _settings;

    public Queue(QueueSettings settings)
    {
        _settings = settings;
        Steps = settings.AllSteps();
        Inbound = new ServiceGroup(this, null);
    }

    public QueueSettings Settings
    {
        get => _settings;
        set => (_settings, Steps) = (value, value.AllSteps());
    }

    /// <summary>What is asked of an agent, step by step.</summary>
    public IReadOnlyList<RelaxStep> Steps { get; private set; }

    public ServiceGroup Inbound { get; }
    public QueueCounters Counters;

    /// <summary>Agents whom outbound leaves to its callers, as learned; and when one of these was answered or lost last.</summary>
    public double Room { get; set; }
    public Instant LastCaller { get; set; } = Instant.Never;

    /// <summary>Open pieces of work that are no calls.</summary>
    public int Works { get; set; }

    public WaitBook Waits { get; } = new();
}
