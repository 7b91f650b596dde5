namespace Dialer.Sip.Media;

/// <summary>Commands from any thread to one reactor.</summary>
internal sealed class CommandQueue(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Queue<Action> _queue = new();
    private int _count;

    public bool HasAny => Volatile.Read(ref _count) > 0;

    public bool TryPush(Action command)
    {
        lock (_lock)
        {
            if (_queue.Count >= capacity)
                return false;
            _queue.Enqueue(command);
            Volatile.Write(ref _count, _queue.Count);
            return true;
        }
    }

    public void Push(Action command)
    {
        lock (_lock)
        {
            _queue.Enqueue(command);
            Volatile.Write(ref _count, _queue.Count);
        }
    }

    public bool TryPop([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Action? command)
    {
        lock (_lock)
        {
            bool found = _queue.TryDequeue(out command);
            Volatile.Write(ref _count, _queue.Count);
            return found;
        }
    }
}
