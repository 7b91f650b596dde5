using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// A fixed number of lines per free agent. It knows nothing of answer rates; a ratio that suits one hour abandons
/// people at the next. Over the cap it goes no further than one line per free agent.
/// </summary>
internal sealed class RatioPacer(double? ratio = null) : IPacer
{
    private PacingExplanation _last;

    public string Name => Pacers.Ratio;

    public int Decide(in PacingSituation situation, Instant now)
    {
        int free = Math.Max(0, situation.Idle - situation.Waiting);
        bool overCap = situation.Allowance.LeftAfter(0, 0) < 0;
        double lines = overCap ? 1 : Math.Max(1, ratio ?? situation.Campaign.Ratio);
        int wanted = Math.Max(0, (int)Math.Floor(lines * free) - situation.InFlight.Length);
        int launched = Math.Clamp(situation.MaxLaunch, 0, wanted);
        _last = new PacingExplanation
        {
            At = now,
            Launched = launched,
            ExpectedFreeAgents = free,
            DialLevel = (double)(situation.InFlight.Length + launched) / Math.Max(1, situation.LoggedIn),
            AllowanceLeft = situation.Allowance.LeftAfter(0, 0),
            LimitedBy = launched < wanted ? PacingLimit.Channels : overCap ? PacingLimit.Allowance : PacingLimit.NoAgents,
        };
        return launched;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
    }

    public PacingExplanation Explain() => _last;
}
