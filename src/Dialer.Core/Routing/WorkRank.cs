namespace Dialer.Core.Routing;

/// <summary>How what waits compares for a free agent. What one policy says of its own queues says nothing of another's.</summary>
internal readonly record struct WorkRank(int Priority, int Preference, IRoutingPolicy? Policy, double Order, long Arrived, long Sequence)
{
    public bool Before(in WorkRank other) =>
        Priority != other.Priority ? Priority > other.Priority
        : Preference != other.Preference ? Preference > other.Preference
        : Policy == other.Policy && Order != other.Order ? Order > other.Order
        : Arrived != other.Arrived ? Arrived < other.Arrived
        : Sequence < other.Sequence;
}
