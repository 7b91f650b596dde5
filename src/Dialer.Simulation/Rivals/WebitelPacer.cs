using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Simulation.Rivals;

/// <summary>
/// Webitel's predictive rule: over-dial by one over the connection rate of the last hour, a little more below the target
/// of abandoned calls, one line per agent at or over it. Statistics each 30 s; target and limit 3 %, load factor 10.
/// Assumed, for the description does not give them: progressive for the first 140 attempts, at most 10 lines an agent.
/// </summary>
internal sealed class WebitelPacer : IPacer
{
    private const double LoadFactor = 10;
    private const int MinimumAttempts = 140;
    private const double MostLines = 10;
    private static readonly TimeSpan StatisticsEvery = TimeSpan.FromSeconds(30);

    private readonly RecentCounts _recent = new(TimeSpan.FromMinutes(60));
    private Instant _statisticsAt = Instant.Epoch;
    private double _factor = 1;
    private PacingExplanation _last;

    public string Name => RivalPacers.Webitel;

    public int Decide(in PacingSituation situation, Instant now)
    {
        if (now >= _statisticsAt)
        {
            _statisticsAt = now + StatisticsEvery;
            _recent.AdvanceTo(now);
            double percent = 100 * situation.Campaign.Abandon.Cap;
            _factor = _recent.Dialed < MinimumAttempts || _recent.Live == 0
                ? 1
                : Factor((double)_recent.Live / _recent.Ended, 100.0 * _recent.Abandoned / _recent.Live, percent, percent);
        }
        double lines = Math.Min(_factor, MostLines) * Math.Max(0, situation.Idle - situation.Waiting);
        int launched = Math.Clamp((int)Math.Round(lines) - situation.InFlight.Length, 0, situation.MaxLaunch);
        _last = new PacingExplanation { At = now, Launched = launched, ExpectedFreeAgents = situation.Idle, DialLevel = _factor };
        return launched;
    }

    public void Observe(in PacingEvent happened, Instant now) => _recent.Add(happened, now);

    public PacingExplanation Explain() => _last;

    /// <summary>Lines per free agent.</summary>
    /// <param name="connectionRate">Human answers per attempt.</param>
    /// <param name="abandoned">Percent of human answers.</param>
    /// <param name="target">Percent.</param>
    /// <param name="most">Percent at which it turns progressive.</param>
    internal static double Factor(double connectionRate, double abandoned, double target, double most)
    {
        if (abandoned >= most)
            return 1;
        double over = 1 / connectionRate;
        double below = target - abandoned;
        if (below == 0)
            below = 0.99;
        return below > 0
            ? over + (over * below * LoadFactor / 100)
            : over * ((most - abandoned) * (100 + LoadFactor) / most) / 100;
    }
}
