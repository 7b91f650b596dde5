using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Simulation.Rivals;

/// <summary>
/// VICIdial's adaptive dial level with the defaults of its SQL definition: intensity 0, difference target 0, highest
/// level 3.0. The level is updated each 15 s from fifteen one-second samples, drops are counted each 60 s, calls are
/// placed each 2.5 s. Agents who write up are paused there, and in neither count.
/// </summary>
internal sealed class VicidialPacer(VicidialOverCap overCap, bool availableOnly) : IPacer
{
    private const int Samples = 15;
    private const double HighestLevel = 3.0;
    private static readonly TimeSpan SampleEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LevelEvery = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan DropsEvery = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PassEvery = TimeSpan.FromSeconds(2.5);

    private readonly int[] _ready = new int[Samples];
    private readonly int[] _waiting = new int[Samples];
    private readonly int[] _agents = new int[Samples];
    private int _samples;
    private Instant _sampleAt = Instant.Epoch;
    private Instant _levelAt;
    private Instant _dropsAt;
    private Instant _passAt;
    private PassCalls _pass;
    private DateTime _day;

    // Today's counts as they go, as they were at the last refresh, and of the last minute.
    private Counts _running;
    private Counts _today;
    private Counts _lastMinute;
    private PacingExplanation _last;

    public string Name => (overCap, availableOnly) switch
    {
        (VicidialOverCap.Average, false) => RivalPacers.VicidialAverage,
        (VicidialOverCap.Average, true) => RivalPacers.VicidialAverageAvailable,
        (VicidialOverCap.HardLimit, false) => RivalPacers.VicidialHard,
        (VicidialOverCap.HardLimit, true) => RivalPacers.VicidialHardAvailable,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    internal double Level { get; private set; } = 1;

    public int Decide(in PacingSituation situation, Instant now)
    {
        if (now - _sampleAt > TimeSpan.FromMinutes(1))
            Begin(now);
        while (_sampleAt <= now)
            Sample(situation);
        if (_dropsAt <= now)
            CountDrops(situation, now);
        if (_levelAt <= now)
            UpdateLevel(situation, now);
        if (_passAt > now)
            return _pass.Take(situation.MaxLaunch);
        _passAt = now + PassEvery;
        int talking = Talking(situation);
        int goal = availableOnly
            ? (int)Math.Round(Level * situation.Idle, MidpointRounding.AwayFromZero) + talking
            : (int)Math.Round(Level * (situation.Idle + talking), MidpointRounding.AwayFromZero);
        int existing = situation.InFlight.Length + situation.Waiting + talking;
        _pass.Begin(goal - existing);
        int launched = _pass.Take(situation.MaxLaunch);
        _last = new PacingExplanation { At = now, Launched = launched, ExpectedFreeAgents = situation.Idle, DialLevel = Level };
        return launched;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
        _running.Calls += happened.Kind == PacingEventKind.Dialed ? 1 : 0;
        _running.Answers += happened.Kind is PacingEventKind.Connected or PacingEventKind.Abandoned ? 1 : 0;
        _running.Drops += happened.Kind == PacingEventKind.Abandoned ? 1 : 0;
    }

    public PacingExplanation Explain() => _last;

    /// <summary>The level after one update.</summary>
    /// <param name="difference">Mean of ready agents less waiting calls.</param>
    /// <param name="agents">Mean of agents logged in.</param>
    internal static double NextLevel(double level, double difference, double agents, VicidialOverCap overCap, in Counts lastMinute, in Counts today, double cap)
    {
        double change = difference == 0 || agents == 0 ? 0 : difference / agents;
        double next = Math.Round(level * (1 + change), 3);
        next = Math.Max(1, Math.Min(next, HighestLevel));
        if (lastMinute.Calls > 20 && lastMinute.Drops > 0.5 * lastMinute.Calls)
            next /= 2;
        if (today.Calls > 50 && today.Drops > cap * today.Answers)
            next = overCap == VicidialOverCap.HardLimit ? 1 : next / 2;
        return Math.Max(1, next);
    }

    private void Begin(Instant now)
    {
        (_samples, _sampleAt, _passAt) = (0, now, now);
        (_levelAt, _dropsAt) = (now + LevelEvery, now + DropsEvery);
    }

    private void Sample(in PacingSituation situation)
    {
        int at = _samples++ % Samples;
        (_ready[at], _waiting[at], _agents[at]) = (situation.Idle, situation.Waiting, situation.LoggedIn);
        _sampleAt += SampleEvery;
    }

    private void CountDrops(in PacingSituation situation, Instant now)
    {
        _dropsAt = now + DropsEvery;
        var day = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), situation.Campaign.TimeZone).Date;
        if (day != _day)
            (_day, _running, _today) = (day, default, default);
        _lastMinute = new Counts(_running.Calls - _today.Calls, _running.Answers - _today.Answers, _running.Drops - _today.Drops);
        _today = _running;
    }

    private void UpdateLevel(in PacingSituation situation, Instant now)
    {
        _levelAt = now + LevelEvery;
        int count = Math.Min(_samples, Samples);
        double difference = 0;
        double agents = 0;
        for (int i = 0; i < count; i++)
        {
            difference += (double)(_ready[i] - _waiting[i]) / count;
            agents += (double)_agents[i] / count;
        }
        Level = NextLevel(Level, difference, agents, overCap, _lastMinute, _today, situation.Campaign.Abandon.Cap);
    }

    private static int Talking(in PacingSituation situation)
    {
        int talking = 0;
        foreach (ref readonly var agent in situation.Busy)
            talking += agent.Phase == BusyPhase.WrapUp ? 0 : 1;
        return talking;
    }

    internal record struct Counts(long Calls, long Answers, long Drops);
}
