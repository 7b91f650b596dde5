namespace Dialer.Core.Routing.Foresight;

/// <summary>What is to happen in a rehearsed desk, by time and then by the order in which it was planned.</summary>
internal sealed class EventHeap
{
    internal struct Planned
    {
        public double At;
        public long Sequence;
        public RehearsedEvent What;

        /// <summary>Call, or set of skills.</summary>
        public int Of;
        public int Queue;

        /// <summary>The call's number, since its place is used again.</summary>
        public long Number;

        public readonly bool Before(in Planned other) => At < other.At || (At == other.At && Sequence < other.Sequence);
    }

    private Planned[] _heap = new Planned[256];
    private long _sequence;

    public int Count { get; private set; }

    public void Clear() => (Count, _sequence) = (0, 0);

    public void Add(double at, RehearsedEvent what, int of, int queue, long number)
    {
        var planned = new Planned { At = at, Sequence = ++_sequence, What = what, Of = of, Queue = queue, Number = number };
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        int place = Count++;
        while (place > 0 && planned.Before(_heap[(place - 1) / 2]))
        {
            _heap[place] = _heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }
        _heap[place] = planned;
    }

    public Planned Take()
    {
        var first = _heap[0];
        var last = _heap[--Count];
        int place = 0;
        while (true)
        {
            int child = (place * 2) + 1;
            if (child >= Count)
                break;
            if (child + 1 < Count && _heap[child + 1].Before(_heap[child]))
                child++;
            if (!_heap[child].Before(last))
                break;
            _heap[place] = _heap[child];
            place = child;
        }
        _heap[place] = last;
        return first;
    }
}
