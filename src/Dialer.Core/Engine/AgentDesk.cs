using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// Agents' commands about themselves, and what becomes of their phones. A PBX answers for a phone that has died, so that the
/// signalling alone does not tell: who was given to a phone that says nothing would hear nobody. Phones that the network took,
/// as when a PBX restarts, are called again until one is back, and who was at work when it went is at work again; an agent who
/// hangs up has left, and is not called.
/// </summary>
internal sealed class AgentDesk(Turn turn, Facts facts, Roster roster, Legs legs, Supply supply, Distribution distribution, Previews previews, CallControl control, WorkDesk works, Conversations conversations, Handing handing)
{
    private const string NoAnswer = "phone did not answer";
    private const string PhoneHeardAgain = "phone heard again";

    /// <summary>
    /// Work for an agent who is free: first who waits, as the distributor says, then an answer that is being analysed and
    /// has nobody reserved.
    /// </summary>
    private void OfferWork(Agent agent)
    {
        if (!turn.IsCutShort && handing.TakesConsultation(agent))
            return;
        conversations.Match();
        if (!turn.IsCutShort && agent.TakesCalls && Distribution.NextUndecidedFor(agent) is { } open)
        {
            if (turn.Now >= SoonestBridge(open))
                conversations.ConnectUndecided(open, agent);
            else
                conversations.Reserve(agent, open);
        }
    }

    private static Instant SoonestBridge(Attempt attempt) =>
        attempt.AbandonAt == Instant.Never ? Instant.Never : attempt.AbandonAt - EngineLimits.BeforeAbandon;

    public void AgentLogIn(AgentId id)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        if (agent.State != AgentState.LoggedOut)
            facts.Refuse(id, "logged in already");
        else if (turn.IsDraining)
            facts.Refuse(id, "the dialer is draining");
        else if (UserOfPhone(agent) is { } other)
            facts.Refuse(id, $"the phone is in use by agent {other.Settings.Name}");
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
        foreach (var other in roster.Agents)
            if (other != agent && other.State != AgentState.LoggedOut && other.Settings.Phone == agent.Settings.Phone)
                return other;
        return null;
    }

    private void CallPhone(Agent agent)
    {
        agent.Leg = new CallId(turn.NextId());
        agent.LegIsUp = agent.ReadyAsked = false;
        legs.Add(agent.Leg, agent);
        facts.Emit(EngineOutput.PlaceAgentCall(turn.Now, agent.Id, agent.Leg));
        supply.Move(agent, AgentState.NotReady, "phone is called");
        turn.Replace(ref agent.Deadline, turn.Now + EngineLimits.LogInGuard, DueKind.LogInGuard, agent);
        supply.TellAgentsChanged(agent);
    }

    public void LogInGuard(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        facts.EmitLogInFailed(agent.Id, 0, NoAnswer);
        RememberToRecall(agent, EndedBy.Agent);
        LogOut(agent, NoAnswer);
        PlanRecall(agent);
    }

    public void AgentLegUp(AgentId id, CallId call)
    {
        if (!roster.TryGetAgent(id, out var agent) || agent.Leg != call || agent.LegIsUp)
        {
            turn.Ignore();
            return;
        }
        turn.Cancel(ref agent.Deadline);
        agent.LegIsUp = true;
        ForgetRecall(agent);
        if (agent.ReadyAsked)
            BecomeReady(agent, keepIdleSince: false);
        else
            supply.Move(agent, AgentState.NotReady, "logged in");
    }

    public void AgentReady(AgentId id)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        switch (agent.State)
        {
            case AgentState.LoggedOut:
                facts.Refuse(id, "not logged in");
                break;
            case AgentState.NotReady when !agent.LegIsUp:
                agent.ReadyAsked = true;
                break;
            case AgentState.NotReady when agent.LegIsSilent:
                facts.Refuse(id, "nothing is heard from the phone");
                break;
            case AgentState.NotReady when agent.Reason == AgentReasons.Resting && agent.Deadline.IsSet:
                facts.Refuse(id, "a rest is due by the ceilings that are set; it ends by itself");
                break;
            case AgentState.NotReady:
                BecomeReady(agent, keepIdleSince: false);
                supply.TellAgentsChanged(agent);
                break;

            // Ready while writing up means that there is nothing more to say.
            case AgentState.WrapUp:
                Stay(agent);
                conversations.FinishWrapUp(agent);
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
            turn.Cancel(ref agent.Deadline);
        supply.SetLeaving(agent, LeavingTo.Stay, null);
        supply.EmitSameState(agent, "stays");
    }

    public void AgentNotReady(AgentId id, string? reason)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        if (agent.State == AgentState.LoggedOut)
            facts.Refuse(id, "not logged in");
        else if (agent.State == AgentState.NotReady)
        {
            agent.ReadyAsked = false;
            if (agent.Reason == AgentReasons.Resting)
                turn.Cancel(ref agent.Deadline);
            if (agent.LegIsUp)
                supply.Move(agent, AgentState.NotReady, reason);
        }
        else
            AskToLeave(agent, LeavingTo.NotReady, reason);
    }

    public void AgentLogOut(AgentId id)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        if (agent.State == AgentState.LoggedOut)
        {
            if (!ForgetRecall(agent))
                facts.Refuse(id, "not logged in");
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
            turn.Cancel(ref agent.Deadline);
        supply.SetLeaving(agent, to, reason);
        supply.TellAgentsChanged(agent);
        if (agent.Preview is not null && agent.Reserved is null)
            previews.PassPreviewOn(agent, "agent left");
        else if (agent.State == AgentState.Ready && MayGo(agent))
            Leave(agent);
        else
        {
            supply.EmitSameState(agent, reason);
            if (agent.State == AgentState.Ready)
                turn.Replace(ref agent.Deadline, turn.Now + LongestFlight(agent.Serves!), DueKind.LeavingLimit, agent);
        }
    }

    private static TimeSpan LongestFlight(Campaign campaign) =>
        campaign.RingTimeout + campaign.Settings.AnalysisLimit + campaign.Settings.Abandon.After;

    public void LeavingLimit(Agent agent)
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

    public void LetLeaversGo(Campaign campaign)
    {
        var member = campaign.Group.FirstReady;
        while (member is not null)
        {
            var next = member.Next;
            var agent = member.Agent;
            if (agent.IsLeaving && agent.Serves == campaign && MayGo(agent))
            {
                turn.Cancel(ref agent.Deadline);
                Leave(agent);
            }
            member = next;
        }
    }

    private void Leave(Agent agent)
    {
        var to = agent.Leaving;
        string? reason = agent.LeavingReason;
        supply.SetLeaving(agent, LeavingTo.Stay, null);
        if (to == LeavingTo.LoggedOut)
            LogOut(agent, reason);
        else
            supply.Move(agent, AgentState.NotReady, reason);
    }

    public void LogOut(Agent agent, string? reason)
    {
        turn.Cancel(ref agent.Deadline);
        if (agent.IsLeaving)
            supply.SetLeaving(agent, LeavingTo.Stay, null);
        facts.Emit(EngineOutput.HangUp(turn.Now, agent.Leg));
        ForgetLeg(agent);
        supply.Move(agent, AgentState.LoggedOut, reason);
        works.AgentGone(agent);
        supply.TellAgentsChanged(agent);
    }

    private void ForgetLeg(Agent agent)
    {
        legs.Remove(agent.Leg);
        agent.Leg = CallId.None;
        agent.Beside = default;
        agent.LegIsUp = agent.LegIsSilent = agent.ReadyAsked = agent.Muted = false;
    }

    /// <summary>
    /// Free now: the pause or log-out that was asked for meanwhile, else Ready and the next person. Who was kept for the calls
    /// already dialed, and has heard of a machine only, is still kept.
    /// </summary>
    public void BecomeReady(Agent agent, bool keepIdleSince)
    {
        bool isKept = agent is { IsLeaving: true, State: AgentState.Reserved } && !MayGo(agent);
        if (agent.IsLeaving && !isKept)
        {
            Leave(agent);
            return;
        }
        if (agent.LegIsSilent)
        {
            supply.Move(agent, AgentState.NotReady, AgentReasons.PhoneSilent);
            return;
        }
        if (agent.State == AgentState.WrapUp && agent.RestAt(turn.Now) is { } rest && rest > TimeSpan.Zero)
        {
            RestFor(agent, rest);
            return;
        }
        if (!keepIdleSince)
            agent.IdleSince = turn.Now;
        supply.Move(agent, AgentState.Ready, null, nearFront: keepIdleSince);
        if (isKept)
            turn.Replace(ref agent.Deadline, Instant.Max(turn.Now, agent.LeavingSince + LongestFlight(agent.Serves!)), DueKind.LeavingLimit, agent);
        OfferWork(agent);
    }

    /// <summary>The ceilings are met: off the telephone for a while, then ready again by itself.</summary>
    private void RestFor(Agent agent, TimeSpan rest)
    {
        supply.Move(agent, AgentState.NotReady, AgentReasons.Resting);
        turn.Replace(ref agent.Deadline, turn.Now + rest, DueKind.Rested, agent);
        supply.TellAgentsChanged(agent);
    }

    public void Rested(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        if (agent.State != AgentState.NotReady || agent.Reason != AgentReasons.Resting)
            return;
        BecomeReady(agent, keepIdleSince: false);
        supply.TellAgentsChanged(agent);
    }

    /// <summary>The phone is gone. A log-out has forgotten the leg already, so that this is one the agent did not ask for.</summary>
    public void AgentLegDown(in EngineInput input)
    {
        string? why = input.Reason;
        if (!roster.TryGetAgent(input.Agent, out var agent) || agent.Leg != input.Call)
        {
            turn.Ignore();
            return;
        }
        bool wasUp = agent.LegIsUp;
        RememberToRecall(agent, input.EndedBy);
        turn.Cancel(ref agent.Deadline);
        ForgetLeg(agent);
        if (agent.IsLeaving)
            supply.SetLeaving(agent, LeavingTo.Stay, null);
        var attempt = agent.Reserved;
        var interaction = agent.Interaction;
        var asked = agent.Asked;
        agent.Reserved = null;
        agent.Interaction = null;
        agent.Asked = null;
        agent.Beside = default;
        previews.ReturnPreview(agent, "agent lost");
        if (!wasUp)
            facts.EmitLogInFailed(agent.Id, input.SipStatus, why ?? NoAnswer);
        supply.Move(agent, AgentState.LoggedOut, why ?? (wasUp ? "phone lost" : NoAnswer));
        works.AgentGone(agent);
        supply.ObserveAgent(agent, wasUp ? PacingEventKind.AgentLost : PacingEventKind.AgentsChanged);
        if (attempt is not null)
            LostReserved(attempt);
        if (interaction is not null)
            LostConversation(interaction);
        if (asked is not null)
            handing.ColleagueLost(asked);
        PlanRecall(agent);
    }

    /// <summary>
    /// The leg leads to a stranger's phone now. Whoever is in it was handed on and stays; nobody else comes, and the leg ends
    /// with the conversation.
    /// </summary>
    public void AgentLegMoved(in EngineInput input)
    {
        if (!roster.TryGetAgent(input.Agent, out var agent) || agent.Leg != input.Call)
        {
            turn.Ignore();
            return;
        }
        string why = $"phone was transferred to {input.MovedTo}";
        if (agent.State is AgentState.Talking or AgentState.OnHold or AgentState.WrapUp)
        {
            supply.SetLeaving(agent, LeavingTo.LoggedOut, why);
            facts.Emit(EngineOutput.AgentStateChanged(turn.Now, agent.Id, agent.State, agent.State, why) with { Interaction = agent.Conversation });
            return;
        }
        facts.Emit(EngineOutput.HangUp(turn.Now, agent.Leg));
        AgentLegDown(EngineInput.AgentLegDown(agent.Id, input.Call, 0, why));
    }

    private void LostReserved(Attempt attempt)
    {
        attempt.Agent = null;
        if (attempt.Dedicated && attempt.AnsweredAt == Instant.Never)
        {
            control.HangUp(attempt);
            return;
        }
        if (attempt.State != AttemptState.Analysing)
            return;
        OpenAnswers.Remove(attempt);
        if (distribution.AgentFor(attempt.Campaign) is { } agent)
            conversations.Reserve(agent, attempt);
        else
            attempt.Campaign.Unreserved.Add(attempt);
    }

    private void LostConversation(Interaction interaction)
    {
        if (interaction.State == InteractionState.WrapUp)
            conversations.CloseConversation(interaction);
        else if (!handing.KeepsPerson(interaction) && !interaction.IsHangingUp)
            BackToQueue(interaction);
    }

    /// <summary>
    /// Its agent's phone dropped: the person goes before all others, and the abandon clock runs anew from now. Connected
    /// in time once, such a person is not abandoned in the sense of the rule; those for whom nobody comes are counted
    /// apart (AgentLostUnserved) and hear the announcement.
    /// </summary>
    private void BackToQueue(Interaction interaction)
    {
        interaction.MoveTo(InteractionState.Waiting);
        interaction.AgentWasLost = true;
        if (interaction.Agent is { } lost)
            interaction.LeaveToOthers(lost);
        interaction.LineBroke();
        interaction.WaitingSince = turn.Now;
        interaction.Queue.Counters.AgentLost++;
        if (interaction.Attempt is { } attempt)
        {
            attempt.MoveTo(AttemptState.Waiting);
            attempt.Campaign.Counters.AgentLost++;
            attempt.AbandonAt = turn.Now + attempt.Campaign.Settings.Abandon.After;
            turn.Replace(ref attempt.Deadline, attempt.AbandonAt, DueKind.Abandon, attempt);
        }
        distribution.Return(interaction);
        if (interaction.Attempt is null)
            distribution.LookForSomebody(interaction);
        facts.EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        conversations.Match();
    }

    /// <summary>While the agent is still in its state: was it at work, and was the phone taken or laid down?</summary>
    private void RememberToRecall(Agent agent, EndedBy by)
    {
        if (agent.LegIsUp && by == EndedBy.Network && !turn.IsDraining && agent.Leaving != LeavingTo.LoggedOut)
        {
            agent.RecallUntil = turn.Now + EngineLimits.RecallFor;
            agent.RecallAfter = EngineLimits.FirstRecall;
            agent.RecallToReady = agent.State != AgentState.NotReady && agent.Leaving == LeavingTo.Stay;
        }
    }

    /// <summary>Logged out, and to be called again.</summary>
    private void PlanRecall(Agent agent)
    {
        if (agent.RecallUntil == Instant.Epoch)
            return;
        if (turn.IsDraining || turn.Now + agent.RecallAfter > agent.RecallUntil)
        {
            ForgetRecall(agent);
            return;
        }
        turn.Replace(ref agent.RecallDeadline, turn.Now + agent.RecallAfter, DueKind.Recall, agent);
        var doubled = agent.RecallAfter * 2;
        agent.RecallAfter = doubled < EngineLimits.LongestRecall ? doubled : EngineLimits.LongestRecall;
    }

    public void Recall(Agent agent)
    {
        agent.RecallDeadline = DeadlineHandle.None;
        if (turn.IsDraining || agent.State != AgentState.LoggedOut || UserOfPhone(agent) is not null)
        {
            ForgetRecall(agent);
            return;
        }
        CallPhone(agent);
        agent.ReadyAsked = agent.RecallToReady;
    }

    /// <summary>True: the agent was to be called again.</summary>
    private bool ForgetRecall(Agent agent)
    {
        bool waited = agent.RecallUntil != Instant.Epoch;
        turn.Cancel(ref agent.RecallDeadline);
        agent.RecallUntil = Instant.Epoch;
        return waited;
    }

    /// <summary>The agent is out until the phone is heard again and the agent says so; the person in it goes to another, before all who wait.</summary>
    public void AgentLegSilent(AgentId id, CallId call)
    {
        if (!roster.TryGetAgent(id, out var agent) || agent.Leg != call || !agent.LegIsUp || agent.LegIsSilent)
        {
            turn.Ignore();
            return;
        }
        agent.LegIsSilent = true;
        bool ends = agent.Interaction is { } now && now.IsHangingUp;
        if (agent.State is AgentState.Ready or AgentState.Reserved || (agent.State is AgentState.Talking or AgentState.OnHold && !ends))
        {
            TakeOut(agent);
            return;
        }

        // A pause stays one, with its own reason; what is being written up may be finished.
        facts.Emit(EngineOutput.AgentStateChanged(turn.Now, agent.Id, agent.State, agent.State, AgentReasons.PhoneSilent) with { Interaction = agent.Conversation });
    }

    private void TakeOut(Agent agent)
    {
        turn.Cancel(ref agent.Deadline);
        bool logsOut = agent.Leaving == LeavingTo.LoggedOut;
        if (agent.IsLeaving)
            supply.SetLeaving(agent, LeavingTo.Stay, null);
        var attempt = agent.Reserved;
        var interaction = agent.Interaction;
        var asked = agent.Asked;
        if (interaction is not null && agent.State == AgentState.Talking)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, interaction.Call, agent.Leg));
        // The end of a conversation is WrapUp, if only for an instant: there is nothing to write up, since the person goes on.
        if (agent.Conversation.Value != 0)
            supply.Move(agent, AgentState.WrapUp, AgentReasons.PhoneSilent);
        agent.Reserved = null;
        agent.Interaction = null;
        agent.Asked = null;
        agent.Beside = default;
        previews.ReturnPreview(agent, AgentReasons.PhoneSilent);
        supply.Move(agent, AgentState.NotReady, AgentReasons.PhoneSilent);
        supply.ObserveAgent(agent, PacingEventKind.AgentLost);
        if (attempt is not null)
            LostReserved(attempt);
        if (interaction is not null)
            LostConversation(interaction);
        if (asked is not null)
            handing.ColleagueLost(asked);
        if (logsOut)
            LogOut(agent, "logged out");
    }

    public void AgentLegHeard(AgentId id, CallId call)
    {
        if (!roster.TryGetAgent(id, out var agent) || agent.Leg != call || !agent.LegIsSilent)
        {
            turn.Ignore();
            return;
        }
        agent.LegIsSilent = false;
        if (agent.State == AgentState.NotReady && agent.Reason == AgentReasons.PhoneSilent)
            supply.Move(agent, AgentState.NotReady, PhoneHeardAgain);
        else
            facts.Emit(EngineOutput.AgentStateChanged(turn.Now, agent.Id, agent.State, agent.State, PhoneHeardAgain) with { Interaction = agent.Conversation });
    }
}
