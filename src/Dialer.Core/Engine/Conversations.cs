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

/// <summary>Agents with people: from the bridge to the end of wrap-up.</summary>
public sealed partial class DialerEngine
{
    /// <summary>An attempt's person and an agent, who is Ready or Reserved for it.</summary>
    private void Connect(Attempt attempt, Agent agent)
    {
        var campaign = attempt.Campaign;
        LeaveFlight(attempt);
        _deadlines.Cancel(ref attempt.Deadline);
        if (attempt.Interaction is null)
        {
            attempt.Interaction = BeginInteraction(campaign.Group, attempt.Call, attempt, attempt.Phone.Number);
            campaign.Group.Queue.Counters.Offered++;
        }
        bool first = attempt.ConnectedAt == Instant.Never;
        attempt.Agent = agent;
        agent.Reserved = null;
        attempt.MoveTo(AttemptState.Connected, _now, "agent");
        if (first)
            attempt.ConnectedAt = _now;
        Bridge(attempt.Interaction, agent);
        if (!first)
            return;
        campaign.Counters.Wait += _now - attempt.AnsweredAt;
        if (campaign.Settings.Analysis == AnalysisMode.Background && attempt.Verdict == CpaVerdict.None)
            attempt.CountOpen = true;
        if (!attempt.CountOpen && !IsMachine(attempt.Heard))
            CountConnected(attempt);
    }

    private void Bridge(Interaction interaction, Agent agent)
    {
        _deadlines.Cancel(ref interaction.Deadline);
        interaction.MoveTo(InteractionState.Connected, _now, "agent");
        interaction.Agent = agent;
        interaction.SaidByAgent = false;
        if (interaction.ConnectedAt == Instant.Never)
        {
            interaction.ConnectedAt = _now;
            CountAnswered(interaction);
        }
        agent.Interaction = interaction;
        agent.TalkingSince = _now;
        agent.Calls++;
        Emit(EngineOutput.BridgeLegs(_now, interaction.Call, agent.Leg, agent.Id, zipTone: true));
        Move(agent, AgentState.Talking, null);
        EmitInteraction(EngineOutputKind.InteractionConnected, interaction, -1);
    }

    private void CountAnswered(Interaction interaction)
    {
        ref var counters = ref interaction.Queue.Counters;
        var wait = _now - interaction.ArrivedAt;
        counters.Answered++;
        counters.Wait += wait;
        if (wait <= interaction.Queue.Settings.ServiceLevel)
            counters.AnsweredInTime++;
        else
            counters.LeftAfterTarget++;
    }

    /// <summary>
    /// Work for an agent who is free: first who waits (the queue's priority, then who waits longest), then an answer that
    /// is being analysed and has nobody reserved.
    /// </summary>
    private void OfferWork(Agent agent)
    {
        if (_drainPassed)
            return;
        if (LongestWaiting(agent) is { } interaction)
        {
            interaction.Group.RemoveWaiting(interaction);
            if (interaction.Attempt is { } attempt)
                Connect(attempt, agent);
            else
                Bridge(interaction, agent);
        }
        else if (OldestUndecided(agent) is { } open)
        {
            if (_now >= SoonestBridge(open))
                ConnectUndecided(open, agent);
            else
                Reserve(agent, open);
        }
    }

    private static Interaction? LongestWaiting(Agent agent)
    {
        Interaction? best = null;
        foreach (var member in agent.Memberships)
        {
            var first = member.Group.FirstWaiting;
            if (first is null)
                continue;
            if (best is null || first.Queue.Settings.Priority > best.Queue.Settings.Priority
                || (first.Queue.Settings.Priority == best.Queue.Settings.Priority && first.WaitingSince < best.WaitingSince))
                best = first;
        }
        return best;
    }

    private static Attempt? OldestUndecided(Agent agent)
    {
        Attempt? best = null;
        foreach (var member in agent.Memberships)
            if (member.Group.Campaign?.Unreserved.First is { } first && (best is null || first.AnsweredAt < best.AnsweredAt))
                best = first;
        return best;
    }

    private static Instant SoonestBridge(Attempt attempt) =>
        attempt.AbandonAt == Instant.Never ? Instant.Never : attempt.AbandonAt - EngineLimits.BeforeAbandon;

    private void LegsBridged(in EngineInput input)
    {
        if (_legs.TryGetValue(input.Call.Value, out object? leg) && leg is Attempt { State: AttemptState.Connected })
            AnswerToAgent.Add(input.SinceAnswer);
        else if (leg is not Interaction)
            IgnoredSignals++;
    }

    private void AgentHold(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent.State != AgentState.Talking || IsHangingUp(agent.Interaction!))
        {
            Refuse(agent.Id, "no conversation to put on hold");
            return;
        }
        var interaction = agent.Interaction!;
        interaction.MoveTo(InteractionState.OnHold, _now, "hold");
        Emit(EngineOutput.UnbridgeLegs(_now, interaction.Call, agent.Leg));
        Emit(EngineOutput.Play(_now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        Move(agent, AgentState.OnHold, null);
    }

    private void AgentRetrieve(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent.State != AgentState.OnHold || IsHangingUp(agent.Interaction!))
        {
            Refuse(agent.Id, "no conversation on hold");
            return;
        }
        var interaction = agent.Interaction!;
        interaction.MoveTo(InteractionState.Connected, _now, "retrieved");
        Emit(EngineOutput.BridgeLegs(_now, interaction.Call, agent.Leg, agent.Id, zipTone: false));
        Move(agent, AgentState.Talking, null);
    }

    private static bool IsHangingUp(Interaction interaction) => interaction.HangingUp || interaction.Attempt is { State: AttemptState.HangingUp };

    /// <summary>Ends the customer's leg; the agent's stays up.</summary>
    private void AgentHangUp(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent.Interaction is { State: InteractionState.Connected or InteractionState.OnHold } interaction && !IsHangingUp(interaction))
            EndByUs(interaction, byAgent: true);
        else if (agent.Reserved is { Dedicated: true } attempt && attempt.AnsweredAt == Instant.Never)
        {
            attempt.AgentHungUp = true;
            HangUp(attempt, "agent gave up");
        }
        else
            Refuse(agent.Id, "no call to hang up");
    }

    private void EndByUs(Interaction interaction, bool byAgent)
    {
        if (interaction.Attempt is { } attempt)
        {
            attempt.AgentHungUp = byAgent;
            HangUp(attempt, byAgent ? "agent hung up" : "drained");
            return;
        }
        interaction.HangingUp = true;
        Replace(ref interaction.Deadline, _now + EngineLimits.HangUpGuard, DueKind.InboundHangUpGuard, interaction);
        Emit(EngineOutput.HangUp(_now, interaction.Call));
    }

    /// <summary>The other party's leg is gone: wrap-up, or its end where the agent has said all already.</summary>
    private void EndConversation(Interaction interaction)
    {
        var agent = interaction.Agent!;
        interaction.EndedAt = _now;
        interaction.MoveTo(InteractionState.WrapUp, _now, "call ended");
        interaction.Attempt?.MoveTo(AttemptState.WrapUp, _now, "call ended");
        var talk = _now - agent.TalkingSince;
        if (interaction.Attempt is { } attempt)
        {
            attempt.Campaign.Counters.Talk += talk;
            Observe(attempt, PacingEventKind.TalkEnded, talk);
        }
        if (agent.Interaction != interaction)
        {
            // The agent was lost after the hang-up was ordered: nobody is left to write it up.
            CloseConversation(interaction);
            return;
        }
        Move(agent, AgentState.WrapUp, null);
        var limit = interaction.Attempt?.Campaign.Settings.WrapUpLimit ?? interaction.Queue.Settings.WrapUpLimit;
        if (interaction.SaidByAgent || limit <= TimeSpan.Zero || _drainPassed)
            FinishWrapUp(agent);
        else
            Replace(ref agent.Deadline, _now + limit, DueKind.WrapUpLimit, agent);
    }

    private void WrapUpLimit(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        FinishWrapUp(agent);
    }

    private void FinishWrapUp(Agent agent)
    {
        var interaction = agent.Interaction!;
        _deadlines.Cancel(ref agent.Deadline);
        agent.Interaction = null;
        var wrapUp = _now - agent.Since;
        if (interaction.Attempt is { } attempt)
        {
            attempt.Campaign.Counters.WrapUp += wrapUp;
            Observe(attempt, PacingEventKind.WrapUpEnded, wrapUp);

            // The agent wrote up nothing, and the analyzer had said what it was.
            if (attempt.Revoked != RevocationCause.None)
                WriteUpAsMachine(attempt);

            // Counted as a person, and a machine by the agent's word: it is no answer in the rate that the law limits.
            if (attempt.Disposition is { WasMachine: true } && !attempt.CountOpen && !IsMachine(attempt.Heard))
                attempt.Campaign.Allowance.WasMachine(_now);

            // The analyzer took its verdict back, and by the agent's word it was a person all the same.
            else if (attempt.Revoked != RevocationCause.None && attempt.Disposition is { WasMachine: false } && !attempt.CountOpen)
                attempt.Campaign.Allowance.AddConnected(_now);
        }
        CloseConversation(interaction);
        BecomeReady(agent, keepIdleSince: false);
    }

    private void CloseConversation(Interaction interaction)
    {
        var attempt = interaction.Attempt;
        CloseInteraction(interaction, EndOfConversation(interaction));
        if (attempt is not null)
        {
            attempt.Interaction = null;
            Close(attempt);
        }
    }
}
