using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine;

/// <summary>
/// A live verdict taken back: the voice went on, or it beeped. The verdict stays in the record as first said; what it
/// became stands beside it. It comes seconds after a person would have had an answer, so that acting on it never cuts a
/// greeting short.
/// </summary>
internal sealed class Revoking(Turn turn, Facts facts, Legs legs, Supply supply, Counting counting, Closing closing, CallControl control, WriteUps writeUps, Conversations conversations, Answers answers, AgentDesk desk)
{
    public void AnswerRevoked(in EngineInput input)
    {
        if (legs.FindAttempt(input.Call) is not { } attempt)
            return;
        var cause = input.Revocation;
        bool matters = attempt.Verdict == CpaVerdict.LiveVoice && attempt.Revoked == RevocationCause.None && cause != RevocationCause.None
            && attempt.State is AttemptState.Waiting or AttemptState.Connected or AttemptState.Announcing or AttemptState.Prompting;
        if (!matters)
        {
            turn.Ignore();
            return;
        }
        attempt.Revoked = cause;
        attempt.RevokedAt = turn.Now;
        attempt.Campaign.Counters.Revoked++;
        facts.EmitRevoked(attempt);

        // An agent asks a colleague about it, or has handed it on: they know whom they heard.
        if (attempt.Interaction is { WasHandedOn: true } or { Handover: not null })
            return;
        if (attempt.State == AttemptState.Connected)
            RevokedInConversation(attempt);
        else if (attempt.State == AttemptState.Waiting)
            RevokedInQueue(attempt);
    }

    /// <summary>It was counted as a person who got an agent; a machine is in neither number of the rate that the law limits.</summary>
    private void RevokedInConversation(Attempt attempt)
    {
        if (!attempt.CountOpen)
            attempt.Campaign.Allowance.WasMachine(turn.Now);
        switch (attempt.Campaign.Settings.OnRevoked)
        {
            case RevokedAction.Mark:
                break;
            case RevokedAction.LeaveMessage:
                writeUps.WriteUpAsMachine(attempt);
                HandToMessage(attempt);
                break;
            case RevokedAction.HangUp:
                writeUps.WriteUpAsMachine(attempt);
                control.HangUp(attempt);
                break;
        }
    }

    /// <summary>Nobody has it yet: by the campaign's rule for machines it leaves the queue, unless an agent is to look at it.</summary>
    private void RevokedInQueue(Attempt attempt)
    {
        if (attempt.Campaign.Settings.OnRevoked == RevokedAction.Mark)
            return;
        closing.CloseInteraction(attempt.Interaction!, InteractionEnd.NotAPerson);
        attempt.Interaction = null;
        turn.Cancel(ref attempt.Deadline);
        if (attempt.Campaign.Settings.OnRevoked == RevokedAction.LeaveMessage)
            AwaitOrPlayMessage(attempt);
        else
            control.HangUp(attempt);
    }

    /// <summary>The agent leaves the message on whatever has answered, and takes the next call.</summary>
    public void AgentLeaveMessage(in EngineInput input)
    {
        if (conversations.FindAddressed(input) is not { } agent)
            return;
        if (agent.Interaction is not { State: InteractionState.Connected or InteractionState.OnHold, Attempt: { State: AttemptState.Connected } attempt })
            facts.Refuse(agent.Id, "no outbound conversation to leave a message in");
        else if (agent.Interaction.Handover is not null)
            facts.Refuse(agent.Id, "somebody is asked about this conversation: end that first");
        else if (attempt.Campaign.Settings.Message is null)
            facts.Refuse(agent.Id, "the campaign has no message to leave");
        else
        {
            bool counted = !attempt.CountOpen && !Verdicts.IsMachine(attempt.Heard);
            if (counted)
                attempt.Campaign.Allowance.WasMachine(turn.Now);
            writeUps.WriteUpAsMachine(attempt);
            HandToMessage(attempt);
        }
    }

    /// <summary>The agent's part ends here, without wrap-up: all is said. The call goes on without them.</summary>
    private void HandToMessage(Attempt attempt)
    {
        var interaction = attempt.Interaction!;
        var agent = interaction.Agent!;
        facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, attempt.Call, agent.Leg));
        var talk = turn.Now - agent.TalkingSince;
        attempt.Campaign.Counters.Talk += talk;
        counting.Observe(attempt, PacingEventKind.TalkEnded, talk);
        interaction.MoveTo(InteractionState.WrapUp);
        closing.CloseInteraction(interaction, InteractionEnd.NotAPerson);
        attempt.Interaction = null;
        supply.Move(agent, AgentState.WrapUp, "a machine");
        agent.Interaction = null;
        AwaitOrPlayMessage(attempt);
        desk.BecomeReady(agent, keepIdleSince: false);
    }

    /// <summary>The message's moment may have come already, while the agent listened; without the analyzer's ear nobody knows it.</summary>
    private void AwaitOrPlayMessage(Attempt attempt)
    {
        if (attempt.Campaign.Settings.Message is null)
            control.HangUp(attempt);
        else if (attempt.Revoked == RevocationCause.None || attempt.MessageDue)
            answers.PlayMessage(attempt);
        else
        {
            attempt.MoveTo(AttemptState.AwaitingMessage);
            turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.MessageMomentLimit, DueKind.PlaybackLimit, attempt);
        }
    }
}
