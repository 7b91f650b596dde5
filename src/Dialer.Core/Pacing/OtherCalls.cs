using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// How often something else takes this campaign's agents: inbound calls, another campaign, a call dialed for one agent.
/// Forgotten over about an hour.
/// </summary>
internal sealed class OtherCalls
{
    private const double MemorySeconds = 3600;

    /// <summary>Rarer than one in a day's memory is none.</summary>
    private const double None = 1e-5;

    private Instant _seen = Instant.Epoch;
    private double _taken;
    private double _seconds = MemorySeconds;

    /// <summary>Agents taken a second.</summary>
    public double Rate { get; private set; }

    public bool Happen => Rate > 0;

    public void Look(ReadOnlySpan<BusyAgent> busy, Instant now)
    {
        int taken = 0;
        foreach (ref readonly var agent in busy)
            if (agent.Taken && agent.Since > _seen && agent.Since <= now)
                taken++;
        double passed = (now - _seen).TotalSeconds;
        _seen = now;
        if (passed > MemorySeconds)
            return; // A night, or the start: who talks now may have begun long ago.
        double keep = 1 - (passed / MemorySeconds);
        _taken = (_taken * keep) + taken;
        _seconds = (_seconds * keep) + passed;
        Rate = _taken < 0.05 ? 0 : Math.Max(None, _taken / _seconds);
    }

    /// <summary>
    /// Agents who are not ours to dial for without a risk, on an average of the time to come: those whom others keep busy, with
    /// two standard deviations of such an average, and those whom they may still take while a call rings, with five.
    /// </summary>
    public double MostTaken(double serviceSeconds, double ringSeconds, double secondsLeft)
    {
        double busy = Rate * serviceSeconds;
        double soon = Rate * ringSeconds;
        double share = Math.Min(1, serviceSeconds / Math.Max(secondsLeft, 1));
        return busy + (2 * Math.Sqrt(busy * share)) + soon + (5 * Math.Sqrt(soon));
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
