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
internal sealed class Answers(Turn turn, Facts facts, Legs legs, Moments moments, Counting counting, Refusals refusals, Distribution distribution, Closing closing, CallControl control, WriteUps writeUps, Conversations conversations)
{
    private static readonly Disposition OptedOut = new("opted-out", Done: true, DoNotCall: true);

    public void CallRinging(in EngineInput input)
    {
        if (legs.FindAttempt(input.Call) is not { } attempt)
            return;

        // A second 180, or one that the answer or our CANCEL overtook, says nothing new.
        if (attempt.State != AttemptState.Dialing)
        {
            turn.Ignore();
            return;
        }
        attempt.RingingAt = turn.Now;
        refusals.LetThrough(attempt, input.Trunk);
        attempt.Campaign.InFlightRings(attempt);
        attempt.MoveTo(AttemptState.Ringing);
        facts.EmitAttempt(EngineOutputKind.AttemptRinging, attempt);
        counting.Observe(attempt, PacingEventKind.Ringing, turn.Now - attempt.StartedAt);
    }

    public void CallAnswered(in EngineInput input)
    {
        // Inbound calls are answered by our own order; nothing waits for the confirmation.
        if (legs.FindAttempt(input.Call) is not { } attempt)
            return;

        // While hanging up: the answer crossed our CANCEL, and the line ends the call (RFC 3261, 9.1).
        if (attempt.State is not (AttemptState.Dialing or AttemptState.Ringing))
        {
            turn.Ignore();
            return;
        }
        turn.Cancel(ref attempt.Deadline);
        attempt.AnsweredAt = turn.Now;
        refusals.LetThrough(attempt, input.Trunk);
        attempt.Campaign.Unanswered--;
        attempt.Campaign.InFlightAnswered(attempt);
        facts.EmitAttempt(EngineOutputKind.AttemptAnswered, attempt);
        switch (attempt.Campaign.Settings.Analysis)
        {
            case AnalysisMode.Off or AnalysisMode.Background:
                if (attempt.Campaign.Settings.Abandon.From == AbandonClock.Answer)
                    attempt.AbandonAt = turn.Now + attempt.Campaign.Settings.Abandon.After;
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
        attempt.MoveTo(AttemptState.Analysing);
        attempt.AnalysisDeadline = turn.In(settings.AnalysisLimit, DueKind.AnalysisLimit, attempt);
        if (attempt.ForPrompt)
            return;
        if (settings.Abandon.From == AbandonClock.Answer)
        {
            attempt.AbandonAt = turn.Now + settings.Abandon.After;
            attempt.Deadline = turn.At(SoonBefore(attempt.AbandonAt), DueKind.AbandonSoon, attempt);
        }
        if (attempt.Agent is null && distribution.AgentFor(attempt.Campaign) is { } agent)
            conversations.Reserve(agent, attempt);
        else
            (attempt.Agent is null ? attempt.Campaign.Unreserved : attempt.Campaign.Reserved).Add(attempt);
    }

    private Instant SoonBefore(Instant deadline) => Instant.Max(turn.Now, deadline - EngineLimits.BeforeAbandon);

    public void AnswerClassified(in EngineInput input)
    {
        if (legs.FindAttempt(input.Call) is not { } attempt)
            return;

        // One verdict an attempt; those of calls that are ending or written up come too late to matter. Before the answer a voice or silence says nothing of the called person.
        if (attempt.Verdict != CpaVerdict.None || attempt.AnsweredAt == Instant.Never || attempt.State is AttemptState.HangingUp or AttemptState.WrapUp)
        {
            turn.Ignore();
            return;
        }
        attempt.Verdict = input.Verdict;
        attempt.Confidence = input.Confidence;
        attempt.ClassifiedAt = turn.Now;
        facts.EmitAttempt(EngineOutputKind.AttemptClassified, attempt);
        Concluded(attempt, input.SinceGreetingEnd);
    }

    /// <summary>Early media: the network's tones say how the call will end. One that was answered or is ending meanwhile goes its way.</summary>
    public void ToneHeard(in EngineInput input)
    {
        if (legs.FindAttempt(input.Call) is not { } attempt)
            return;
        var result = Verdicts.ResultOfTone(input.Tone, input.Sit);
        if (result == CallResult.None || attempt.Verdict != CpaVerdict.None || attempt.State is not (AttemptState.Dialing or AttemptState.Ringing))
        {
            turn.Ignore();
            return;
        }
        attempt.Verdict = Verdicts.OfTone(input.Tone);
        attempt.Confidence = 1;
        attempt.ClassifiedAt = turn.Now;
        attempt.Result = result;
        facts.EmitAttempt(EngineOutputKind.AttemptClassified, attempt);
        control.HangUp(attempt);
    }

    public void AnalysisLimit(Attempt attempt)
    {
        attempt.AnalysisDeadline = DeadlineHandle.None;
        attempt.Verdict = CpaVerdict.Undetermined;
        attempt.ClassifiedAt = turn.Now;
        facts.EmitAttempt(EngineOutputKind.AttemptClassified, attempt);
        Concluded(attempt, TimeSpan.Zero);
    }

    /// <summary>The verdict is there. What follows depends on who has the call by now.</summary>
    private void Concluded(Attempt attempt, TimeSpan sinceGreetingEnd)
    {
        turn.Cancel(ref attempt.AnalysisDeadline);
        Counting.CountVerdict(attempt);
        switch (attempt.State)
        {
            case AttemptState.Analysing:
                StopAnalysing(attempt, sinceGreetingEnd);
                break;

            // Taken for a person (no analysis awaited, or out of time), and a machine after all.
            case AttemptState.Waiting when IsToLeaveQueue(attempt):
                closing.CloseInteraction(attempt.Interaction!, InteractionEnd.NotAPerson);
                attempt.Interaction = null;
                turn.Cancel(ref attempt.Deadline);
                TreatAsMachine(attempt);
                break;

            // The agent has it, or the announcement is playing: the verdict only says what it counts as.
            case AttemptState.Connected or AttemptState.Announcing:
                counting.SettleCount(attempt);
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
        return Verdicts.IsMachine(attempt.Verdict) || ToneResult.Of(attempt.Verdict) != CallResult.None;
    }

    private void StopAnalysing(Attempt attempt, TimeSpan sinceGreetingEnd)
    {
        OpenAnswers.Remove(attempt);
        turn.Cancel(ref attempt.Deadline);
        if (attempt.Campaign.Settings.Abandon.From == AbandonClock.GreetingEnd)
            attempt.AbandonAt = turn.Now - sinceGreetingEnd + attempt.Campaign.Settings.Abandon.After;
        var result = ToneResult.Of(attempt.Verdict);
        if (Verdicts.IsMachine(attempt.Verdict) || result != CallResult.None)
            TreatAsMachine(attempt);
        else if (attempt.Verdict is CpaVerdict.LiveVoice or CpaVerdict.Music)
            TreatAsLive(attempt);
        else if (attempt.Verdict == CpaVerdict.CallScreening)
            TreatAsScreening(attempt);
        else
            TreatAsUndetermined(attempt);
    }

    private void TreatAsUndetermined(Attempt attempt)
    {
        switch (attempt.Campaign.Settings.OnUndetermined)
        {
            case AnswerAction.Agent:
                TreatAsLive(attempt);
                break;
            case AnswerAction.HangUp:
                counting.ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                control.HangUp(attempt);
                break;
            case AnswerAction.LeaveMessage:
                counting.ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                LeaveMessage(attempt);
                break;
            case AnswerAction.Announcement:
                counting.ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                Announce(attempt);
                break;
        }
    }

    /// <summary>A machine, a fax or the network's own tones. Only a machine can take a message.</summary>
    private void TreatAsMachine(Attempt attempt)
    {
        bool machine = attempt.Verdict == CpaVerdict.AnsweringMachine;
        counting.ObserveAnswer(attempt, Verdicts.IsMachine(attempt.Verdict) ? PacingEventKind.AnsweredMachine : PacingEventKind.AnsweredOther);
        attempt.Result = ToneResult.Of(attempt.Verdict);
        var action = machine ? attempt.Campaign.Settings.OnMachine : AnswerAction.HangUp;
        switch (action)
        {
            case AnswerAction.HangUp:
                control.HangUp(attempt);
                break;
            case AnswerAction.LeaveMessage:
                AwaitMessageMoment(attempt);
                break;
            case AnswerAction.Agent:
                TreatAsLive(attempt);
                break;
            case AnswerAction.Announcement:
                Announce(attempt);
                break;
        }
    }

    private void AwaitMessageMoment(Attempt attempt)
    {
        control.LetAgentGo(attempt);
        control.LeaveFlight(attempt);
        if (attempt.Campaign.Settings.Message is null)
        {
            control.HangUp(attempt);
            return;
        }
        attempt.MoveTo(AttemptState.AwaitingMessage);
        turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.MessageMomentLimit, DueKind.PlaybackLimit, attempt);
    }

    public void MessageMoment(CallId call)
    {
        if (legs.FindAttempt(call) is not { } attempt)
            return;

        // It may still be handed to the message.
        if (attempt.Revoked != RevocationCause.None)
            attempt.MessageDue = true;

        // Only a machine that is to get a message waits for its beep.
        if (attempt.State != AttemptState.AwaitingMessage)
            turn.Ignore();
        else
            PlayMessage(attempt);
    }

    private void LeaveMessage(Attempt attempt)
    {
        control.LetAgentGo(attempt);
        control.LeaveFlight(attempt);
        if (attempt.Campaign.Settings.Message is null)
            control.HangUp(attempt);
        else
            PlayMessage(attempt);
    }

    public void PlayMessage(Attempt attempt)
    {
        attempt.MoveTo(AttemptState.LeavingMessage);
        turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
        facts.Emit(EngineOutput.Play(turn.Now, attempt.Call, attempt.Campaign.Settings.Message!, loop: false));
    }

    public void PlaybackEnded(CallId call)
    {
        if (!legs.TryFind(call, out object? leg) || leg is not Attempt attempt)
        {
            // Music that ended for an inbound caller or a prompt to an agent: nothing follows from it.
            turn.Ignore();
            return;
        }
        switch (attempt.State)
        {
            case AttemptState.LeavingMessage:
                attempt.MessageLeft = true;
                attempt.Campaign.Counters.MessagesLeft++;
                control.HangUp(attempt);
                break;
            case AttemptState.Announcing:
                control.HangUp(attempt);
                break;
            case AttemptState.Prompting when attempt.Screened:
                ScreeningAnswered(attempt);
                break;
            case AttemptState.Prompting:
                turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.KeyLimit, DueKind.PlaybackLimit, attempt);
                break;

            // Stopped by a bridge or a hang-up that was ordered meanwhile.
            case AttemptState.Dialing or AttemptState.Ringing or AttemptState.Analysing or AttemptState.Waiting or AttemptState.Connected
                or AttemptState.AwaitingMessage or AttemptState.HangingUp or AttemptState.WrapUp or AttemptState.Closed:
                turn.Ignore();
                break;
        }
    }

    public void PlaybackLimit(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        control.HangUp(attempt);
    }

    /// <summary>Shortly before the deadline with the verdict open: whoever is reserved gets the call now.</summary>
    public void AbandonSoon(Attempt attempt)
    {
        attempt.Deadline = turn.At(attempt.AbandonAt, DueKind.Abandon, attempt);
        if (attempt.Agent is { } agent)
            conversations.ConnectUndecided(attempt, agent);
    }

    /// <summary>
    /// Nobody was free in time. With the verdict still open the announcement starts all the same, for it may be a
    /// person, and analysis goes on: it is counted unless the verdict is a machine, a fax or a tone.
    /// </summary>
    public void AbandonDue(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        OpenAnswers.Remove(attempt);
        bool undecided = attempt.State == AttemptState.Analysing;
        bool wasLost = attempt.Interaction is { AgentWasLost: true };
        if (attempt.Interaction is { } interaction)
        {
            closing.CloseInteraction(interaction, wasLost ? interaction.EndAfterAgent : InteractionEnd.Abandoned);
            attempt.Interaction = null;
        }
        Announce(attempt);
        if (wasLost)
            attempt.Campaign.Counters.AgentLostUnserved++;
        else if (undecided)
            attempt.CountOpen = true;
        else if (!Verdicts.IsMachine(attempt.Heard))
            counting.CountAbandoned(attempt);
    }

    private void Announce(Attempt attempt)
    {
        control.LetAgentGo(attempt);
        control.LeaveFlight(attempt);
        attempt.MoveTo(AttemptState.Announcing);
        turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
        facts.Emit(EngineOutput.Play(turn.Now, attempt.Call, attempt.Campaign.Settings.Announcement, loop: false));
    }

    /// <summary>A person, or to be treated as one: to an agent at once, or into the queue under the abandon deadline.</summary>
    private void TreatAsLive(Attempt attempt)
    {
        var campaign = attempt.Campaign;
        counting.ObserveAnswer(attempt, PacingEventKind.AnsweredLive);
        if (attempt.ForPrompt)
            Prompt(attempt);
        else if (attempt.Agent is { } reserved)
            conversations.Connect(attempt, reserved);
        else if (distribution.AgentFor(campaign) is { } ready)
            conversations.Connect(attempt, ready);
        else if (Distribution.AgentFromUndecided(campaign) is { } taken)
            conversations.Connect(attempt, taken);
        else
            WaitForAgent(attempt);
    }

    private void WaitForAgent(Attempt attempt)
    {
        control.LeaveFlight(attempt);
        attempt.MoveTo(AttemptState.Waiting);
        var group = attempt.Campaign.Group;
        var interaction = legs.BeginInteraction(group, attempt.Call, attempt, attempt.Phone.Number);
        attempt.Interaction = interaction;
        distribution.Offer(interaction);
        group.Queue.Counters.Offered++;
        facts.EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
        if (attempt.AbandonAt == Instant.Never)
            attempt.AbandonAt = turn.Now + attempt.Campaign.Settings.Abandon.After;
        turn.Replace(ref attempt.Deadline, Instant.Max(turn.Now, attempt.AbandonAt), DueKind.Abandon, attempt);
        moments.Touch(attempt.Campaign);
    }

    public void RingGuard(Attempt attempt)
    {
        attempt.Deadline = DeadlineHandle.None;
        control.HangUp(attempt);
    }

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
                counting.ObserveAnswer(attempt, PacingEventKind.AnsweredOther);
                control.HangUp(attempt);
                break;
            case ScreeningAction.SayWhoCalls when settings.ScreeningPrompt is { } prompt && !attempt.ForPrompt:
                control.LetAgentGo(attempt);
                control.LeaveFlight(attempt);
                attempt.Screened = true;
                attempt.MoveTo(AttemptState.Prompting);
                turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
                facts.Emit(EngineOutput.Play(turn.Now, attempt.Call, prompt, loop: false));
                break;
            case ScreeningAction.SayWhoCalls:
                TreatAsUndetermined(attempt);
                break;
        }
    }

    /// <summary>The service knows who calls: whoever takes the call now is to hear an agent, within the time a person may wait.</summary>
    private void ScreeningAnswered(Attempt attempt)
    {
        turn.Cancel(ref attempt.Deadline);
        attempt.AbandonAt = turn.Now + attempt.Campaign.Settings.Abandon.After;
        TreatAsLive(attempt);
    }

    /// <summary>Agentless: the prompt is played to a person; a key reaches the queue.</summary>
    private void Prompt(Attempt attempt)
    {
        control.LeaveFlight(attempt);
        if (attempt.Campaign.Settings.Message is not { } message)
        {
            control.HangUp(attempt);
            return;
        }
        attempt.MoveTo(AttemptState.Prompting);
        turn.Replace(ref attempt.Deadline, turn.Now + EngineLimits.PlaybackLimit, DueKind.PlaybackLimit, attempt);
        facts.Emit(EngineOutput.Play(turn.Now, attempt.Call, message, loop: false));
    }

    public void PromptKey(Attempt attempt, char digit)
    {
        var settings = attempt.Campaign.Settings;
        if (digit == settings.OptOutKey)
        {
            writeUps.DescribeAttempt(attempt, OptedOut);
            control.HangUp(attempt);
        }
        else if (digit == settings.TransferKey)
            Transfer(attempt);
        else
            turn.Ignore();
    }

    /// <summary>This person asked for an agent, and waits with music for as long as they like: no abandon deadline.</summary>
    private void Transfer(Attempt attempt)
    {
        turn.Cancel(ref attempt.Deadline);
        facts.Emit(EngineOutput.StopPlaying(turn.Now, attempt.Call));
        if (distribution.AgentFor(attempt.Campaign) is { } agent)
        {
            conversations.Connect(attempt, agent);
            return;
        }
        WaitForAgent(attempt);
        turn.Cancel(ref attempt.Deadline);
        distribution.LookForSomebody(attempt.Interaction!);
        facts.Emit(EngineOutput.Play(turn.Now, attempt.Call, attempt.Campaign.Group.Queue.Settings.Music, loop: true));
    }
}
