using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// How often something else takes this campaign's agents: inbound calls, another campaign. Seen as conversations that
/// begin without a call of ours being connected; forgotten over about an hour.
/// </summary>
internal sealed class OtherCalls
{
    private const double MemorySeconds = 3600;

    /// <summary>Rarer than one in a day's memory is none.</summary>
    private const double None = 1e-5;

    /// <summary>Connections that may be set against conversations that began before or after.</summary>
    private const int MostAhead = 20;
    private Instant _seen = Instant.Epoch;
    private double _taken;
    private double _seconds = MemorySeconds;
    private int _connected;

    /// <summary>Agents taken a second.</summary>
    public double Rate { get; private set; }

    public bool Happen => Rate > 0;

    public void Connected() => _connected++;

    public void Look(ReadOnlySpan<BusyAgent> busy, Instant now)
    {
        int started = 0;
        foreach (ref readonly var agent in busy)
            if (agent.Phase == BusyPhase.Talking && agent.Since > _seen && agent.Since <= now)
                started++;
        double passed = (now - _seen).TotalSeconds;
        _seen = now;

        // An answer may reach an agent first and be counted as connected later, when its verdict is there.
        int others = Math.Max(0, started - _connected);
        _connected = Math.Clamp(_connected - started, 0, MostAhead);
        if (passed > MemorySeconds)
            return; // A night, or the start: who talks now may have begun long ago.
        double keep = 1 - (passed / MemorySeconds);
        _taken = (_taken * keep) + others;
        _seconds = (_seconds * keep) + passed;
        Rate = _taken < 0.05 ? 0 : Math.Max(None, _taken / _seconds);
    }

    /// <summary>Adds the agents who will be taken within so many seconds as demand: a Poisson count, in rare terms.</summary>
    public void AddTo(FreeAgents law, double seconds, double factor)
    {
        double mean = Rate * factor * seconds;
        if (mean <= 0)
            return;
        int terms = Math.Clamp((int)Math.Ceiling(4 * mean) + 3, 4, 400);
        for (int i = 0; i < terms; i++)
            law.AddDemand(Math.Min(1, mean / terms));
    }
}
