using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Callers who come in.</summary>
internal sealed class Inbound(Turn turn, Facts facts, Roster roster, Legs legs, DialGate gate, Trunks trunks, Distribution distribution, Closing closing, Conversations conversations)
{
    public void InboundCall(in EngineInput input)
    {
        if (legs.Has(input.Call) || input.Call.Value < CallId.FirstInbound)
            turn.Ignore();
        else if (turn.IsDraining)
            facts.Emit(EngineOutput.RejectCall(turn.Now, input.Call, 503));
        else if (!roster.TryGetQueue(input.Queue, out var queue))
            facts.Emit(EngineOutput.RejectCall(turn.Now, input.Call, 404));
        else if (queue.Inbound.WaitingCount >= queue.Settings.MaxWaiting)
        {
            queue.Counters.Refused++;
            facts.Emit(EngineOutput.RejectCall(turn.Now, input.Call, 486));
        }
        else
            Accept(input, queue);
    }

    private void Accept(in EngineInput input, Queue queue)
    {
        var interaction = legs.BeginInteraction(queue.Inbound, input.Call, null, input.Number);
        if (roster.TryGetTrunk(input.Trunk, out var trunk))
        {
            interaction.Trunk = trunk;
            trunk.ChannelsInUse++;
        }
        legs.Open(interaction);
        gate.Occupy(interaction.Party);
        queue.Counters.Offered++;
        facts.EmitInteraction(EngineOutputKind.InteractionStarted, interaction, -1);
        facts.Emit(EngineOutput.AnswerCall(turn.Now, input.Call));
        if (interaction.Party.Length > 0)
            facts.Emit(EngineOutput.FindCaller(turn.Now, input.Call, interaction.Party));
        if (Distribution.AgentFor(queue.Inbound) is { } agent)
        {
            conversations.Bridge(interaction, agent);
            return;
        }
        queue.Inbound.AddWaiting(interaction);
        distribution.LookForSomebody(interaction);
        facts.Emit(EngineOutput.Play(turn.Now, input.Call, queue.Settings.Music, loop: true));
        facts.EmitInteraction(EngineOutputKind.InteractionQueued, interaction, -1);
    }

    /// <summary>Whose number that is: they are not called meanwhile by another, and what they say binds them.</summary>
    public void CallerFound(CallId call, Caller caller)
    {
        if (!legs.TryFind(call, out object? leg) || leg is not Interaction { Caller: null } interaction)
        {
            turn.Ignore();
            return;
        }
        interaction.Caller = caller;
        for (int i = 0; i < caller.Persons.Count; i++)
            gate.Occupy(caller.Persons[i]);
    }

    public void InboundEnded(Interaction interaction)
    {
        ReleaseInbound(interaction);
        switch (interaction.State)
        {
            case InteractionState.Waiting:
                closing.CloseInteraction(interaction, interaction.EndWhileWaiting);
                break;
            case InteractionState.Connected or InteractionState.OnHold:
                conversations.EndConversation(interaction);
                break;

            // The leg is forgotten when its call has ended: nothing comes for it afterwards.
            case InteractionState.WrapUp or InteractionState.Closed:
                break;
        }
    }

    private void ReleaseInbound(Interaction interaction)
    {
        legs.Remove(interaction.Call);
        turn.Cancel(ref interaction.Deadline);
        if (interaction.Trunk is { } trunk)
            trunks.FreeChannel(trunk);
    }

    public void InboundHangUpGuard(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        InboundEnded(interaction);
    }
}
