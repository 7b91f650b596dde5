using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// What an answer counts as. The rate that the law limits is abandoned / (connected + abandoned) over live people, so
/// that where the verdict is open when an agent or the announcement gets the call, the count waits for the verdict. A
/// person who hangs up within the time allowed is in neither number: that was their choice, and nobody was kept.
/// </summary>
public sealed partial class DialerEngine
{
    private static void CountVerdict(Attempt attempt)
    {
        ref var counters = ref attempt.Campaign.Counters;
        if (attempt.Verdict == CpaVerdict.LiveVoice)
            counters.AnsweredLive++;
        else if (IsMachine(attempt.Verdict))
            counters.Machines++;
        else
            counters.Undetermined++;
    }

    private void CountConnected(Attempt attempt)
    {
        attempt.Campaign.Counters.Connected++;
        attempt.Campaign.Allowance.AddConnected(_now);
        Observe(attempt, PacingEventKind.Connected, _now - attempt.AnsweredAt);
    }

    private void CountAbandoned(Attempt attempt)
    {
        attempt.Abandoned = true;
        attempt.Campaign.Counters.Abandoned++;
        attempt.Campaign.Group.Queue.Counters.Abandoned++;
        attempt.Campaign.Allowance.AddAbandoned(_now);
        EmitAttempt(EngineOutputKind.CallAbandoned, attempt);
        Observe(attempt, PacingEventKind.Abandoned, _now - attempt.AnsweredAt);
        Touch(attempt.Campaign);
    }

    /// <summary>The verdict, or the end of the call without one, settles an open count. No verdict counts as a person.</summary>
    private void SettleCount(Attempt attempt)
    {
        if (!attempt.CountOpen)
            return;
        attempt.CountOpen = false;
        bool person = !IsMachine(attempt.Verdict) && ResultOfTone(attempt.Verdict) == CallResult.None;
        if (person)
            ObserveAnswer(attempt, PacingEventKind.AnsweredLive);
        else
            ObserveAnswer(attempt, IsMachine(attempt.Verdict) ? PacingEventKind.AnsweredMachine : PacingEventKind.AnsweredOther);
        if (!person)
            return;
        if (attempt.ConnectedAt != Instant.Never)
            CountConnected(attempt);
        else
            CountAbandoned(attempt);
    }

    private void ObserveAnswer(Attempt attempt, PacingEventKind kind)
    {
        if (attempt.AnswerObserved)
            return;
        attempt.AnswerObserved = true;
        Observe(attempt, kind, attempt.AnsweredAt - attempt.StartedAt);
    }
}
