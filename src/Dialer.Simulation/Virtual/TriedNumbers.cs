using Dialer.Core.Time;

namespace Dialer.Simulation.Virtual;

/// <summary>The numbers that no person has answered yet, and when each is dialed again.</summary>
internal sealed class TriedNumbers(int triesPerNumber)
{
    private static readonly TimeSpan Rest = TimeSpan.FromHours(4);
    private readonly PriorityQueue<long, (long Due, long Sequence)> _due = new();
    private readonly Dictionary<long, int> _tries = [];
    private long _sequence;

    /// <summary>A lead whose rest is over, the longest over first.</summary>
    public bool TryTake(Instant now, out long lead) => _due.TryPeek(out lead, out var first) && first.Due <= now.Ticks && _due.TryDequeue(out lead, out _);

    public int TriesOf(long lead) => _tries.GetValueOrDefault(lead);

    /// <summary>It was handed out and not dialed.</summary>
    public void Return(long lead, Instant now)
    {
        if (_tries.ContainsKey(lead))
            _due.Enqueue(lead, (now.Ticks, ++_sequence));
    }

    /// <param name="isOver">A person has answered.</param>
    public void Tried(long lead, bool isOver, Instant now)
    {
        int tries = TriesOf(lead) + 1;
        if (isOver || tries >= triesPerNumber)
        {
            _tries.Remove(lead);
            return;
        }
        _tries[lead] = tries;
        _due.Enqueue(lead, ((now + Rest).Ticks, ++_sequence));
    }
}
