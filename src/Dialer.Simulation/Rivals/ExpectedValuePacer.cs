using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Simulation.Rivals;

/// <summary>
/// After Samuelson (Interfaces 29(5), 1999; US 5,640,445, expired): launch until the answers expected of the calls in
/// flight equal the agents expected to be free, by release weights over the time that an answer takes; the balance is
/// leaned by feedback towards the abandon rate allowed. It learns with our own models, so that only the rule differs.
/// </summary>
internal sealed class ExpectedValuePacer : IPacer
{
    /// <summary>Share of the cap that the feedback aims at.</summary>
    private const double Aim = 0.97;
    private const double Gain = 0.15;
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    private readonly AnswerModel _answers = new();
    private readonly ReleaseModel _releases = new();
    private readonly double[] _horizon = new double[1];
    private Instant _refreshAt = Instant.Epoch;
    private double _lean;
    private double _target;
    private PacingExplanation _last;

    public string Name => RivalPacers.ExpectedValue;

    public int Decide(in PacingSituation situation, Instant now)
    {
        Refresh(situation, now);
        double free = situation.Idle - situation.Waiting;
        foreach (ref readonly var agent in situation.Busy)
            if (!agent.Leaving)
                free += agent.Phase == BusyPhase.Reserved ? 1 : _releases.RowOf(agent, now)[0];
        double expected = 0;
        foreach (ref readonly var call in situation.InFlight)
            expected += call.AnsweredAt != Instant.Never
                ? _answers.PersonAt(_answers.RateOf(call.Segment), (call.AnsweredAt - call.DialedAt).TotalSeconds)
                : _answers.AnsweredWithin(_answers.RateOf(call.Segment), (now - call.DialedAt).TotalSeconds, 600);
        double rate = _answers.RateOf(situation.NextSegment);
        int launched = 0;
        int sure = situation.Idle - situation.Waiting - situation.InFlight.Length;
        while (launched < situation.MaxLaunch && (launched < sure || expected + rate <= free + _lean))
        {
            expected += rate;
            launched++;
        }
        _last = new PacingExplanation { At = now, Launched = launched, ExpectedFreeAgents = free, ExpectedAnswers = expected, AnswerRate = rate };
        return launched;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
        double seconds = happened.Duration.TotalSeconds;
        switch (happened.Kind)
        {
            case PacingEventKind.AnsweredLive:
                _answers.AddLive(happened.Segment, seconds);
                break;
            case PacingEventKind.AnsweredMachine or PacingEventKind.AnsweredOther:
                _answers.AddOther(happened.Segment, seconds);
                break;
            case PacingEventKind.EndedUnanswered when happened.Result is not (CallResult.Cancelled or CallResult.Congestion or CallResult.Failed):
                _answers.AddOther(happened.Segment, seconds);
                break;
            case PacingEventKind.TalkEnded:
                _releases.AddTalk(happened.Agent, seconds);
                break;
            case PacingEventKind.WrapUpEnded:
                _releases.AddWrapUp(seconds);
                break;
            case PacingEventKind.Connected:
                _lean = Math.Clamp(_lean + (Gain * _target), -10, 10);
                break;
            case PacingEventKind.Abandoned:
                _lean = Math.Clamp(_lean + (Gain * (_target - 1)), -10, 10);
                break;
            default:
                break;
        }
    }

    public PacingExplanation Explain() => _last;

    private void Refresh(in PacingSituation situation, Instant now)
    {
        if (now < _refreshAt && _refreshAt - now <= RefreshEvery)
            return;
        _refreshAt = now + RefreshEvery;
        _target = situation.Campaign.Abandon.Cap * Aim;
        _answers.UseTimeout(situation.Campaign.RingTimeout.TotalSeconds);
        _answers.Refresh();
        _horizon[0] = _answers.LiveQuantile(0.5) + situation.Campaign.Abandon.After.TotalSeconds;
        _releases.Refresh(_horizon, situation.Busy, now);
    }
}
