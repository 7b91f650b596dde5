using Dialer.Core.Engine.Books;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine.State;

/// <summary>A queue at run time, and the group that serves callers who come in to it.</summary>
internal sealed class Queue
{
    public Queue(QueueSettings settings)
    {
        Settings = settings;
        Inbound = new ServiceGroup(this, null);
    }

    public QueueSettings Settings { get; set; }
    public ServiceGroup Inbound { get; }
    public QueueCounters Counters;

    public WaitBook Waits { get; } = new();
}
