using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Engine;

/// <summary>Lines per free agent, so that the engine is tested apart from the real policies: 1 is progressive, more abandons.</summary>
internal sealed class LinesPerFreeAgent(string name, double lines) : IPacer
{
    private PacingExplanation _last;

    public string Name => name;

    public int Decide(in PacingSituation situation, Instant now)
    {
        int open = (int)(lines * Math.Max(0, situation.Idle - situation.Waiting)) - situation.InFlight.Length;

        // Calls with a reserved agent are in flight, and their agent is not idle.
        foreach (var busy in situation.Busy)
            if (busy.Phase == BusyPhase.Reserved)
                open++;
        int launch = Math.Clamp(open, 0, situation.MaxLaunch);
        _last = new PacingExplanation { At = now, Launched = launch, ExpectedFreeAgents = situation.Idle };
        return launch;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
    }

    public PacingExplanation Explain() => _last;

    public static IPacer? Named(string name) => name switch
    {
        "progressive" => new LinesPerFreeAgent(name, 1),
        "ratio" => new LinesPerFreeAgent(name, 2),
        "predictive" => new LinesPerFreeAgent(name, 3),
        "gives up" => new GivesUp(),
        _ => null,
    };
}

/// <summary>One line, and every call that rings is to be given up, however young.</summary>
internal sealed class GivesUp : IPacer
{
    public string Name => "gives up";

    public int Decide(in PacingSituation situation, Instant now) => situation.InFlight.Length == 0 ? 1 : 0;

    public int ChooseCancellations(in PacingSituation situation, Span<AttemptId> chosen, Instant now)
    {
        int count = Math.Min(chosen.Length, situation.InFlight.Length);
        for (int i = 0; i < count; i++)
            chosen[i] = situation.InFlight[i].Attempt;
        return count;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
    }

    public PacingExplanation Explain() => default;
}
