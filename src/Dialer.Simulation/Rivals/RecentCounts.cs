using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Simulation.Rivals;

/// <summary>Counts over a sliding time, in sixty steps.</summary>
internal sealed class RecentCounts(TimeSpan length)
{
    private const int Steps = 60;
    private readonly Step[] _steps = new Step[Steps];
    private readonly TimeSpan _step = length / Steps;
    private long _at = long.MinValue;

    public int Dialed { get; private set; }

    /// <summary>Attempts whose end is known: answered or not.</summary>
    public int Ended { get; private set; }
    public int Live { get; private set; }

    /// <summary>Answered by anything.</summary>
    public int Answered { get; private set; }
    public int Abandoned { get; private set; }

    public void AdvanceTo(Instant now)
    {
        long at = now.Ticks / _step.Ticks;
        if (_at == long.MinValue)
            _at = at;
        for (long next = Math.Max(_at + 1, at - Steps + 1); next <= at; next++)
            _steps[next % Steps] = default;
        _at = Math.Max(_at, at);
        (Dialed, Ended, Live, Answered, Abandoned) = (0, 0, 0, 0, 0);
        foreach (ref readonly var step in _steps.AsSpan())
        {
            Dialed += step.Dialed;
            Ended += step.Ended;
            Live += step.Live;
            Answered += step.Answered;
            Abandoned += step.Abandoned;
        }
    }

    public void Add(in PacingEvent happened, Instant now)
    {
        if (now.Ticks / _step.Ticks != _at)
            AdvanceTo(now);
        ref var step = ref _steps[_at % Steps];
        switch (happened.Kind)
        {
            case PacingEventKind.Dialed:
                step.Dialed++;
                break;
            case PacingEventKind.AnsweredLive:
                (step.Ended, step.Live, step.Answered) = (step.Ended + 1, step.Live + 1, step.Answered + 1);
                break;
            case PacingEventKind.AnsweredMachine or PacingEventKind.AnsweredOther:
                (step.Ended, step.Answered) = (step.Ended + 1, step.Answered + 1);
                break;
            case PacingEventKind.EndedUnanswered when happened.Result != CallResult.Cancelled:
                step.Ended++;
                break;
            case PacingEventKind.Abandoned:
                step.Abandoned++;
                break;
            default:
                break;
        }
    }

    private record struct Step(int Dialed, int Ended, int Live, int Answered, int Abandoned);
}
