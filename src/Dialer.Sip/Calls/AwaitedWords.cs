using Dialer.Core.Ids;

namespace Dialer.Sip.Calls;

/// <summary>What is to be learned of calls once their agents say what answered. Bounded: the oldest makes room.</summary>
internal sealed class AwaitedWords<T>
{
    public const int Most = 4096;

    private readonly Dictionary<CallId, T> _calls = [];
    private readonly Queue<CallId> _order = [];

    public void Add(CallId call, T what)
    {
        if (!_calls.TryAdd(call, what))
            return;
        _order.Enqueue(call);
        if (_order.Count > Most)
            _calls.Remove(_order.Dequeue());
    }

    public bool TryGet(CallId call, out T what) => _calls.TryGetValue(call, out what!);

    public void RemoveWhere(Func<T, bool> isMeant)
    {
        foreach (var (call, what) in _calls)
            if (isMeant(what))
                _calls.Remove(call);
    }
}
