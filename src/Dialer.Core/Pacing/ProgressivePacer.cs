using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>One line per free agent. Nobody can be abandoned for want of an agent, short of an agent leaving.</summary>
internal sealed class ProgressivePacer : IPacer
{
    private PacingExplanation _last;

    public string Name => Pacers.Progressive;

    public int Decide(in PacingSituation situation, Instant now)
    {
        int free = situation.Idle - situation.Waiting;
        int wanted = Math.Max(0, free - situation.InFlight.Length);
        int launched = Math.Clamp(situation.MaxLaunch, 0, wanted);
        _last = new PacingExplanation
        {
            At = now,
            Launched = launched,
            ExpectedFreeAgents = free,
            DialLevel = (double)(situation.InFlight.Length + launched) / Math.Max(1, situation.LoggedIn),
            AllowanceLeft = situation.Allowance.LeftAfter(0, 0),
            LimitedBy = launched < wanted ? PacingLimit.Channels : PacingLimit.NoAgents,
        };
        return launched;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
    }

    public PacingExplanation Explain() => _last;
}
