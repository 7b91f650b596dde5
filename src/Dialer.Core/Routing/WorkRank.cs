namespace Dialer.Core.Routing;

/// <summary>How what waits compares for a free agent.</summary>
internal readonly record struct WorkRank(int Priority, int Preference, double Order, long Arrived, long Sequence)
{
    public bool Before(in WorkRank other) =>
        Priority != other.Priority ? Priority > other.Priority
        : Preference != other.Preference ? Preference > other.Preference
        : Order != other.Order ? Order > other.Order
        : Arrived != other.Arrived ? Arrived < other.Arrived
        : Sequence < other.Sequence;
}
