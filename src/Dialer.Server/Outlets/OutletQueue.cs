using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Dialer.Server.Outlets;

/// <summary>
/// The queue before one consumer. Above <see cref="CongestedAt"/> it says so, until it is back under half of that;
/// since the engine then starts nothing new, what still comes is what the calls in flight cause, so that the
/// capacity is a bound that is not met while the consumer lives at all.
/// </summary>
internal sealed class OutletQueue<T>
{
    private readonly Channel<T> _channel;
    private readonly AtCapacity _atCapacity;
    private readonly int _capacity;
    private readonly string _name;
    private int _congested;
    private long _dropped;

    public OutletQueue(string name, int congestedAt, int capacity, AtCapacity atCapacity)
    {
        _name = name;
        _capacity = capacity;
        _atCapacity = atCapacity;
        CongestedAt = congestedAt;
        var options = new BoundedChannelOptions(capacity)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = atCapacity == AtCapacity.Fail ? BoundedChannelFullMode.Wait : BoundedChannelFullMode.DropOldest,
        };
        _channel = Channel.CreateBounded<T>(options, _ => Interlocked.Increment(ref _dropped));
    }

    public int CongestedAt { get; }
    public bool IsCongested => Volatile.Read(ref _congested) == 1;
    public long Dropped => Volatile.Read(ref _dropped);
    public int Depth => _channel.Reader.Count;

    /// <summary>Called when the queue is no longer congested, by the consumer's thread: wakes the loop.</summary>
    public Action? Relieved { get; set; }

    public void Add(in T item)
    {
        if (!_channel.Writer.TryWrite(item) && _atCapacity == AtCapacity.Fail)
            throw new OutletFullException($"The {_name} is {_capacity} messages behind and cannot take one more.");
        if (Depth > CongestedAt)
            Volatile.Write(ref _congested, 1);
    }

    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        bool taken = _channel.Reader.TryRead(out item);
        if (IsCongested && Depth <= CongestedAt / 2)
        {
            Volatile.Write(ref _congested, 0);
            Relieved?.Invoke();
        }
        return taken;
    }

    /// <summary>False: closed and empty.</summary>
    public ValueTask<bool> WaitAsync(CancellationToken cancellation) => _channel.Reader.WaitToReadAsync(cancellation);

    public void Close() => _channel.Writer.TryComplete();
}
