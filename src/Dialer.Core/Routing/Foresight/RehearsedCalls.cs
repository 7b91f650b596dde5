namespace Dialer.Core.Routing.Foresight;

/// <summary>Those who wait in a rehearsed desk, first come first, by queue. Places are used again.</summary>
internal sealed class RehearsedCalls(int queues)
{
    private readonly int[] _first = new int[queues];
    private readonly int[] _last = new int[queues];
    private readonly int[] _count = new int[queues];
    private double[] _at = new double[256];
    private double[] _duration = new double[256];
    private long[] _number = new long[256];
    private int[] _next = new int[256];
    private int[] _previous = new int[256];
    private int _used;
    private int _free = -1;
    private long _numbers;

    public void Clear()
    {
        _first.AsSpan().Fill(-1);
        _last.AsSpan().Fill(-1);
        _count.AsSpan().Clear();
        (_used, _free) = (0, -1);
    }

    public int Waiting(int queue) => _count[queue];

    public int First(int queue) => _first[queue];

    public int Last(int queue) => _last[queue];

    public double At(int call) => _at[call];

    public double Duration(int call) => _duration[call];

    public long Number(int call) => _number[call];

    /// <summary>Seconds that the first has waited.</summary>
    public double FirstAge(int queue, double now) => now - _at[_first[queue]];

    /// <summary>That the second has; 0 where one waits.</summary>
    public double SecondAge(int queue, double now) => _next[_first[queue]] is >= 0 and int second ? now - _at[second] : 0;

    /// <summary>Is this event's call still waiting?</summary>
    public bool Waits(int call, long number) => _number[call] == number;

    public int Add(int queue, double at, double duration)
    {
        int call = _free >= 0 ? _free : _used++;
        if (call == _free)
            _free = _next[call];
        if (call == _at.Length)
            Grow();
        (_at[call], _duration[call], _number[call]) = (at, duration, ++_numbers);
        _next[call] = -1;
        _previous[call] = _last[queue];
        if (_last[queue] < 0)
            _first[queue] = call;
        else
            _next[_last[queue]] = call;
        _last[queue] = call;
        _count[queue]++;
        return call;
    }

    public void Remove(int call, int queue)
    {
        if (_previous[call] < 0)
            _first[queue] = _next[call];
        else
            _next[_previous[call]] = _next[call];
        if (_next[call] < 0)
            _last[queue] = _previous[call];
        else
            _previous[_next[call]] = _previous[call];
        _count[queue]--;
        _number[call] = 0;
        _next[call] = _free;
        _free = call;
    }

    private void Grow()
    {
        int size = _at.Length * 2;
        Array.Resize(ref _at, size);
        Array.Resize(ref _duration, size);
        Array.Resize(ref _number, size);
        Array.Resize(ref _next, size);
        Array.Resize(ref _previous, size);
    }
}
