using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>What brings people back: whoever was meant is not reached or is gone, a phone is lost, a limit passes.</summary>
internal sealed partial class Handing
{
    // ---- Not there, or there no more ----

    /// <summary>The leg to a number has ended.</summary>
    public void LegEnded(Handover handover, in EngineInput ended)
    {
        ForgetLeg(handover);
        if (handover.State == HandoverState.Over)
            return;
        if (handover.State == HandoverState.Given && ended.EndedBy != EndedBy.Network && !handover.Interaction.IsHangingUp)
            conversations.EndByUs(handover.Interaction, byAgent: false);
        else if (handover.State == HandoverState.Reaching)
            TargetGone(handover, ended.Result switch
            {
                CallResult.Busy => "busy",
                CallResult.NoAnswer => "no answer",
                _ => "not reached",
            });
        else
            TargetGone(handover, ended.EndedBy == EndedBy.Network ? "the line broke" : "hung up");
    }

    private void ForgetLeg(Handover handover)
    {
        turn.Cancel(ref handover.Deadline);
        if (handover.Leg == CallId.None || !legs.Has(handover.Leg))
            return;
        legs.Remove(handover.Leg);
        if (handover.Trunk is { } trunk)
            trunks.FreeChannel(trunk);
    }

    /// <summary>Whoever was meant is not reached, or is gone: the person is with the agent again, or comes back.</summary>
    private void TargetGone(Handover handover, string why)
    {
        if (handover.Interaction.IsHangingUp)
            End(handover);
        else if (handover.Asker is not null)
            EndAndReturn(handover, why);
        else
            ComesBack(handover, why);
    }

    private void ComesBack(Handover handover, string why)
    {
        var interaction = handover.Interaction;
        distribution.End(interaction);
        End(handover);
        facts.EmitStep(ConversationStep.CameBack, interaction, handover.From.Id, $"{handover.Target}: {why}");
        ReturnTo(handover.From, interaction);
    }

    /// <summary>The agent is with the person, and with nobody else.</summary>
    private void EndAndReturn(Handover handover, string? why)
    {
        var agent = handover.Asker!;
        var interaction = handover.Interaction;
        bool wasJoined = handover.State == HandoverState.Joined;
        End(handover);
        facts.EmitStep(ConversationStep.ConsultEnded, interaction, agent.Id, why is null ? handover.Target : $"{handover.Target}: {why}");
        if (interaction.State == InteractionState.OnHold)
            conversations.Retrieve(agent, interaction);
        else if (wasJoined)
            facts.Emit(EngineOutput.BridgeLegs(turn.Now, interaction.Call, agent.Leg, agent.Id, zipTone: false, Conversations.QueueOfCaller(interaction)));
    }

    /// <summary>Whoever is meant is let go; the person stays where they are.</summary>
    private void End(Handover handover)
    {
        var before = handover.State;
        turn.Cancel(ref handover.Deadline);
        _waiting.Remove(handover);
        handover.Interaction.Handover = null;
        handover.MoveTo(HandoverState.Over);
        if (before == HandoverState.Reaching && handover.Asker is { LegIsUp: true } listener)
            facts.Emit(EngineOutput.StopPlaying(turn.Now, listener.Leg));
        if (handover.Leg != CallId.None && legs.Has(handover.Leg))
        {
            facts.Emit(EngineOutput.HangUp(turn.Now, handover.Leg));
            handover.Deadline = turn.In(EngineLimits.HangUpGuard, DueKind.Handover, handover);
        }
        if (handover.Colleague is not { } colleague || colleague.Asked != handover)
            return;
        colleague.Asked = null;
        if (before == HandoverState.Reaching)
        {
            freeAgents.Tell(colleague, keepIdleSince: true);
            return;
        }
        if (before is HandoverState.Speaking or HandoverState.Joined && handover.Asker is { } asker)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, colleague.Leg, asker.Leg));
        else
            facts.Emit(EngineOutput.StopPlaying(turn.Now, colleague.Leg));
        supply.Move(colleague, AgentState.WrapUp, "was asked by a colleague");
        colleague.Beside = default;
        freeAgents.Tell(colleague, keepIdleSince: false);
    }

    /// <summary>The agent who had them last, if free; else whoever of their queue is; else before all others.</summary>
    public void ReturnTo(Agent last, Interaction interaction)
    {
        bool writesItUp = last.State == AgentState.WrapUp && last.Interaction is null && last.Beside == interaction.Id && !last.LegIsSilent;
        var group = interaction.Home ?? interaction.Group;
        interaction.Group = group;
        interaction.Home = null;
        if (writesItUp || last is { State: AgentState.Ready, IsLeaving: false })
            Take(interaction, last);
        else if (distribution.AgentFor(group) is { } free)
            Take(interaction, free);
        else
            Wait(interaction, first: true);
    }

    private void Wait(Interaction interaction, bool first)
    {
        interaction.MoveTo(InteractionState.Waiting);
        interaction.ParkedAt = 0;
        interaction.WaitingSince = turn.Now;
        distribution.LookForSomebody(interaction);
        facts.EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        distribution.Offer(interaction, goesFirst: first);
        conversations.Match();
    }

    // ---- To a queue ----

    private void TransferToQueue(Agent agent, Interaction interaction, QueueId id, string? note)
    {
        if (OpenQueue(agent, id) is not { } queue)
            return;
        interaction.Note = note ?? interaction.Note;
        interaction.WasHandedOn = true;
        turn.Cancel(ref interaction.Deadline);
        if (agent.State == AgentState.Talking)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, interaction.Call, agent.Leg));
        facts.EmitStep(ConversationStep.TransferBegun, interaction, agent.Id, "queue " + queue.Settings.Name);
        interaction.Home ??= interaction.Group;
        interaction.Group = queue.Inbound;
        distribution.End(interaction);
        interaction.MoveTo(InteractionState.HandedOn);
        PartFrom(agent, interaction);
        if (interaction.Visit is { } visit && queue.Settings.Door.MaxWait is { } most)
            turn.Replace(ref visit.Deadline, turn.Now + most, DueKind.Visit, visit);
        Wait(interaction, first: false);
        conversations.StartWrapUp(agent, interaction);
    }

    /// <summary>Nobody who could serve them is logged in any more: one who was handed on goes back to where they came from. False: that is no better.</summary>
    public bool SendBack(Interaction interaction)
    {
        if (interaction is not { State: InteractionState.Waiting, IsHangingUp: false, Home: { } home } || distribution.HasSomebody(interaction.Group) || !distribution.HasSomebody(home))
            return false;
        distribution.Withdraw(interaction);
        interaction.MoveTo(InteractionState.HandedOn);
        facts.EmitStep(ConversationStep.CameBack, interaction, interaction.Agent!.Id, $"queue {interaction.Queue.Settings.Name}: nobody is logged in");
        ReturnTo(interaction.Agent, interaction);
        return true;
    }

    // ---- Limits ----

    public void HoldLimit(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        if (interaction is not { State: InteractionState.OnHold, IsHangingUp: false, Agent: { } agent } || agent.Interaction != interaction)
            return;
        facts.EmitStep(ConversationStep.HeldTooLong, interaction, agent.Id);
        if (interaction.Handover is not { } handover)
            conversations.Retrieve(agent, interaction);
        else if (handover.State == HandoverState.Speaking)
            BackToPerson(handover);
        else
            EndAndReturn(handover, "not reached in time");
    }

    // ---- What is lost ----

    /// <summary>The other party's leg is gone: whoever is asked about them is free.</summary>
    public void PersonLeft(Interaction interaction)
    {
        if (interaction.Handover is { } handover)
            End(handover);
    }

    /// <summary>How a conversation ended that no agent had.</summary>
    public static InteractionEnd EndOf(Interaction interaction)
    {
        if (interaction.Handover is { State: HandoverState.Given })
            return InteractionEnd.Forwarded;
        return interaction.IsHangingUp ? InteractionEnd.Interrupted : InteractionEnd.LeftInTransfer;
    }

    /// <summary>An agent whose phone is lost, whose state has moved already, was asked by a colleague.</summary>
    public void ColleagueLost(Handover asked) => TargetGone(asked, "was lost");

    /// <summary>The phone of the agent who asks is lost. True: in a conference, whoever else is in it keeps the person.</summary>
    public bool KeepsPerson(Interaction interaction)
    {
        if (interaction.Handover is not { } handover)
            return false;
        if (handover.State != HandoverState.Joined || interaction.IsHangingUp)
        {
            End(handover);
            return false;
        }
        interaction.LeaveToOthers(handover.Asker!);
        GiveToTarget(handover);
        return true;
    }
}
