using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Agents with people: from the bridge to the end of wrap-up.</summary>
internal sealed class Conversations(Turn turn, Facts facts, Roster roster, Legs legs, FreeAgents freeAgents, Supply supply, Counting counting, Distribution distribution, Closing closing, CallControl control, WriteUps writeUps, Blending blending, WorkDesk works)
{
    /// <summary>From the answer to the first packet sent to an agent who was reserved or free, as the line measured it.</summary>
    public LatencyHistogram AnswerToAgent { get; } = new();

    /// <summary>From the answer to the first packet with the person's voice that left for an agent, as the line measured it.</summary>
    public LatencyHistogram CustomerHeardAfter { get; } = new();

    /// <summary>Nobody is on hold longer.</summary>
    public TimeSpan HoldLimit { get; set; } = HandoverSettings.Default.HoldLimit;

    public void Reserve(Agent agent, Attempt attempt)
    {
        OpenAnswers.Remove(attempt);
        attempt.Campaign.Reserved.Add(attempt);
        attempt.Agent = agent;
        agent.Reserved = attempt;
        supply.Move(agent, AgentState.Reserved, "answer being analysed");
    }

    public void ConnectUndecided(Attempt attempt, Agent agent)
    {
        OpenAnswers.Remove(attempt);
        attempt.CountOpen = true;
        Connect(attempt, agent);
    }

    public void NobodyThere(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        if (interaction.State != InteractionState.Waiting)
            return;
        if (distribution.HasSomebody(interaction.Group))
        {
            distribution.LookForSomebody(interaction);
            return;
        }
        interaction.NobodyThere = true;
        distribution.Withdraw(interaction);
        if (interaction.Attempt is { } attempt)
            control.HangUp(attempt);
        else
            EndByUs(interaction, byAgent: false);
    }

    /// <summary>An attempt's person and an agent, who is Ready or Reserved for it.</summary>
    public void Connect(Attempt attempt, Agent agent)
    {
        var campaign = attempt.Campaign;
        control.LeaveFlight(attempt);
        turn.Cancel(ref attempt.Deadline);
        if (attempt.Interaction is null)
        {
            attempt.Interaction = legs.BeginInteraction(campaign.Group, attempt.Call, attempt, attempt.Phone.Number);
            campaign.Group.Queue.Counters.Offered++;
        }
        bool first = attempt.ConnectedAt == Instant.Never;
        attempt.Agent = agent;
        agent.Reserved = null;
        attempt.MoveTo(AttemptState.Connected);
        if (first)
            attempt.ConnectedAt = turn.Now;
        Bridge(attempt.Interaction, agent);
        if (!first)
            return;
        campaign.Counters.Wait += turn.Now - attempt.AnsweredAt;
        if (campaign.Settings.Analysis == AnalysisMode.Background && attempt.Verdict == CpaVerdict.None)
            attempt.CountOpen = true;
        if (!attempt.CountOpen && !Verdicts.IsMachine(attempt.Heard))
            counting.CountConnected(attempt);
    }

    /// <summary>Joins whom the distributor says, until it says no more.</summary>
    /// <param name="playedTo">Hears something that must stop first; null: nobody does.</param>
    public void Match(Interaction? playedTo = null)
    {
        while (distribution.TryNext(out var interaction, out var item, out var agent))
            if (item is not null)
                works.Assign(item, agent);
            else
                Join(interaction!, agent, interaction == playedTo);
    }

    /// <summary>One who was handed on is shown to the agent first, and comes a moment later.</summary>
    public event Action<Interaction, Agent>? ShownFirst;

    public void Join(Interaction interaction, Agent agent) => Join(interaction, agent, stopsPlaying: false);

    private void Join(Interaction interaction, Agent agent, bool stopsPlaying)
    {
        if (stopsPlaying)
            facts.Emit(EngineOutput.StopPlaying(turn.Now, interaction.Call));
        if (interaction.WasHandedOn && ShownFirst is { } show)
            show(interaction, agent);
        else if (interaction.Attempt is { } attempt)
            Connect(attempt, agent);
        else
            Bridge(interaction, agent);
    }

    public void Bridge(Interaction interaction, Agent agent)
    {
        distribution.Give(interaction, agent);
        turn.Cancel(ref interaction.Deadline);
        if (interaction.Visit is { } visit)
            turn.Cancel(ref visit.Deadline);
        interaction.MoveTo(InteractionState.Connected);
        interaction.Agent = agent;
        interaction.SaidByAgent = false;
        if (interaction.ConnectedAt == Instant.Never)
        {
            interaction.ConnectedAt = turn.Now;
            CountAnswered(interaction);
        }
        agent.Interaction = interaction;
        agent.Beside = default;
        agent.TalkingSince = turn.Now;
        agent.Calls++;
        facts.Emit(EngineOutput.BridgeLegs(turn.Now, interaction.Call, agent.Leg, agent.Id, zipTone: true, QueueOfCaller(interaction)));
        supply.Move(agent, AgentState.Talking, null);
        facts.EmitInteraction(EngineOutputKind.InteractionConnected, interaction, -1);
    }

    /// <summary>Of a caller: whose rule of recording holds.</summary>
    public static QueueId QueueOfCaller(Interaction interaction) => interaction.Attempt is null ? interaction.Queue.Settings.Id : default;

    private void CountAnswered(Interaction interaction)
    {
        ref var counters = ref interaction.Queue.Counters;
        var wait = turn.Now - interaction.ArrivedAt;
        counters.Answered++;
        interaction.Queue.Waits.Add(wait);
        bool inTime = wait <= interaction.Queue.Settings.ServiceLevel;
        if (inTime)
            counters.AnsweredInTime++;
        if (interaction.Attempt is null)
            blending.Learn(interaction.Queue, inTime);
    }

    /// <summary>Counts where nobody waited for an agent: the call was connected no later than it was known to be a person.</summary>
    public void LegsBridged(in EngineInput input)
    {
        if (!legs.TryFind(input.Call, out object? leg) || leg is not Attempt { State: AttemptState.Connected } attempt)
        {
            if (leg is not Interaction)
                turn.Ignore();
            return;
        }
        if (attempt.HeardSoFar != HeardSoFar.Nothing)
            return;
        var known = attempt.ClassifiedAt == Instant.Never ? attempt.AnsweredAt : attempt.ClassifiedAt;
        attempt.HeardSoFar = attempt.ConnectedAt > known ? HeardSoFar.Waited : HeardSoFar.Agent;
        if (attempt.HeardSoFar == HeardSoFar.Waited)
            return;
        AnswerToAgent.Add(input.SinceAnswer);
        facts.Emit(EngineOutput.AnswerToAgentMeasured(turn.Now, attempt.Campaign.Id, attempt.Id, attempt.Call, input.SinceAnswer));
    }

    public void AgentHold(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent is not { State: AgentState.Talking, Interaction: { IsHangingUp: false } interaction })
            facts.Refuse(agent.Id, "no conversation to put on hold");
        else
            Hold(agent, interaction);
    }

    public void Hold(Agent agent, Interaction interaction)
    {
        interaction.MoveTo(InteractionState.OnHold);
        facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, interaction.Call, agent.Leg));
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        supply.Move(agent, AgentState.OnHold, null);
        turn.Replace(ref interaction.Deadline, turn.Now + HoldLimit, DueKind.HoldLimit, interaction);
    }

    public void AgentRetrieve(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent is not { State: AgentState.OnHold, Interaction: { IsHangingUp: false } interaction })
            facts.Refuse(agent.Id, "no conversation on hold");
        else
            Retrieve(agent, interaction);
    }

    public void Retrieve(Agent agent, Interaction interaction)
    {
        turn.Cancel(ref interaction.Deadline);
        interaction.MoveTo(InteractionState.Connected);
        facts.Emit(EngineOutput.BridgeLegs(turn.Now, interaction.Call, agent.Leg, agent.Id, zipTone: false, QueueOfCaller(interaction)));
        supply.Move(agent, AgentState.Talking, null);
    }

    /// <summary>Ends the customer's leg; the agent's stays up.</summary>
    public void AgentHangUp(in EngineInput input)
    {
        if (FindAddressed(input) is not { } agent)
            return;
        if (agent.Interaction is { State: InteractionState.Connected or InteractionState.OnHold } interaction && !interaction.IsHangingUp)
            EndByUs(interaction, byAgent: true);
        else if (agent.Reserved is { Dedicated: true } attempt && attempt.AnsweredAt == Instant.Never)
        {
            attempt.AgentHungUp = true;
            control.HangUp(attempt);
        }
        else
            facts.Refuse(agent.Id, "no call to hang up");
    }

    public void EndByUs(Interaction interaction, bool byAgent)
    {
        if (interaction.Attempt is { } attempt)
        {
            attempt.AgentHungUp = byAgent;
            control.HangUp(attempt);
            return;
        }
        interaction.HangingUp = true;
        turn.Replace(ref interaction.Deadline, turn.Now + EngineLimits.HangUpGuard, DueKind.InboundHangUpGuard, interaction);
        facts.Emit(EngineOutput.HangUp(turn.Now, interaction.Call));
    }

    /// <summary>The agent has the person no more, and the conversation goes on.</summary>
    public void CountTalk(Agent agent, Interaction interaction)
    {
        var talk = turn.Now - agent.TalkingSince;
        if (interaction.Attempt is not { } attempt)
            return;
        attempt.Campaign.Counters.Talk += talk;
        counting.Observe(attempt, PacingEventKind.TalkEnded, talk);
    }

    /// <summary>The other party's leg is gone: wrap-up, or its end where the agent has said all already.</summary>
    public void EndConversation(Interaction interaction)
    {
        var agent = interaction.Agent!;
        interaction.EndedAt = turn.Now;
        interaction.MoveTo(InteractionState.WrapUp);
        interaction.Attempt?.MoveTo(AttemptState.WrapUp);
        CountTalk(agent, interaction);
        if (agent.Interaction != interaction)
        {
            // The agent was lost after the hang-up was ordered: nobody is left to write it up.
            CloseConversation(interaction);
            return;
        }
        supply.Move(agent, AgentState.WrapUp, null);
        StartWrapUp(agent, interaction);
    }

    /// <summary>The agent's part is over; what they have not said they may say now.</summary>
    public void StartWrapUp(Agent agent, Interaction interaction)
    {
        Unmute(agent);
        var limit = interaction.Attempt?.Campaign.Settings.WrapUpLimit ?? interaction.Queue.Settings.WrapUpLimit;
        if (interaction.SaidByAgent || limit <= TimeSpan.Zero || turn.IsCutShort)
            FinishWrapUp(agent);
        else
            turn.Replace(ref agent.Deadline, turn.Now + limit, DueKind.WrapUpLimit, agent);
    }

    /// <summary>Nobody begins a conversation unheard.</summary>
    public void Unmute(Agent agent)
    {
        if (!agent.Muted)
            return;
        agent.Muted = false;
        facts.Emit(EngineOutput.MuteLeg(turn.Now, agent.Leg, isMuted: false));
    }

    public void WrapUpLimit(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        FinishWrapUp(agent);
    }

    public void FinishWrapUp(Agent agent)
    {
        turn.Cancel(ref agent.Deadline);
        if (agent.Interaction is not { } interaction)
        {
            // Of a conversation that goes on without this agent.
            agent.Beside = default;
            freeAgents.Tell(agent, keepIdleSince: false);
            return;
        }
        agent.Interaction = null;
        var wrapUp = turn.Now - agent.Since;
        if (interaction.Attempt is { } attempt)
        {
            attempt.Campaign.Counters.WrapUp += wrapUp;
            counting.Observe(attempt, PacingEventKind.WrapUpEnded, wrapUp);

            // The agent wrote up nothing, and the analyzer had said what it was.
            if (attempt.Revoked != RevocationCause.None)
                writeUps.WriteUpAsMachine(attempt);

            // Counted as a person, and a machine by the agent's word: it is no answer in the rate that the law limits.
            if (attempt.Disposition is { WasMachine: true } && !attempt.CountOpen && !Verdicts.IsMachine(attempt.Heard))
                attempt.Campaign.Allowance.WasMachine(turn.Now);

            // The analyzer took its verdict back, and by the agent's word it was a person all the same.
            else if (attempt.Revoked != RevocationCause.None && attempt.Disposition is { WasMachine: false } && !attempt.CountOpen)
                attempt.Campaign.Allowance.AddConnected(turn.Now);
        }
        CloseConversation(interaction);
        freeAgents.Tell(agent, keepIdleSince: false);
    }

    public void CloseConversation(Interaction interaction)
    {
        var attempt = interaction.Attempt;
        closing.CloseInteraction(interaction, interaction.EndAfterAgent);
        if (attempt is not null)
        {
            attempt.Interaction = null;
            closing.Close(attempt);
        }
    }

    /// <summary>The agent of a command that names the agent, the conversation, or both; null: refused, nothing has changed.</summary>
    public Agent? FindAddressed(in EngineInput command)
    {
        if (command.Interaction.Value == 0)
            return roster.FindAgent(command.Agent);
        var named = command.Agent.Value == 0 ? null : roster.FindAgent(command.Agent);
        if (named is null && command.Agent.Value != 0)
            return null;
        if (legs.TryFind(command.Interaction, out var interaction) && interaction.Agent is { } agent
            && agent.Interaction == interaction && (named is null || named == agent))
            return agent;
        if (named is null && interaction is { State: InteractionState.Waiting })
            facts.Refuse(command, CommandRefusal.NotInConversation, "nobody speaks with this person at present");
        else
            facts.Refuse(command, CommandRefusal.StaleInteraction, "this conversation is over or with somebody else; nothing was changed");
        return null;
    }

    public void CustomerHeard(in EngineInput input)
    {
        if (!legs.TryFind(input.Call, out object? leg) || leg is not Attempt attempt)
        {
            if (leg is not Interaction)
                turn.Ignore();
            return;
        }
        if (attempt.HeardSoFar != HeardSoFar.Agent)
            return;
        attempt.HeardSoFar = HeardSoFar.Customer;
        CustomerHeardAfter.Add(input.SinceAnswer);
        facts.Emit(EngineOutput.CustomerHeardMeasured(turn.Now, attempt.Campaign.Id, attempt.Id, attempt.Call, input.SinceAnswer));
    }
}
