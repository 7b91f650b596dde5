using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>The line says that a call is over.</summary>
internal sealed class Endings(Turn turn, Legs legs, Counting counting, Trunks trunks, Closing closing, CallControl control, Conversations conversations, Handing handing, AgentDesk desk, Reception reception, Inbound callers)
{
    public void CallEnded(in EngineInput input)
    {
        if (!legs.TryFind(input.Call, out object? leg))
            turn.Ignore();
        else if (leg is Attempt attempt)
        {
            attempt.SipStatus = input.SipStatus;
            attempt.Q850Cause = input.Q850Cause;
            attempt.Phrase = input.Phrase;
            attempt.ReasonText = input.ReasonText;
            attempt.ServedBy = input.Trunk;
            attempt.TrunkFault = input.TrunkFault;
            attempt.EndedBy = ToneEnded(attempt) ? EndedBy.Network : input.EndedBy;
            if (attempt.Result == CallResult.None)
                attempt.Result = ResultOf(attempt, input.Result);
            if (input.EndedBy == EndedBy.Network && attempt.State == AttemptState.Connected)
                attempt.Interaction!.LineBroke();
            AttemptEnded(attempt);
        }
        else if (leg is Interaction inbound)
        {
            if (input.EndedBy == EndedBy.Network && inbound.State is InteractionState.Connected or InteractionState.OnHold)
                inbound.LineBroke();
            callers.InboundEnded(inbound);
        }
        else if (leg is Visit visit)
            reception.VisitEnded(visit);
        else if (leg is Handover handover)
            handing.LegEnded(handover, input);
        else if (leg is Agent agent)
            desk.AgentLegDown(EngineInput.AgentLegDown(agent.Id, input.Call, input.SipStatus, null, input.EndedBy));
    }

    /// <summary>We hung up on what the network had said already.</summary>
    private static bool ToneEnded(Attempt attempt) => attempt.AnsweredAt == Instant.Never && attempt.Verdict != CpaVerdict.None;

    /// <summary>An answered call is Answered however it ended; an unanswered one cannot have been.</summary>
    private static CallResult ResultOf(Attempt attempt, CallResult told)
    {
        if (attempt.AnsweredAt != Instant.Never)
            return CallResult.Answered;
        return told is CallResult.None or CallResult.Answered ? CallResult.Failed : told;
    }

    public void HangUpGuard(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        attempt.EndedBy = EndedBy.Dialer;
        if (attempt.Result == CallResult.None)
            attempt.Result = ResultOf(attempt, CallResult.Cancelled);
        AttemptEnded(attempt);
    }

    private void AttemptEnded(Attempt attempt)
    {
        var campaign = attempt.Campaign;
        attempt.EndedAt = turn.Now;
        Refusals.HeardOf(attempt);
        if (attempt.AnsweredAt == Instant.Never)
            campaign.Unanswered--;
        legs.Remove(attempt.Call);
        turn.Cancel(ref attempt.Deadline);
        turn.Cancel(ref attempt.AnalysisDeadline);
        OpenAnswers.Remove(attempt);
        control.LeaveFlight(attempt);
        trunks.FreeChannel(attempt.Trunk);
        if (attempt.AnsweredAt == Instant.Never)
            counting.Observe(attempt, PacingEventKind.EndedUnanswered, turn.Now - attempt.StartedAt);
        else
            counting.ObserveAnswer(attempt, attempt.State == AttemptState.Analysing ? PacingEventKind.AnsweredOther : PacingEventKind.AnsweredLive);
        control.LetAgentGo(attempt);
        counting.SettleCount(attempt);
        EndInteraction(attempt);
    }

    private void EndInteraction(Attempt attempt)
    {
        switch (attempt.Interaction)
        {
            case null:
                closing.Close(attempt);
                break;
            case { State: InteractionState.Waiting } waiting:
                if (waiting is { AgentWasLost: false, WasHandedOn: false })
                    attempt.Campaign.Counters.HungUpInQueue++;
                closing.CloseInteraction(waiting, waiting.EndWhileWaiting);
                attempt.Interaction = null;
                closing.Close(attempt);
                break;
            case { State: InteractionState.Parked or InteractionState.HandedOn } handedOn:
                var end = Handing.EndOf(handedOn);
                handing.PersonLeft(handedOn);
                closing.CloseInteraction(handedOn, end);
                attempt.Interaction = null;
                closing.Close(attempt);
                break;
            case { } conversation:
                handing.PersonLeft(conversation);
                conversations.EndConversation(conversation);
                break;
        }
    }
}
