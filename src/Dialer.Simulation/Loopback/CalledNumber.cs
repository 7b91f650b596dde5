namespace Dialer.Simulation.Loopback;

/// <summary>The calls to one number, in their order. Thread-safe.</summary>
internal sealed class CalledNumber
{
    private readonly Lock _lock = new();
    private readonly List<CalledTruth> _truths = [];
    private readonly List<(CarrierCall Call, int Place)> _going = [];

    public int Count
    {
        get
        {
            lock (_lock)
                return _truths.Count;
        }
    }

    /// <summary>Calls that have not ended.</summary>
    public int Going
    {
        get
        {
            lock (_lock)
                return _going.Count;
        }
    }

    /// <summary>Of calls that go on, as they stand now.</summary>
    public IReadOnlyList<CalledTruth> Truths
    {
        get
        {
            lock (_lock)
            {
                foreach (var (call, place) in _going)
                    _truths[place] = call.Truth;
                return [.. _truths];
            }
        }
    }

    public void Add(CarrierCall call)
    {
        lock (_lock)
        {
            _going.Add((call, _truths.Count));
            _truths.Add(call.Truth);
        }
    }

    public void Ended(CarrierCall call)
    {
        lock (_lock)
        {
            int at = _going.FindIndex(going => going.Call == call);
            if (at < 0)
                return;
            _truths[_going[at].Place] = call.Truth;
            _going.RemoveAt(at);
        }
    }

    /// <summary>Whoever was called last.</summary>
    public void Press(string digits)
    {
        lock (_lock)
            if (_going.Count > 0)
                _going[^1].Call.Press(digits);
    }
}
