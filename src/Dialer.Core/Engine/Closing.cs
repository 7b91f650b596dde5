using Dialer.Core.Attempts;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>The end of calls, and the one place where attempts and interactions are closed and given back to their pools.</summary>
public sealed partial class DialerEngine
{
    private Attempt? _freeAttempts;
    private Interaction? _freeInteractions;

    /// <summary>From the answer to the first packet sent to an agent who was reserved or free, as the line measured it.</summary>
    public LatencyHistogram AnswerToAgent { get; } = new();

    private void CallEnded(in EngineInput input)
    {
        if (!_legs.TryGetValue(input.Call.Value, out object? leg))
            IgnoredSignals++;
        else if (leg is Attempt attempt)
        {
            attempt.SipStatus = input.SipStatus;
            attempt.Q850Cause = input.Q850Cause;
            attempt.Phrase = input.Phrase;
            attempt.ReasonText = input.ReasonText;
            attempt.ServedBy = input.Trunk;
            attempt.TrunkFault = input.TrunkFault;
            attempt.EndedBy = input.EndedBy;
            if (attempt.Result == CallResult.None)
                attempt.Result = ResultOf(attempt, input.Result);
            if (input.EndedBy == EndedBy.Network && attempt.State == AttemptState.Connected)
                CutOff(attempt.Interaction!);
            AttemptEnded(attempt);
        }
        else if (leg is Interaction inbound)
        {
            if (input.EndedBy == EndedBy.Network && inbound.State is InteractionState.Connected or InteractionState.OnHold)
                CutOff(inbound);
            InboundEnded(inbound);
        }
        else if (leg is Agent agent)
            AgentLegDown(EngineInput.AgentLegDown(agent.Id, input.Call, input.SipStatus, null, input.EndedBy));
    }

    /// <summary>The line broke, and nobody has said that all was said.</summary>
    private static void CutOff(Interaction interaction)
    {
        interaction.CutOff = true;
        if (interaction.Attempt is { } attempt)
            attempt.CutOff = true;
    }

    /// <summary>How a conversation that an agent had ended; what the agent said goes before.</summary>
    private static InteractionEnd EndOfConversation(Interaction interaction) =>
        interaction is { CutOff: true, Disposition: null } ? InteractionEnd.CutOff : InteractionEnd.Handled;

    /// <summary>An answered call is Answered however it ended; an unanswered one cannot have been.</summary>
    private static CallResult ResultOf(Attempt attempt, CallResult told)
    {
        if (attempt.AnsweredAt != Instant.Never)
            return CallResult.Answered;
        return told is CallResult.None or CallResult.Answered ? CallResult.Failed : told;
    }

    private void HangUpGuard(Attempt attempt)
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
        attempt.EndedAt = _now;
        HeardOf(attempt);
        if (attempt.AnsweredAt == Instant.Never)
            campaign.Unanswered--;
        _legs.Remove(attempt.Call.Value);
        _deadlines.Cancel(ref attempt.Deadline);
        _deadlines.Cancel(ref attempt.AnalysisDeadline);
        OpenAnswers.Remove(attempt);
        LeaveFlight(attempt);
        FreeChannel(attempt.Trunk);
        if (attempt.AnsweredAt == Instant.Never)
            Observe(attempt, PacingEventKind.EndedUnanswered, _now - attempt.StartedAt);
        else
            ObserveAnswer(attempt, attempt.State == AttemptState.Analysing ? PacingEventKind.AnsweredOther : PacingEventKind.AnsweredLive);
        LetAgentGo(attempt);
        SettleCount(attempt);
        EndInteraction(attempt);
    }

    private void EndInteraction(Attempt attempt)
    {
        switch (attempt.Interaction)
        {
            case null:
                Close(attempt);
                break;
            case { State: InteractionState.Waiting } waiting:
                if (!waiting.AgentWasLost)
                    attempt.Campaign.Counters.HungUpInQueue++;
                CloseInteraction(waiting, EndOfWaiting(waiting));
                attempt.Interaction = null;
                Close(attempt);
                break;
            case { } conversation:
                EndConversation(conversation);
                break;
        }
    }

    private void FreeChannel(Trunk trunk)
    {
        trunk.ChannelsInUse--;
        TouchHungry(trunk);
    }

    private void Close(Attempt attempt)
    {
        var campaign = attempt.Campaign;
        attempt.MoveTo(AttemptState.Closed, _now, "closed");
        var outcome = attempt.ToOutcome(_now);
        outcome = outcome with { Next = DecisionOf(attempt, outcome) };
        _gate.AttemptClosed(campaign.Settings, outcome, _now, attempt.Lead);
        _gate.Release(attempt.Lead);
        Count(campaign, outcome, attempt.TrunkFault);
        if (outcome.Next.Fate == LeadFate.Retry)
            AskBy(campaign, outcome.Next.NextCallable);
        Emit(new EngineOutput
        {
            Kind = EngineOutputKind.AttemptClosed,
            At = _now,
            Campaign = campaign.Id,
            Lead = attempt.Lead.Id,
            Attempt = attempt.Id,
            Interaction = attempt.Conversation,
            Call = attempt.Call,
            Agent = outcome.Agent ?? default,
            Verdict = attempt.Verdict,
            Record = Outbox.AddRecord(outcome),
        });
        campaign.Open--;
        RemoveOpen(attempt);
        WatchRefusals(attempt, outcome);
        attempt.Agent = null;
        attempt.NextFree = _freeAttempts;
        _freeAttempts = attempt;
        Touch(campaign);
        FinishIfDone(campaign);
    }

    private static void Count(Campaign campaign, in AttemptOutcome outcome, bool trunkFault)
    {
        campaign.Counters.Closed++;
        campaign.Counters.ResultCounts.Add(outcome.Result);
        if (trunkFault)
            campaign.Counters.TrunkFaults++;
        if (outcome.Next.Fate != LeadFate.Retry)
            campaign.Counters.LeadsFinished++;
    }

    private void RemoveOpen(Attempt attempt)
    {
        int last = _openAttempts.Count - 1;
        var moved = _openAttempts[last];
        _openAttempts[attempt.OpenIndex] = moved;
        moved.OpenIndex = attempt.OpenIndex;
        _openAttempts.RemoveAt(last);
    }

    private void CloseInteraction(Interaction interaction, InteractionEnd end)
    {
        if (interaction.State == InteractionState.Waiting)
            interaction.Group.RemoveWaiting(interaction);
        _interactions.Remove(interaction.Id.Value);
        _deadlines.Cancel(ref interaction.Deadline);
        interaction.MoveTo(InteractionState.Closed, _now, "closed");
        if (interaction.EndedAt == Instant.Never)
            interaction.EndedAt = _now;
        CountEnd(interaction, end);
        EmitInteraction(EngineOutputKind.InteractionClosed, interaction, Outbox.AddRecord(interaction.ToRecord(end, _now)));
        if (interaction.Attempt is null)
        {
            ForgetCaller(interaction);
            RemoveOpen(interaction);
        }
        interaction.Agent = null;
        interaction.NextFree = _freeInteractions;
        _freeInteractions = interaction;
    }

    private void CountEnd(Interaction interaction, InteractionEnd end)
    {
        if (end is not (InteractionEnd.CallerHungUpInQueue or InteractionEnd.Abandoned))
            return;
        ref var counters = ref interaction.Queue.Counters;
        if (end == InteractionEnd.CallerHungUpInQueue)
            counters.HungUpInQueue++;
        if (_now - interaction.ArrivedAt > interaction.Queue.Settings.ServiceLevel)
            counters.LeftAfterTarget++;
    }

    private void RemoveOpen(Interaction interaction)
    {
        int last = _openInbound.Count - 1;
        var moved = _openInbound[last];
        _openInbound[interaction.OpenIndex] = moved;
        moved.OpenIndex = interaction.OpenIndex;
        _openInbound.RemoveAt(last);
    }

    private Interaction BeginInteraction(ServiceGroup group, CallId call, Attempt? attempt, string party)
    {
        var interaction = RentInteraction();
        interaction.Begin(new InteractionId(_nextId++), group, call, attempt, party, _now);
        _interactions.Add(interaction.Id.Value, interaction);
        if (attempt is not null)
            attempt.Conversation = interaction.Id;
        return interaction;
    }

    private Attempt RentAttempt()
    {
        var attempt = _freeAttempts ?? new Attempt();
        _freeAttempts = attempt.NextFree;
        attempt.NextFree = null;
        return attempt;
    }

    private Interaction RentInteraction()
    {
        var interaction = _freeInteractions ?? new Interaction();
        _freeInteractions = interaction.NextFree;
        interaction.NextFree = null;
        return interaction;
    }
}
