using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Agents' commands about themselves, and what becomes of their phones.</summary>
public sealed partial class DialerEngine
{
    private void AgentLogIn(AgentId id)
    {
        if (FindAgent(id) is not { } agent)
            return;
        if (agent.State != AgentState.LoggedOut)
            Refuse(id, "logged in already");
        else if (_draining)
            Refuse(id, "the dialer is draining");
        else if (UserOfPhone(agent) is { } other)
            Refuse(id, $"the phone is in use by agent {other.Settings.Name}");
        else
        {
            ForgetRecall(agent);
            CallPhone(agent);
        }
    }

    /// <summary>Two agents on one phone would both talk to whoever is connected to either.</summary>
    private Agent? UserOfPhone(Agent agent)
    {
        if (agent.Settings.Phone.Length == 0)
            return null;
        foreach (var other in _agentList)
            if (other != agent && other.State != AgentState.LoggedOut && other.Settings.Phone == agent.Settings.Phone)
                return other;
        return null;
    }

    private void CallPhone(Agent agent)
    {
        agent.Leg = new CallId(_nextId++);
        agent.LegIsUp = agent.ReadyAsked = false;
        _legs.Add(agent.Leg.Value, agent);
        Emit(EngineOutput.PlaceAgentCall(_now, agent.Id, agent.Leg));
        Move(agent, AgentState.NotReady, "phone is called");
        Replace(ref agent.Deadline, _now + EngineLimits.LogInGuard, DueKind.LogInGuard, agent);
        TellAgentsChanged(agent);
    }

    private const string NoAnswer = "phone did not answer";

    private void LogInGuard(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        EmitLogInFailed(agent.Id, 0, NoAnswer);
        RememberToRecall(agent, EndedBy.Agent);
        LogOut(agent, NoAnswer);
        PlanRecall(agent);
    }

    private void AgentLegUp(AgentId id, CallId call)
    {
        if (!_agents.TryGetValue(id.Value, out var agent) || agent.Leg != call || agent.LegIsUp)
        {
            IgnoredSignals++;
            return;
        }
        _deadlines.Cancel(ref agent.Deadline);
        agent.LegIsUp = true;
        ForgetRecall(agent);
        if (agent.ReadyAsked)
            BecomeReady(agent, keepIdleSince: false);
        else
            Move(agent, AgentState.NotReady, "logged in");
    }

    private void AgentReady(AgentId id)
    {
        if (FindAgent(id) is not { } agent)
            return;
        switch (agent.State)
        {
            case AgentState.LoggedOut:
                Refuse(id, "not logged in");
                break;
            case AgentState.NotReady when !agent.LegIsUp:
                agent.ReadyAsked = true;
                break;
            case AgentState.NotReady when agent.LegIsSilent:
                Refuse(id, "nothing is heard from the phone");
                break;
            case AgentState.NotReady:
                BecomeReady(agent, keepIdleSince: false);
                TellAgentsChanged(agent);
                break;

            // Ready while writing up means that there is nothing more to say.
            case AgentState.WrapUp:
                Stay(agent);
                FinishWrapUp(agent);
                break;

            // Takes back a pause or log-out that has not taken effect.
            case AgentState.Ready or AgentState.Reserved or AgentState.Talking or AgentState.OnHold:
                Stay(agent);
                break;
        }
    }

    private void Stay(Agent agent)
    {
        if (!agent.IsLeaving)
            return;
        if (agent.State == AgentState.Ready)
            _deadlines.Cancel(ref agent.Deadline);
        SetLeaving(agent, LeavingTo.Stay, null);
        EmitSameState(agent, "stays");
    }

    private void AgentNotReady(AgentId id, string? reason)
    {
        if (FindAgent(id) is not { } agent)
            return;
        if (agent.State == AgentState.LoggedOut)
            Refuse(id, "not logged in");
        else if (agent.State == AgentState.NotReady)
        {
            agent.ReadyAsked = false;
            if (agent.LegIsUp)
                Move(agent, AgentState.NotReady, reason);
        }
        else
            AskToLeave(agent, LeavingTo.NotReady, reason);
    }

    private void AgentLogOut(AgentId id)
    {
        if (FindAgent(id) is not { } agent)
            return;
        if (agent.State == AgentState.LoggedOut)
        {
            if (!ForgetRecall(agent))
                Refuse(id, "not logged in");
        }
        else if (agent.State == AgentState.NotReady)
        {
            ForgetRecall(agent);
            LogOut(agent, "logged out");
        }
        else
            AskToLeave(agent, LeavingTo.LoggedOut, "logged out");
    }

    /// <summary>
    /// The agent is no supply from now on. A busy one leaves after the call. A free one leaves at once where the calls
    /// already dialed have enough other free agents, else when they have, and at the latest when each of them must have
    /// been answered or given up.
    /// </summary>
    private void AskToLeave(Agent agent, LeavingTo to, string? reason)
    {
        if (agent.IsLeaving && agent.State == AgentState.Ready)
            _deadlines.Cancel(ref agent.Deadline);
        SetLeaving(agent, to, reason);
        TellAgentsChanged(agent);
        if (agent.Preview is not null && agent.Reserved is null)
            PassPreviewOn(agent, "agent left");
        else if (agent.State == AgentState.Ready && MayGo(agent))
            Leave(agent);
        else
        {
            EmitSameState(agent, reason);
            if (agent.State == AgentState.Ready)
                Replace(ref agent.Deadline, _now + LongestFlight(agent.Serves!), DueKind.LeavingLimit, agent);
        }
    }

    private static TimeSpan LongestFlight(Campaign campaign) =>
        RingTimeout(campaign) + campaign.Settings.AnalysisLimit + campaign.Settings.Abandon.After;

    private void LeavingLimit(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        Leave(agent);
    }

    /// <summary>Whether the calls that were dialed before this agent asked to leave find other free agents, were all of them answered.</summary>
    private static bool MayGo(Agent agent)
    {
        if (agent.Serves is not { } campaign)
            return true;
        int dialedBefore = campaign.Group.WaitingCount;
        foreach (var call in campaign.InFlight)
            if (call.DialedAt <= agent.LeavingSince)
                dialedBefore++;

        // A call with a reserved agent needs no other.
        return dialedBefore - campaign.Reserved.Count <= campaign.Idle;
    }

    private void LetLeaversGo(Campaign campaign)
    {
        var member = campaign.Group.FirstReady;
        while (member is not null)
        {
            var next = member.Next;
            var agent = member.Agent;
            if (agent.IsLeaving && agent.Serves == campaign && MayGo(agent))
            {
                _deadlines.Cancel(ref agent.Deadline);
                Leave(agent);
            }
            member = next;
        }
    }

    private void Leave(Agent agent)
    {
        var to = agent.Leaving;
        string? reason = agent.LeavingReason;
        SetLeaving(agent, LeavingTo.Stay, null);
        if (to == LeavingTo.LoggedOut)
            LogOut(agent, reason);
        else
            Move(agent, AgentState.NotReady, reason);
    }

    private void LogOut(Agent agent, string? reason)
    {
        _deadlines.Cancel(ref agent.Deadline);
        if (agent.IsLeaving)
            SetLeaving(agent, LeavingTo.Stay, null);
        Emit(EngineOutput.HangUp(_now, agent.Leg));
        ForgetLeg(agent);
        Move(agent, AgentState.LoggedOut, reason);
        TellAgentsChanged(agent);
    }

    private void ForgetLeg(Agent agent)
    {
        _legs.Remove(agent.Leg.Value);
        agent.Leg = CallId.None;
        agent.LegIsUp = agent.LegIsSilent = agent.ReadyAsked = false;
    }

    /// <summary>Free now: the pause or log-out that was asked for meanwhile, else Ready and the next person.</summary>
    private void BecomeReady(Agent agent, bool keepIdleSince)
    {
        if (agent.IsLeaving)
        {
            Leave(agent);
            return;
        }
        if (agent.LegIsSilent)
        {
            Move(agent, AgentState.NotReady, PhoneSilent);
            return;
        }
        if (!keepIdleSince)
            agent.IdleSince = _now;
        Move(agent, AgentState.Ready, null, nearFront: keepIdleSince);
        OfferWork(agent);
    }

    /// <summary>The phone is gone. A log-out has forgotten the leg already, so that this is one the agent did not ask for.</summary>
    private void AgentLegDown(in EngineInput input)
    {
        string? why = input.Reason;
        if (!_agents.TryGetValue(input.Agent.Value, out var agent) || agent.Leg != input.Call)
        {
            IgnoredSignals++;
            return;
        }
        bool wasUp = agent.LegIsUp;
        RememberToRecall(agent, input.EndedBy);
        _deadlines.Cancel(ref agent.Deadline);
        ForgetLeg(agent);
        if (agent.IsLeaving)
            SetLeaving(agent, LeavingTo.Stay, null);
        var attempt = agent.Reserved;
        var interaction = agent.Interaction;
        agent.Reserved = null;
        agent.Interaction = null;
        ReturnPreview(agent, "agent lost");
        if (!wasUp)
            EmitLogInFailed(agent.Id, input.SipStatus, why ?? NoAnswer);
        Move(agent, AgentState.LoggedOut, why ?? (wasUp ? "phone lost" : NoAnswer));
        ObserveAgent(agent, wasUp ? PacingEventKind.AgentLost : PacingEventKind.AgentsChanged);
        if (attempt is not null)
            LostReserved(attempt);
        if (interaction is not null)
            LostConversation(interaction);
        PlanRecall(agent);
    }

    /// <summary>
    /// The leg leads to a stranger's phone now. Whoever is in it was handed on and stays; nobody else comes, and the leg ends
    /// with the conversation.
    /// </summary>
    private void AgentLegMoved(in EngineInput input)
    {
        if (!_agents.TryGetValue(input.Agent.Value, out var agent) || agent.Leg != input.Call)
        {
            IgnoredSignals++;
            return;
        }
        string why = $"phone was transferred to {input.MovedTo}";
        if (agent.State is AgentState.Talking or AgentState.OnHold or AgentState.WrapUp)
        {
            SetLeaving(agent, LeavingTo.LoggedOut, why);
            Emit(EngineOutput.AgentStateChanged(_now, agent.Id, agent.State, agent.State, why) with { Interaction = agent.Interaction?.Id ?? default });
            return;
        }
        Emit(EngineOutput.HangUp(_now, agent.Leg));
        AgentLegDown(EngineInput.AgentLegDown(agent.Id, input.Call, 0, why));
    }

    private void LostReserved(Attempt attempt)
    {
        attempt.Agent = null;
        if (attempt.Dedicated && attempt.AnsweredAt == Instant.Never)
        {
            HangUp(attempt, "its agent was lost");
            return;
        }
        if (attempt.State != AttemptState.Analysing)
            return;
        OpenAnswers.Remove(attempt);
        if (TakeReady(attempt.Campaign.Group) is { } agent)
            Reserve(agent, attempt);
        else
            attempt.Campaign.Unreserved.Add(attempt);
    }

    private void LostConversation(Interaction interaction)
    {
        if (interaction.State == InteractionState.WrapUp)
            CloseConversation(interaction);
        else if (!IsHangingUp(interaction))
            BackToQueue(interaction);
    }

    /// <summary>
    /// Its agent's phone dropped: the person goes before all others, and the abandon clock runs anew from now. Connected
    /// in time once, such a person is not abandoned in the sense of the rule; those for whom nobody comes are counted
    /// apart (AgentLostUnserved) and hear the announcement.
    /// </summary>
    private void BackToQueue(Interaction interaction)
    {
        interaction.MoveTo(InteractionState.Waiting, _now, "agent lost");
        interaction.AgentWasLost = true;
        if (interaction.Agent is { } lost)
            (interaction.LostAgents ??= []).Add(lost.Id);
        CutOff(interaction);
        interaction.WaitingSince = _now;
        interaction.Queue.Counters.AgentLost++;
        if (interaction.Attempt is { } attempt)
        {
            attempt.MoveTo(AttemptState.Waiting, _now, "agent lost");
            attempt.Campaign.Counters.AgentLost++;
            attempt.AbandonAt = _now + attempt.Campaign.Settings.Abandon.After;
            Replace(ref attempt.Deadline, attempt.AbandonAt, DueKind.Abandon, attempt);
        }
        interaction.Group.AddWaitingFirst(interaction);
        if (interaction.Attempt is null)
            LookForSomebody(interaction);
        EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
        Emit(EngineOutput.Play(_now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        if (TakeReady(interaction.Group) is { } agent)
            OfferWork(agent);
    }
}
