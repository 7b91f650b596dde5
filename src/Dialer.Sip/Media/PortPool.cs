namespace Dialer.Sip.Media;

/// <summary>
/// Even RTP ports (RTCP on the odd one above). A port that is given back goes to the end of the line, so that a late
/// packet for its last call finds no new one. Thread-safe.
/// </summary>
internal sealed class PortPool
{
    private readonly Lock _lock = new();
    private readonly Queue<int> _free;

    public PortPool(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 65535);
        int even = first + (first & 1);
        int count = Math.Max(0, (last - even + 1) / 2);
        if (count == 0)
            throw new ArgumentException($"No even port with its odd neighbour between {first} and {last}.");
        Capacity = count;
        int[] ports = Enumerable.Range(0, count).Select(i => even + (2 * i)).ToArray();
        // Two engines on one machine should not try the same ports in the same order.
        Random.Shared.Shuffle(ports);
        _free = new(ports);
    }

    /// <summary>Legs that can be open at once.</summary>
    public int Capacity { get; }

    public int Free
    {
        get
        {
            lock (_lock)
                return _free.Count;
        }
    }

    public bool TryTake(out int port)
    {
        lock (_lock)
            return _free.TryDequeue(out port);
    }

    public void GiveBack(int port)
    {
        lock (_lock)
        {
            if (_free.Count >= Capacity)
                throw new InvalidOperationException("A port was given back twice.");
            _free.Enqueue(port);
        }
    }
}
