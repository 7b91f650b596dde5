using Dialer.Core.Ids;
using Dialer.Core.Leads;

namespace Dialer.Core.Engine.State;

/// <summary>
/// The leads that may be dialed now: the highest priority first, among equals the order in which they came. Holds at
/// most <see cref="Capacity"/>; what does not fit is refused and goes back to the store.
/// </summary>
internal sealed class Hopper
{
    public const int Capacity = 2000;

    private struct Place
    {
        public int Priority;
        public long Sequence;
        public HopperLead Lead;

        public readonly bool Before(in Place other) =>
            Priority > other.Priority || (Priority == other.Priority && Sequence < other.Sequence);
    }

    private Place[] _places = new Place[64];
    private long _sequence;

    public int Count { get; private set; }

    public HopperLead? Peek => Count == 0 ? null : _places[0].Lead;

    public bool TryAdd(HopperLead lead)
    {
        if (Count == Capacity)
            return false;
        if (Count == _places.Length)
            Array.Resize(ref _places, Math.Min(Count * 2, Capacity));
        Insert(new Place { Priority = lead.Priority, Sequence = ++_sequence, Lead = lead });
        return true;
    }

    private void Insert(in Place place)
    {
        int at = Count++;
        while (at > 0 && place.Before(_places[(at - 1) / 2]))
        {
            _places[at] = _places[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        _places[at] = place;
    }

    public bool TryTake(out HopperLead lead)
    {
        if (Count == 0)
        {
            lead = null!;
            return false;
        }
        lead = _places[0].Lead;
        var last = _places[--Count];
        _places[Count] = default;
        if (Count > 0)
            Sink(last);
        return true;
    }

    /// <summary>Rare, and so a walk through all.</summary>
    public bool TryRemove(LeadId id, out HopperLead lead)
    {
        for (int at = 0; at < Count; at++)
        {
            if (_places[at].Lead.Id != id)
                continue;
            lead = _places[at].Lead;
            var rest = _places[..Count];
            Array.Clear(_places, 0, Count);
            Count = 0;
            foreach (ref readonly var place in rest.AsSpan())
                if (place.Lead.Id != id)
                    Insert(place);
            return true;
        }
        lead = null!;
        return false;
    }

    private void Sink(in Place place)
    {
        int at = 0;
        while (true)
        {
            int child = (at * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _places[child + 1].Before(_places[child]))
                child++;
            if (!_places[child].Before(place))
                break;
            _places[at] = _places[child];
            at = child;
        }
        _places[at] = place;
    }
}
