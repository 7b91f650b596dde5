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
public sealed partial class DialerEngine
{
    /// <summary>What is written up where the agent said nothing else.</summary>
    private static readonly Disposition FoundMachine = new("machine", Done: false, WasMachine: true);

    private void AnswerRevoked(in EngineInput input)
    {
        if (FindAttempt(input.Call) is not { } attempt)
            return;
        var cause = input.Revocation;
        bool matters = attempt.Verdict == CpaVerdict.LiveVoice && attempt.Revoked == RevocationCause.None && cause != RevocationCause.None
            && attempt.State is AttemptState.Waiting or AttemptState.Connected or AttemptState.Announcing or AttemptState.Prompting;
        if (!matters)
        {
            IgnoredSignals++;
            return;
        }
        attempt.Revoked = cause;
        attempt.RevokedAt = _now;
        attempt.Campaign.Counters.Revoked++;
        EmitRevoked(attempt);
        if (attempt.State == AttemptState.Connected)
            RevokedInConversation(attempt);
        else if (attempt.State == AttemptState.Waiting)
            RevokedInQueue(attempt);
    }

    /// <summary>It was counted as a person who got an agent; a machine is in neither number of the rate that the law limits.</summary>
    private void RevokedInConversation(Attempt attempt)
    {
        if (!attempt.CountOpen)
            attempt.Campaign.Allowance.WasMachine(_now);
        switch (attempt.Campaign.Settings.OnRevoked)
        {
            case RevokedAction.Mark:
                break;
            case RevokedAction.LeaveMessage:
                WriteUpAsMachine(attempt);
                HandToMessage(attempt);
                break;
            case RevokedAction.HangUp:
                WriteUpAsMachine(attempt);
                HangUp(attempt, "a machine after all");
                break;
        }
    }

    /// <summary>What the agent has said already stands.</summary>
    private void WriteUpAsMachine(Attempt attempt)
    {
        var interaction = attempt.Interaction!;
        interaction.SaidByAgent = true;
        if (interaction.Disposition is not null)
            return;
        interaction.Disposition = FoundMachine;
        DescribeAttempt(attempt, FoundMachine);
    }

    /// <summary>Nobody has it yet: by the campaign's rule for machines it leaves the queue, unless an agent is to look at it.</summary>
    private void RevokedInQueue(Attempt attempt)
    {
        if (attempt.Campaign.Settings.OnRevoked == RevokedAction.Mark)
            return;
        CloseInteraction(attempt.Interaction!, InteractionEnd.NotAPerson);
        attempt.Interaction = null;
        _deadlines.Cancel(ref attempt.Deadline);
        if (attempt.Campaign.Settings.OnRevoked == RevokedAction.LeaveMessage)
            AwaitOrPlayMessage(attempt);
        else
            HangUp(attempt, "a machine after all");
    }

    /// <summary>The agent leaves the message on whatever has answered, and takes the next call.</summary>
    private void AgentLeaveMessage(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent.Interaction is not { State: InteractionState.Connected or InteractionState.OnHold, Attempt: { State: AttemptState.Connected } attempt })
            Refuse(agent.Id, "no outbound conversation to leave a message in");
        else if (attempt.Campaign.Settings.Message is null)
            Refuse(agent.Id, "the campaign has no message to leave");
        else
        {
            bool counted = !attempt.CountOpen && !IsMachine(attempt.Heard);
            if (counted)
                attempt.Campaign.Allowance.WasMachine(_now);
            WriteUpAsMachine(attempt);
            HandToMessage(attempt);
        }
    }

    /// <summary>The agent's part ends here, without wrap-up: all is said. The call goes on without them.</summary>
    private void HandToMessage(Attempt attempt)
    {
        var interaction = attempt.Interaction!;
        var agent = interaction.Agent!;
        Emit(EngineOutput.UnbridgeLegs(_now, attempt.Call, agent.Leg));
        var talk = _now - agent.TalkingSince;
        attempt.Campaign.Counters.Talk += talk;
        Observe(attempt, PacingEventKind.TalkEnded, talk);
        interaction.MoveTo(InteractionState.WrapUp, _now, "handed to the message");
        CloseInteraction(interaction, InteractionEnd.NotAPerson);
        attempt.Interaction = null;
        Move(agent, AgentState.WrapUp, "a machine");
        agent.Interaction = null;
        AwaitOrPlayMessage(attempt);
        BecomeReady(agent, keepIdleSince: false);
    }

    /// <summary>The message's moment may have come already, while the agent listened; without the analyzer's ear nobody knows it.</summary>
    private void AwaitOrPlayMessage(Attempt attempt)
    {
        if (attempt.Campaign.Settings.Message is null)
            HangUp(attempt, "no message to leave");
        else if (attempt.Revoked == RevocationCause.None || attempt.MessageDue)
            PlayMessage(attempt);
        else
        {
            attempt.MoveTo(AttemptState.AwaitingMessage, _now, "a machine after all");
            Replace(ref attempt.Deadline, _now + EngineLimits.MessageMomentLimit, DueKind.PlaybackLimit, attempt);
        }
    }

    private void EmitRevoked(Attempt attempt) => Emit(new EngineOutput
    {
        Kind = EngineOutputKind.AttemptRevoked,
        At = _now,
        Campaign = attempt.Campaign.Id,
        Lead = attempt.Lead.Id,
        Attempt = attempt.Id,
        Call = attempt.Call,
        Agent = attempt.State == AttemptState.Connected && attempt.Agent is { } agent ? agent.Id : default,
        Verdict = attempt.Heard,
        CodeSlot = (int)attempt.Revoked,
        Record = -1,
    });

    /// <summary>A service that asks who calls: by the campaign's rule.</summary>
    private void TreatAsScreening(Attempt attempt)
    {
        var settings = attempt.Campaign.Settings;
        switch (settings.OnScreening)
        {
            case ScreeningAction.Agent:
                TreatAsUndetermined(attempt);
                break;
            case ScreeningAction.HangUp:
                ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                HangUp(attempt, "call screening");
                break;
            case ScreeningAction.SayWhoCalls when settings.ScreeningPrompt is { } prompt && !attempt.ForPrompt:
                LetAgentGo(attempt);
                LeaveFlight(attempt);
                attempt.Screened = true;
                attempt.MoveTo(AttemptState.Prompting, _now, "call screening");
                Replace(ref attempt.Deadline, _now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
                Emit(EngineOutput.Play(_now, attempt.Call, prompt, loop: false));
                break;
            case ScreeningAction.SayWhoCalls:
                TreatAsUndetermined(attempt);
                break;
        }
    }

    /// <summary>The service knows who calls: whoever takes the call now is to hear an agent, within the time a person may wait.</summary>
    private void ScreeningAnswered(Attempt attempt)
    {
        _deadlines.Cancel(ref attempt.Deadline);
        attempt.AbandonAt = _now + attempt.Campaign.Settings.Abandon.After;
        TreatAsLive(attempt);
    }
}
