using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Simulation.Rivals;

/// <summary>
/// Issabel's (Elastix') rule: each 3 s as many calls as there are agents free or, by an exponential talk time, 97 %
/// sure to be free when the call is answered, less who waits and what is being dialed, over the share of calls that
/// were answered in the last half hour (at least 20 %). No feedback from abandoned calls.
/// </summary>
internal sealed class IssabelPacer : IPacer
{
    private const double Sure = 0.97;
    private const double LeastAnswered = 0.20;
    private const int EnoughCalls = 10;
    private static readonly TimeSpan PassEvery = TimeSpan.FromSeconds(3);

    private readonly RecentCounts _recent = new(TimeSpan.FromMinutes(30));
    private Instant _passAt = Instant.Epoch;
    private PassCalls _pass;
    private double _talkSeconds;
    private long _talks;
    private double _answerSeconds;
    private long _answers;
    private PacingExplanation _last;

    public string Name => RivalPacers.Issabel;

    public int Decide(in PacingSituation situation, Instant now)
    {
        if (now < _passAt)
            return _pass.Take(situation.MaxLaunch);
        _passAt = now + PassEvery;
        _recent.AdvanceTo(now);
        int free = situation.Idle + SoonFree(situation, now) - situation.Waiting - situation.InFlight.Length;
        double share = _recent.Ended >= EnoughCalls ? (double)_recent.Answered / _recent.Ended : 1;
        _pass.Begin(Calls(free, share));
        int launched = _pass.Take(situation.MaxLaunch);
        _last = new PacingExplanation { At = now, Launched = launched, ExpectedFreeAgents = free, DialLevel = 1 / Math.Max(share, LeastAnswered) };
        return launched;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
        _recent.Add(happened, now);
        if (happened.Kind == PacingEventKind.TalkEnded)
            (_talks, _talkSeconds) = (_talks + 1, _talkSeconds + happened.Duration.TotalSeconds);
        else if (happened.Kind is PacingEventKind.AnsweredLive or PacingEventKind.AnsweredMachine)
            (_answers, _answerSeconds) = (_answers + 1, _answerSeconds + happened.Duration.TotalSeconds);
    }

    public PacingExplanation Explain() => _last;

    internal static int Calls(int free, double answeredShare) => (int)(free / Math.Max(answeredShare, LeastAnswered));

    internal static bool IsSoonFree(double elapsed, double untilAnswer, double meanTalk) => 1 - Math.Exp(-(elapsed + untilAnswer) / meanTalk) >= Sure;

    private int SoonFree(in PacingSituation situation, Instant now)
    {
        if (_talks < EnoughCalls)
            return 0;
        double untilAnswer = _answers == 0 ? 0 : _answerSeconds / _answers;
        int soon = 0;
        foreach (ref readonly var agent in situation.Busy)
            if (agent.Phase == BusyPhase.Talking && IsSoonFree((now - agent.Since).TotalSeconds, untilAnswer, _talkSeconds / _talks))
                soon++;
        return soon;
    }
}
