using System.Diagnostics.CodeAnalysis;

namespace Dialer.Core.Time;

/// <summary>
/// Deadlines in (instant, sequence) order: of two at the same instant the one added first fires first. A four-way heap
/// over arrays that grow and are never given back, so that nothing is allocated in steady state. Adding, cancelling and
/// firing cost O(log n).
/// </summary>
internal sealed class DeadlineQueue<T>
{
    private const int Arity = 4;

    private struct Node
    {
        public long At;
        public long Sequence;
        public int Slot;

        public readonly bool Before(in Node other) => At < other.At || (At == other.At && Sequence < other.Sequence);
    }

    private struct Entry
    {
        /// <summary>Position in the heap; in a free entry the next free slot, -1 at the end.</summary>
        public int Position;
        public long Sequence;
        public T What;
    }

    private Node[] _heap = new Node[256];
    private Entry[] _entries = new Entry[256];
    private int _used;
    private int _free = -1;
    private long _sequence;

    public int Count { get; private set; }

    public Instant? Next => Count == 0 ? null : new Instant(_heap[0].At);

    public DeadlineHandle Add(Instant at, in T what)
    {
        int slot = TakeSlot();
        ref var entry = ref _entries[slot];
        entry.Sequence = ++_sequence;
        entry.What = what;
        if (Count == _heap.Length)
            Array.Resize(ref _heap, Count * 2);
        Rise(Count++, new Node { At = at.Ticks, Sequence = entry.Sequence, Slot = slot });
        return new DeadlineHandle(slot, entry.Sequence);
    }

    /// <summary>False where the deadline has fired or was cancelled before. The handle is cleared either way.</summary>
    public bool Cancel(ref DeadlineHandle handle)
    {
        var named = handle;
        handle = DeadlineHandle.None;
        if (!named.IsSet || _entries[named.Slot].Sequence != named.Sequence)
            return false;
        RemoveAt(_entries[named.Slot].Position);
        GiveBack(named.Slot);
        return true;
    }

    /// <summary>Takes the first deadline due at or before <paramref name="now"/>.</summary>
    public bool TryTake(Instant now, out Instant at, [MaybeNullWhen(false)] out T what)
    {
        if (Count == 0 || _heap[0].At > now.Ticks)
        {
            at = Instant.Never;
            what = default;
            return false;
        }
        int slot = _heap[0].Slot;
        at = new Instant(_heap[0].At);
        what = _entries[slot].What;
        RemoveAt(0);
        GiveBack(slot);
        return true;
    }

    private int TakeSlot()
    {
        if (_free >= 0)
        {
            int slot = _free;
            _free = _entries[slot].Position;
            return slot;
        }
        if (_used == _entries.Length)
            Array.Resize(ref _entries, _used * 2);
        return _used++;
    }

    private void GiveBack(int slot)
    {
        _entries[slot] = new Entry { Position = _free };
        _free = slot;
    }

    private void RemoveAt(int position)
    {
        var last = _heap[--Count];
        if (position == Count)
            return;
        if (position > 0 && last.Before(_heap[(position - 1) / Arity]))
            Rise(position, last);
        else
            Sink(position, last);
    }

    private void Rise(int position, in Node node)
    {
        var rising = node;
        while (position > 0)
        {
            int parent = (position - 1) / Arity;
            if (!rising.Before(_heap[parent]))
                break;
            Place(position, _heap[parent]);
            position = parent;
        }
        Place(position, rising);
    }

    private void Sink(int position, in Node node)
    {
        var sinking = node;
        while (true)
        {
            int first = (position * Arity) + 1;
            if (first >= Count)
                break;
            int least = first;
            int end = Math.Min(first + Arity, Count);
            for (int child = first + 1; child < end; child++)
                if (_heap[child].Before(_heap[least]))
                    least = child;
            if (!_heap[least].Before(sinking))
                break;
            Place(position, _heap[least]);
            position = least;
        }
        Place(position, sinking);
    }

    private void Place(int position, in Node node)
    {
        _heap[position] = node;
        _entries[node.Slot].Position = position;
    }
}
