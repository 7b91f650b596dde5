using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// What an answer counts as. The rate that the law limits is abandoned / (connected + abandoned) over live people, so
/// that where the verdict is open when an agent or the announcement gets the call, the count waits for the verdict. A
/// person who hangs up within the time allowed is in neither number: that was their choice, and nobody was kept.
/// </summary>
internal sealed class Counting(Turn turn, Facts facts, Moments moments)
{
    public void Observe(Attempt attempt, PacingEventKind kind, TimeSpan duration)
    {
        var campaign = attempt.Campaign;
        campaign.Pacer?.Observe(new PacingEvent(kind, attempt.Segment, attempt.Agent?.Id ?? default, attempt.Result, attempt.Verdict, duration) { Chance = attempt.Chance }, turn.Now);
        Learn(attempt, kind, duration);
    }

    /// <summary>What we gave up or a trunk lost says nothing of the called person.</summary>
    private static void Learn(Attempt attempt, PacingEventKind kind, TimeSpan duration)
    {
        bool isPerson = kind == PacingEventKind.AnsweredLive;
        bool isNobody = kind is PacingEventKind.AnsweredMachine or PacingEventKind.AnsweredOther
            || (kind == PacingEventKind.EndedUnanswered && TryResults.Of(attempt.Result, attempt.Verdict, false) != TryResult.Unknown);
        if (!isPerson && !isNobody)
            return;
        attempt.Campaign.Model.Learn(attempt.Traits, isPerson);
        if (isPerson)
            attempt.Campaign.Model.LearnRing(attempt.Traits, duration.TotalSeconds);
    }

    public static void CountVerdict(Attempt attempt)
    {
        ref var counters = ref attempt.Campaign.Counters;
        if (attempt.Verdict == CpaVerdict.LiveVoice)
            counters.AnsweredLive++;
        else if (Verdicts.IsMachine(attempt.Verdict))
            counters.Machines++;
        else
            counters.Undetermined++;
    }

    public void CountConnected(Attempt attempt)
    {
        CountTaken(attempt);
        attempt.Campaign.Counters.Connected++;
        attempt.Campaign.Allowance.AddConnected(turn.Now);
        Observe(attempt, PacingEventKind.Connected, turn.Now - attempt.AnsweredAt);
    }

    public void CountAbandoned(Attempt attempt)
    {
        attempt.Abandoned = true;
        CountTaken(attempt);
        attempt.Campaign.Counters.Abandoned++;
        attempt.Campaign.Group.Queue.Counters.Abandoned++;
        attempt.Campaign.Allowance.AddAbandoned(turn.Now);
        facts.EmitAttempt(EngineOutputKind.CallAbandoned, attempt);
        Observe(attempt, PacingEventKind.Abandoned, turn.Now - attempt.AnsweredAt);
        moments.Touch(attempt.Campaign);
    }

    private static void CountTaken(Attempt attempt)
    {
        if (attempt.Verdict != CpaVerdict.LiveVoice)
            attempt.Campaign.Counters.TakenForPeople++;
    }

    /// <summary>The verdict, or the end of the call without one, settles an open count. No verdict counts as a person.</summary>
    public void SettleCount(Attempt attempt)
    {
        if (!attempt.CountOpen)
            return;
        attempt.CountOpen = false;
        bool person = !Verdicts.IsMachine(attempt.Verdict) && ToneResult.Of(attempt.Verdict) == CallResult.None;
        if (person)
            ObserveAnswer(attempt, PacingEventKind.AnsweredLive);
        else
            ObserveAnswer(attempt, Verdicts.IsMachine(attempt.Verdict) ? PacingEventKind.AnsweredMachine : PacingEventKind.AnsweredOther);
        if (!person)
            return;
        if (attempt.ConnectedAt != Instant.Never)
            CountConnected(attempt);
        else
            CountAbandoned(attempt);
    }

    public void ObserveAnswer(Attempt attempt, PacingEventKind kind)
    {
        if (attempt.AnswerObserved)
            return;
        attempt.AnswerObserved = true;
        Observe(attempt, kind, attempt.AnsweredAt - attempt.StartedAt);
    }
}
