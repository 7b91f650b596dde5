using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>The desk as a policy sees it: how many wait where, and how many agents of which set are there and free.</summary>
public sealed class DeskView
{
    private readonly List<QueueRow> _queues;
    private readonly List<SkillSet> _sets;
    private readonly List<WaitLine> _lines;
    private int[] _busy = [];
    private int _stride;

    internal DeskView(List<QueueRow> queues, List<SkillSet> sets, List<WaitLine> lines) => (_queues, _sets, _lines) = (queues, sets, lines);

    public int Queues => _queues.Count;

    public int Sets => _sets.Count;

    public RoutedQueue Settings(int queue) => _queues[queue].Settings;

    public int Waiting(int queue) => _queues[queue].Everybody.Count;

    /// <summary>When the first who waits came; Never: nobody waits.</summary>
    public Instant FirstArrival(int queue) => Waiting(queue) > 0 ? new Instant(_queues[queue].Everybody.FirstKey) : Instant.Never;

    public Instant SecondArrival(int queue) => Waiting(queue) > 1 ? new Instant(_queues[queue].Everybody.SecondKey) : Instant.Never;

    /// <summary>Agents of a set who take work, busy or not.</summary>
    public int Agents(int set) => _sets[set].Ready;

    /// <summary>Those who hold nothing.</summary>
    public int Idle(int set) => _sets[set].Idle;

    /// <summary>Interactions of a queue that agents of a set hold.</summary>
    public int Busy(int set, int queue) => set < _busy.Length / Math.Max(1, _stride) && queue < _stride ? _busy[(set * _stride) + queue] : 0;

    /// <summary>The wait from which agents of a set may serve a queue by its own steps; MaxValue: never.</summary>
    public TimeSpan ServesAfter(int queue, int set)
    {
        var steps = _queues[queue].Settings.Steps;
        for (int i = 0; i < steps.Count; i++)
            if ((steps[i].Skills?.LevelOf(_sets[set].Skills) ?? 10) > 0)
                return steps[i].After;
        return steps.Count == 0 ? TimeSpan.Zero : TimeSpan.MaxValue;
    }

    /// <summary>How well agents of a set serve a queue at first; 0: not then.</summary>
    public int Level(int queue, int set)
    {
        var steps = _queues[queue].Settings.Steps;
        return steps.Count == 0 ? 10 : steps[0].Skills?.LevelOf(_sets[set].Skills) ?? 10;
    }

    internal void Count(int set, int queue, int change)
    {
        if (queue >= _stride || (set + 1) * _stride > _busy.Length)
            Widen();
        _busy[(set * _stride) + queue] += change;
    }

    private void Widen()
    {
        int stride = Math.Max(_stride, Math.Max(4, _queues.Count));
        int[] wider = new int[stride * Math.Max(_sets.Count, 8) * 2];
        if (_stride > 0)
            for (int i = 0; i < _busy.Length; i++)
                wider[(i / _stride * stride) + (i % _stride)] = _busy[i];
        (_busy, _stride) = (wider, stride);
    }
}
