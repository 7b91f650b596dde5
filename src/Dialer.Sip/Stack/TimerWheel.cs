using System.Numerics;

namespace Dialer.Sip.Stack;

/// <summary>
/// All deadlines of a stack: a hashed wheel (Varghese and Lauck 1987) whose entries are structs in one array, so that a deadline
/// is no object. Schedule and cancel are O(1); a deadline beyond one turn waits in its slot for its round. Fires never
/// early, and up to one tick late.
/// </summary>
internal sealed class TimerWheel(long nowMs)
{
    public const int TickMs = 5;
    private const int SlotCount = 8192;
    private const int None = -1;

    private struct Entry
    {
        public ITimerTarget? Target;
        public long DueTick;
        public int Kind;
        public int Next;
        public int Previous;
        public int Generation;
    }

    private readonly int[] _heads = NewSlots();
    private readonly int[] _tails = NewSlots();
    private readonly ulong[] _occupied = new ulong[SlotCount / 64];
    private Entry[] _entries = new Entry[256];
    private int _used;
    private int _free = None;
    private int _lastGeneration;
    private long _tick = nowMs / TickMs;

    public int Count { get; private set; }

    private static int[] NewSlots()
    {
        int[] slots = new int[SlotCount];
        Array.Fill(slots, None);
        return slots;
    }

    public TimerHandle Schedule(long dueMs, ITimerTarget target, int kind)
    {
        int index = Take();
        ref var entry = ref _entries[index];
        entry.Target = target;
        entry.Kind = kind;
        entry.DueTick = Math.Max(_tick + 1, (dueMs + TickMs - 1) / TickMs);
        _lastGeneration = _lastGeneration == int.MaxValue ? 1 : _lastGeneration + 1;
        entry.Generation = _lastGeneration;
        Link(index, (int)(entry.DueTick % SlotCount));
        Count++;
        return new TimerHandle(index, _lastGeneration);
    }

    public void Cancel(ref TimerHandle handle)
    {
        if (handle.IsSet && _entries[handle.Index].Generation == handle.Generation)
            Remove(handle.Index);
        handle = default;
    }

    /// <summary>Fires what is due, tick by tick and first scheduled first.</summary>
    public void AdvanceTo(long now)
    {
        long target = now / TickMs;
        while (_tick < target)
        {
            long next = NextOccupied(_tick + 1);
            if (next < 0 || next > target)
            {
                _tick = target;
                return;
            }
            _tick = next;
            FireSlot((int)(_tick % SlotCount));
        }
    }

    /// <summary>No deadline comes before this; -1 when there are none.</summary>
    public long NextDueMs()
    {
        long next = NextOccupied(_tick + 1);
        return next < 0 ? -1 : next * TickMs;
    }

    private void FireSlot(int slot)
    {
        int index = _heads[slot];
        while (index != None)
        {
            ref var entry = ref _entries[index];
            if (entry.DueTick > _tick)
            {
                index = entry.Next;
                continue;
            }
            var target = entry.Target!;
            int kind = entry.Kind;
            Remove(index);
            target.OnTimer(kind);

            // The target may have cancelled or scheduled anything: begin again, since what fired is gone.
            index = _heads[slot];
        }
    }

    private long NextOccupied(long fromTick)
    {
        if (Count == 0)
            return -1;
        int start = (int)(fromTick % SlotCount);
        int word = start >> 6;
        ulong bits = _occupied[word] & (ulong.MaxValue << (start & 63));
        for (int step = 0; step <= _occupied.Length; step++)
        {
            if (bits != 0)
            {
                int slot = (word << 6) + BitOperations.TrailingZeroCount(bits);
                return fromTick + ((slot - start + SlotCount) % SlotCount);
            }
            word = (word + 1) % _occupied.Length;
            bits = _occupied[word];
        }
        return -1;
    }

    private int Take()
    {
        if (_free != None)
        {
            int index = _free;
            _free = _entries[index].Next;
            return index;
        }
        if (_used == _entries.Length)
            Array.Resize(ref _entries, _entries.Length * 2);
        return _used++;
    }

    private void Link(int index, int slot)
    {
        ref var entry = ref _entries[index];
        entry.Next = None;
        entry.Previous = _tails[slot];
        if (_tails[slot] == None)
            _heads[slot] = index;
        else
            _entries[_tails[slot]].Next = index;
        _tails[slot] = index;
        _occupied[slot >> 6] |= 1UL << (slot & 63);
    }

    private void Remove(int index)
    {
        ref var entry = ref _entries[index];
        int slot = (int)(entry.DueTick % SlotCount);
        if (entry.Previous == None)
            _heads[slot] = entry.Next;
        else
            _entries[entry.Previous].Next = entry.Next;
        if (entry.Next == None)
            _tails[slot] = entry.Previous;
        else
            _entries[entry.Next].Previous = entry.Previous;
        if (_heads[slot] == None)
            _occupied[slot >> 6] &= ~(1UL << (slot & 63));
        entry.Target = null;
        entry.Generation = 0;
        entry.Next = _free;
        _free = index;
        Count--;
    }
}
