using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>How an engine begins.</summary>
/// <param name="FirstAttempt">Ids of attempts and calls start here: above all that the store knows.</param>
/// <param name="Pacers">Makes a policy by its name, one instance per campaign; null: the name is unknown.</param>
public sealed record EngineOptions(long FirstAttempt, Func<string, IPacer?> Pacers);

/// <summary>
/// The deciding engine: a single writer. Each input runs to completion and never awaits; what follows from it lies
/// in the <see cref="Outbox"/>. Same inputs at the same instants, same outputs, bit for bit.
/// </summary>
public sealed class DialerEngine(EngineOptions options)
{
    public EngineOptions Options { get; } = options;

    public Outbox Outbox { get; } = new();

    /// <summary>When the next deadline falls due; null: none.</summary>
    public Instant? NextDeadline { get; private set; }

    /// <summary>Advances to <paramref name="now"/>, then takes the input.</summary>
    public void Apply(in EngineInput input, Instant now)
    {
        AdvanceTo(now);
    }

    /// <summary>Fires each due deadline, in (deadline, sequence) order, at its own instant.</summary>
    public void AdvanceTo(Instant now)
    {
        if (NextDeadline <= now)
            NextDeadline = null;
    }
}
