using Dialer.Core.Engine.Messages;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>What all parts of the engine share while one input or deadline is worked off: the instant, the deadlines, what is said, and the next number.</summary>
internal sealed class Turn(long firstId)
{
    private readonly DeadlineQueue<Due> _deadlines = new();
    private long _nextId = firstId;

    /// <summary>Never runs backwards.</summary>
    public Instant Now { get; private set; } = Instant.Epoch;
    public Outbox Outbox { get; } = new();
    public Instant? NextDeadline => _deadlines.Next;

    /// <summary>Signals of calls and agents that are no longer (or never were) known, or that no longer matter.</summary>
    public long IgnoredSignals { get; private set; }

    /// <summary>No new calls: the engine comes to its end.</summary>
    public bool IsDraining { get; private set; }

    /// <summary>The time allowed for that has passed: what is left is ended.</summary>
    public bool IsCutShort { get; private set; }

    public void Ignore() => IgnoredSignals++;

    /// <summary>Attempts, calls and interactions share one sequence.</summary>
    public long NextId() => _nextId++;

    public void Drain() => IsDraining = true;

    public void CutShort() => IsCutShort = true;

    public void AdvanceTo(Instant now) => Now = Instant.Max(Now, now);

    /// <summary>The next deadline that is due by then, at its own instant.</summary>
    public bool TryTakeDue(Instant now, out Due due)
    {
        bool any = _deadlines.TryTake(now, out var at, out due);
        if (any)
            AdvanceTo(at);
        return any;
    }

    public DeadlineHandle At(Instant at, DueKind kind, object subject) => _deadlines.Add(at, new Due(kind, subject));

    public DeadlineHandle In(TimeSpan span, DueKind kind, object subject) => At(Now + span, kind, subject);

    public void Replace(ref DeadlineHandle handle, Instant at, DueKind kind, object subject)
    {
        _deadlines.Cancel(ref handle);
        handle = At(at, kind, subject);
    }

    public void Cancel(ref DeadlineHandle handle) => _deadlines.Cancel(ref handle);
}
