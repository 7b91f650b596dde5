namespace Dialer.Core.Callers;

/// <summary>The queues as they are now.</summary>
public interface IQueueDoors
{
    /// <summary>False: no queue has that name.</summary>
    bool TryGet(string queue, out QueueDoor door, out int waiting, out bool loggedIn);
}
