using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>What the line says of an attempt, from ringing to the verdict, and the clock under which a person waits.</summary>
public sealed partial class DialerEngine
{
    private Attempt? FindAttempt(CallId call)
    {
        if (_legs.TryGetValue(call.Value, out object? leg) && leg is Attempt attempt)
            return attempt;
        IgnoredSignals++;
        return null;
    }

    private void CallRinging(in EngineInput input)
    {
        if (FindAttempt(input.Call) is not { } attempt)
            return;

        // A second 180, or one that the answer or our CANCEL overtook, says nothing new.
        if (attempt.State != AttemptState.Dialing)
        {
            IgnoredSignals++;
            return;
        }
        attempt.RingingAt = _now;
        LetThrough(attempt, input.Trunk);
        attempt.Campaign.InFlightRings(attempt);
        attempt.MoveTo(AttemptState.Ringing, _now, "ringing");
        EmitAttempt(EngineOutputKind.AttemptRinging, attempt);
        Observe(attempt, PacingEventKind.Ringing, _now - attempt.StartedAt);
    }

    private void CallAnswered(in EngineInput input)
    {
        // Inbound calls are answered by our own order; nothing waits for the confirmation.
        if (FindAttempt(input.Call) is not { } attempt)
            return;

        // While hanging up: the answer crossed our CANCEL, and the line ends the call (RFC 3261, 9.1).
        if (attempt.State is not (AttemptState.Dialing or AttemptState.Ringing))
        {
            IgnoredSignals++;
            return;
        }
        _deadlines.Cancel(ref attempt.Deadline);
        attempt.AnsweredAt = _now;
        LetThrough(attempt, input.Trunk);
        attempt.Campaign.Unanswered--;
        attempt.Campaign.InFlightAnswered(attempt);
        EmitAttempt(EngineOutputKind.AttemptAnswered, attempt);
        switch (attempt.Campaign.Settings.Analysis)
        {
            case AnalysisMode.Off or AnalysisMode.Background:
                if (attempt.Campaign.Settings.Abandon.From == AbandonClock.Answer)
                    attempt.AbandonAt = _now + attempt.Campaign.Settings.Abandon.After;
                TreatAsLive(attempt);
                break;
            case AnalysisMode.Detect or AnalysisMode.Message:
                Analyse(attempt);
                break;
        }
    }

    private void Analyse(Attempt attempt)
    {
        var settings = attempt.Campaign.Settings;
        attempt.MoveTo(AttemptState.Analysing, _now, "answered");
        attempt.AnalysisDeadline = In(settings.AnalysisLimit, DueKind.AnalysisLimit, attempt);
        if (attempt.ForPrompt)
            return;
        if (settings.Abandon.From == AbandonClock.Answer)
        {
            attempt.AbandonAt = _now + settings.Abandon.After;
            attempt.Deadline = _deadlines.Add(SoonBefore(attempt.AbandonAt), new Due(DueKind.AbandonSoon, attempt));
        }
        if (attempt.Agent is null && TakeReady(attempt.Campaign.Group) is { } agent)
            Reserve(agent, attempt);
        else
            (attempt.Agent is null ? attempt.Campaign.Unreserved : attempt.Campaign.Reserved).Add(attempt);
    }

    private Instant SoonBefore(Instant deadline) => Instant.Max(_now, deadline - EngineLimits.BeforeAbandon);

    private void Reserve(Agent agent, Attempt attempt)
    {
        OpenAnswers.Remove(attempt);
        attempt.Campaign.Reserved.Add(attempt);
        attempt.Agent = agent;
        agent.Reserved = attempt;
        Move(agent, AgentState.Reserved, "answer being analysed");
    }

    /// <summary>Longest idle first, of those whom this campaign's pacing counts on; where there is none of these, of all who may.</summary>
    private static Agent? TakeReady(ServiceGroup group)
    {
        if (group.Campaign is { Idle: > 0 } campaign)
            for (var member = group.FirstReady; member is not null; member = member.Next)
                if (member.Agent.Serves == campaign)
                    return member.Agent;
        return group.FirstReady?.Agent;
    }

    private void AnswerClassified(in EngineInput input)
    {
        if (FindAttempt(input.Call) is not { } attempt)
            return;

        // One verdict an attempt; those of calls that are ending or written up come too late to matter.
        if (attempt.Verdict != CpaVerdict.None || attempt.State is AttemptState.HangingUp or AttemptState.WrapUp)
        {
            IgnoredSignals++;
            return;
        }
        if (attempt.AnsweredAt == Instant.Never)
            ToneBeforeAnswer(attempt, input);
        else
        {
            attempt.Verdict = input.Verdict;
            attempt.Confidence = input.Confidence;
            attempt.ClassifiedAt = _now;
            EmitAttempt(EngineOutputKind.AttemptClassified, attempt);
            Concluded(attempt, input.SinceGreetingEnd);
        }
    }

    /// <summary>Early media: the network's tones say how the call will end. A voice or silence before the answer says nothing of the called person.</summary>
    private void ToneBeforeAnswer(Attempt attempt, in EngineInput input)
    {
        var result = ResultOfTone(input.Verdict);
        if (result == CallResult.None)
        {
            IgnoredSignals++;
            return;
        }
        attempt.Verdict = input.Verdict;
        attempt.Confidence = input.Confidence;
        attempt.ClassifiedAt = _now;
        attempt.Result = result;
        EmitAttempt(EngineOutputKind.AttemptClassified, attempt);
        HangUp(attempt, "tone before the answer");
    }

    private static CallResult ResultOfTone(CpaVerdict verdict) => verdict switch
    {
        CpaVerdict.SpecialInformationTone => CallResult.OperatorAnnouncement,
        CpaVerdict.Busy => CallResult.Busy,
        CpaVerdict.Reorder => CallResult.Congestion,
        CpaVerdict.None or CpaVerdict.LiveVoice or CpaVerdict.AnsweringMachine or CpaVerdict.Fax or CpaVerdict.Music
            or CpaVerdict.CallScreening or CpaVerdict.Silence or CpaVerdict.NoMedia or CpaVerdict.Undetermined => CallResult.None,
    };

    private void AnalysisLimit(Attempt attempt)
    {
        attempt.AnalysisDeadline = DeadlineHandle.None;
        attempt.Verdict = CpaVerdict.Undetermined;
        attempt.ClassifiedAt = _now;
        EmitAttempt(EngineOutputKind.AttemptClassified, attempt);
        Concluded(attempt, TimeSpan.Zero);
    }

    /// <summary>The verdict is there. What follows depends on who has the call by now.</summary>
    private void Concluded(Attempt attempt, TimeSpan sinceGreetingEnd)
    {
        _deadlines.Cancel(ref attempt.AnalysisDeadline);
        CountVerdict(attempt);
        switch (attempt.State)
        {
            case AttemptState.Analysing:
                StopAnalysing(attempt, sinceGreetingEnd);
                break;

            // Taken for a person (no analysis awaited, or out of time), and a machine after all.
            case AttemptState.Waiting when IsToLeaveQueue(attempt):
                CloseInteraction(attempt.Interaction!, InteractionEnd.NotAPerson);
                attempt.Interaction = null;
                _deadlines.Cancel(ref attempt.Deadline);
                TreatAsMachine(attempt);
                break;

            // The agent has it, or the announcement is playing: the verdict only says what it counts as.
            case AttemptState.Connected or AttemptState.Announcing:
                SettleCount(attempt);
                break;

            // A person who waits or listens to the prompt is treated as one already.
            case AttemptState.Waiting or AttemptState.Prompting or AttemptState.AwaitingMessage or AttemptState.LeavingMessage:
            case AttemptState.Dialing or AttemptState.Ringing or AttemptState.HangingUp or AttemptState.WrapUp or AttemptState.Closed:
                break;
        }
    }

    /// <summary>A machine that agents take stays; so does who pressed a key to get there, whatever it sounded like.</summary>
    private static bool IsToLeaveQueue(Attempt attempt)
    {
        var settings = attempt.Campaign.Settings;
        if (attempt.ForPrompt || (attempt.Verdict == CpaVerdict.AnsweringMachine && settings.OnMachine == AnswerAction.Agent))
            return false;
        return IsMachine(attempt.Verdict) || ResultOfTone(attempt.Verdict) != CallResult.None;
    }

    private void StopAnalysing(Attempt attempt, TimeSpan sinceGreetingEnd)
    {
        OpenAnswers.Remove(attempt);
        _deadlines.Cancel(ref attempt.Deadline);
        if (attempt.Campaign.Settings.Abandon.From == AbandonClock.GreetingEnd)
            attempt.AbandonAt = _now - sinceGreetingEnd + attempt.Campaign.Settings.Abandon.After;
        var result = ResultOfTone(attempt.Verdict);
        if (IsMachine(attempt.Verdict) || result != CallResult.None)
            TreatAsMachine(attempt);
        else if (attempt.Verdict is CpaVerdict.LiveVoice or CpaVerdict.Music)
            TreatAsLive(attempt);
        else if (attempt.Verdict == CpaVerdict.CallScreening)
            TreatAsScreening(attempt);
        else
            TreatAsUndetermined(attempt);
    }

    private static bool IsMachine(CpaVerdict verdict) => verdict is CpaVerdict.AnsweringMachine or CpaVerdict.Fax;

    private void TreatAsUndetermined(Attempt attempt)
    {
        switch (attempt.Campaign.Settings.OnUndetermined)
        {
            case AnswerAction.Agent:
                TreatAsLive(attempt);
                break;
            case AnswerAction.HangUp:
                ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                HangUp(attempt, "undetermined");
                break;
            case AnswerAction.LeaveMessage:
                ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                LeaveMessage(attempt);
                break;
            case AnswerAction.Announcement:
                ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                Announce(attempt, "undetermined");
                break;
        }
    }

    /// <summary>A machine, a fax or the network's own tones. Only a machine can take a message.</summary>
    private void TreatAsMachine(Attempt attempt)
    {
        bool machine = attempt.Verdict == CpaVerdict.AnsweringMachine;
        ObserveAnswer(attempt, IsMachine(attempt.Verdict) ? PacingEventKind.AnsweredMachine : PacingEventKind.AnsweredOther);
        attempt.Result = ResultOfTone(attempt.Verdict);
        var action = machine ? attempt.Campaign.Settings.OnMachine : AnswerAction.HangUp;
        switch (action)
        {
            case AnswerAction.HangUp:
                HangUp(attempt, machine ? "machine" : "tone");
                break;
            case AnswerAction.LeaveMessage:
                AwaitMessageMoment(attempt);
                break;
            case AnswerAction.Agent:
                TreatAsLive(attempt);
                break;
            case AnswerAction.Announcement:
                Announce(attempt, "machine");
                break;
        }
    }

    private void AwaitMessageMoment(Attempt attempt)
    {
        LetAgentGo(attempt);
        LeaveFlight(attempt);
        if (attempt.Campaign.Settings.Message is null)
        {
            HangUp(attempt, "no message to leave");
            return;
        }
        attempt.MoveTo(AttemptState.AwaitingMessage, _now, "machine");
        Replace(ref attempt.Deadline, _now + EngineLimits.MessageMomentLimit, DueKind.PlaybackLimit, attempt);
    }

    private void MessageMoment(CallId call)
    {
        if (FindAttempt(call) is not { } attempt)
            return;

        // It may still be handed to the message.
        if (attempt.Revoked != RevocationCause.None)
            attempt.MessageDue = true;

        // Only a machine that is to get a message waits for its beep.
        if (attempt.State != AttemptState.AwaitingMessage)
            IgnoredSignals++;
        else
            PlayMessage(attempt);
    }

    private void LeaveMessage(Attempt attempt)
    {
        LetAgentGo(attempt);
        LeaveFlight(attempt);
        if (attempt.Campaign.Settings.Message is null)
            HangUp(attempt, "no message to leave");
        else
            PlayMessage(attempt);
    }

    private void PlayMessage(Attempt attempt)
    {
        attempt.MoveTo(AttemptState.LeavingMessage, _now, "message");
        Replace(ref attempt.Deadline, _now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
        Emit(EngineOutput.Play(_now, attempt.Call, attempt.Campaign.Settings.Message!, loop: false));
    }

    private void PlaybackEnded(CallId call)
    {
        if (!_legs.TryGetValue(call.Value, out object? leg) || leg is not Attempt attempt)
        {
            // Music that ended for an inbound caller or a prompt to an agent: nothing follows from it.
            IgnoredSignals++;
            return;
        }
        switch (attempt.State)
        {
            case AttemptState.LeavingMessage:
                attempt.MessageLeft = true;
                attempt.Campaign.Counters.MessagesLeft++;
                HangUp(attempt, "message left");
                break;
            case AttemptState.Announcing:
                HangUp(attempt, "announcement ended");
                break;
            case AttemptState.Prompting when attempt.Screened:
                ScreeningAnswered(attempt);
                break;
            case AttemptState.Prompting:
                Replace(ref attempt.Deadline, _now + EngineLimits.KeyLimit, DueKind.PlaybackLimit, attempt);
                break;

            // Stopped by a bridge or a hang-up that was ordered meanwhile.
            case AttemptState.Dialing or AttemptState.Ringing or AttemptState.Analysing or AttemptState.Waiting or AttemptState.Connected
                or AttemptState.AwaitingMessage or AttemptState.HangingUp or AttemptState.WrapUp or AttemptState.Closed:
                IgnoredSignals++;
                break;
        }
    }

    private void PlaybackLimit(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        HangUp(attempt, "prompt or greeting did not end, or no key came");
    }

    /// <summary>Shortly before the deadline with the verdict open: whoever is reserved gets the call now.</summary>
    private void AbandonSoon(Attempt attempt)
    {
        attempt.Deadline = _deadlines.Add(attempt.AbandonAt, new Due(DueKind.Abandon, attempt));
        if (attempt.Agent is { } agent)
            ConnectUndecided(attempt, agent);
    }

    private void ConnectUndecided(Attempt attempt, Agent agent)
    {
        OpenAnswers.Remove(attempt);
        attempt.CountOpen = true;
        Connect(attempt, agent);
    }

    /// <summary>
    /// Nobody was free in time. With the verdict still open the announcement starts all the same, for it may be a
    /// person, and analysis goes on: it is counted unless the verdict is a machine, a fax or a tone.
    /// </summary>
    private void AbandonDue(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        OpenAnswers.Remove(attempt);
        bool undecided = attempt.State == AttemptState.Analysing;
        bool wasLost = attempt.Interaction is { AgentWasLost: true };
        if (attempt.Interaction is { } interaction)
        {
            CloseInteraction(interaction, wasLost ? EndOfConversation(interaction) : InteractionEnd.Abandoned);
            attempt.Interaction = null;
        }
        Announce(attempt, "no agent in time");
        if (wasLost)
            attempt.Campaign.Counters.AgentLostUnserved++;
        else if (undecided)
            attempt.CountOpen = true;
        else if (!IsMachine(attempt.Heard))
            CountAbandoned(attempt);
    }

    private void Announce(Attempt attempt, string reason)
    {
        LetAgentGo(attempt);
        LeaveFlight(attempt);
        attempt.MoveTo(AttemptState.Announcing, _now, reason);
        Replace(ref attempt.Deadline, _now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
        Emit(EngineOutput.Play(_now, attempt.Call, attempt.Campaign.Settings.Announcement, loop: false));
    }

    /// <summary>A person, or to be treated as one: to an agent at once, or into the queue under the abandon deadline.</summary>
    private void TreatAsLive(Attempt attempt)
    {
        var campaign = attempt.Campaign;
        ObserveAnswer(attempt, PacingEventKind.AnsweredLive);
        if (attempt.ForPrompt)
            Prompt(attempt);
        else if (attempt.Agent is { } reserved)
            Connect(attempt, reserved);
        else if (TakeReady(campaign.Group) is { } ready)
            Connect(attempt, ready);
        else if (TakeFromUndecided(campaign) is { } taken)
            Connect(attempt, taken);
        else
            WaitForAgent(attempt);
    }

    /// <summary>
    /// A certain person goes before one who may be a machine: the agent comes from the latest answer that is still
    /// open, whose deadline is the farthest.
    /// </summary>
    private static Agent? TakeFromUndecided(Campaign campaign)
    {
        for (var open = campaign.Reserved.Last; open is not null; open = open.PreviousOpen)
        {
            if (open.Dedicated)
                continue;
            var agent = open.Agent!;
            open.Agent = null;
            agent.Reserved = null;
            OpenAnswers.Remove(open);
            campaign.Unreserved.Add(open);
            return agent;
        }
        return null;
    }

    private void WaitForAgent(Attempt attempt)
    {
        LeaveFlight(attempt);
        attempt.MoveTo(AttemptState.Waiting, _now, "no agent free");
        var group = attempt.Campaign.Group;
        var interaction = BeginInteraction(group, attempt.Call, attempt, attempt.Phone.Number);
        attempt.Interaction = interaction;
        group.AddWaiting(interaction);
        group.Queue.Counters.Offered++;
        EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
        if (attempt.AbandonAt == Instant.Never)
            attempt.AbandonAt = _now + attempt.Campaign.Settings.Abandon.After;
        Replace(ref attempt.Deadline, Instant.Max(_now, attempt.AbandonAt), DueKind.Abandon, attempt);
        Touch(attempt.Campaign);
    }

    private void RingGuard(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        HangUp(attempt, "the line did not end the ringing");
    }

    /// <summary>Orders the end of the call. What it was is settled when the line says that it is gone.</summary>
    private void HangUp(Attempt attempt, string reason)
    {
        OpenAnswers.Remove(attempt);
        LetAgentGo(attempt);
        LeaveFlight(attempt);
        _deadlines.Cancel(ref attempt.AnalysisDeadline);
        attempt.MoveTo(AttemptState.HangingUp, _now, reason);
        Replace(ref attempt.Deadline, _now + EngineLimits.HangUpGuard, DueKind.HangUpGuard, attempt);
        Emit(EngineOutput.HangUp(_now, attempt.Call));
    }

    private void LeaveFlight(Attempt attempt)
    {
        attempt.Campaign.RemoveInFlight(attempt);
        Touch(attempt.Campaign);
    }

    /// <summary>The reserved agent is free again, and as long idle as before: nothing was said to anybody.</summary>
    private void LetAgentGo(Attempt attempt)
    {
        if (attempt.Agent is not { Reserved: { } reserved } agent || reserved != attempt)
            return;
        attempt.Agent = null;
        agent.Reserved = null;
        BecomeReady(agent, keepIdleSince: !attempt.Dedicated);
    }
}
