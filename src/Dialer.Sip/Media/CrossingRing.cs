using System.Diagnostics;

namespace Dialer.Sip.Media;

/// <summary>
/// Packets from legs of other reactors to legs of this one: a bounded ring of preallocated slots (Vyukov's many-producer
/// queue). They leave at the next millisecond. A full ring drops, and counts.
/// </summary>
internal sealed class CrossingRing
{
    private const int Capacity = 1024;
    private readonly MediaReactor _owner;
    private readonly Slot[] _ring = new Slot[Capacity];
    private long _head, _tail;
    private long _dropped;

    public CrossingRing(MediaReactor owner)
    {
        _owner = owner;
        for (int i = 0; i < Capacity; i++)
            _ring[i] = new Slot { Turn = i };
    }

    public long Dropped => Volatile.Read(ref _dropped);

    public void TryPush(LegCore to, in RelayFrame frame, ReadOnlySpan<byte> payload)
    {
        while (true)
        {
            long position = Volatile.Read(ref _tail);
            var slot = _ring[position % Capacity];
            long turn = Volatile.Read(ref slot.Turn);
            if (turn < position)
            {
                Interlocked.Increment(ref _dropped);
                return;
            }
            if (turn > position || Interlocked.CompareExchange(ref _tail, position + 1, position) != position)
                continue;
            slot.Buffer ??= new byte[MediaReactor.PacketBufferBytes];
            slot.To = to;
            slot.Frame = frame;
            slot.Length = payload.Length;
            payload.CopyTo(slot.Buffer.AsSpan(MediaReactor.Headroom));
            Volatile.Write(ref slot.Turn, position + 1);
            return;
        }
    }

    public void Drain()
    {
        for (int i = 0; i < Capacity; i++)
        {
            var slot = _ring[_head % Capacity];
            if (Volatile.Read(ref slot.Turn) != _head + 1)
                return;
            var to = slot.To!;
            Debug.Assert(to.Reactor == _owner, "A packet crossed to the wrong reactor.");
            to.Relay(slot.Frame, slot.Buffer!, MediaReactor.Headroom, slot.Length);
            slot.To = null;
            Volatile.Write(ref slot.Turn, _head + Capacity);
            _head++;
        }
    }

    private sealed class Slot
    {
        public long Turn;
        public LegCore? To;
        public RelayFrame Frame;
        public byte[]? Buffer;
        public int Length;
    }
}
