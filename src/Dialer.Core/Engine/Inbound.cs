using Dialer.Core.Callers;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Callers who come in.</summary>
internal sealed class Inbound(Turn turn, Facts facts, Roster roster, Legs legs, Trunks trunks, Closing closing, Conversations conversations, Handing handing, Reception reception, CallBacks callBacks)
{
    public void InboundCall(in EngineInput input)
    {
        if (legs.Has(input.Call) || input.Call.Value < CallId.FirstInbound)
            turn.Ignore();
        else if (turn.IsDraining)
            facts.Emit(EngineOutput.RejectCall(turn.Now, input.Call, 503));
        else if (input.Queue.Value == 0)
            reception.Receive(input);
        else if (roster.TryGetQueue(input.Queue, out var queue))
            reception.Go(new Visit(input.Call, input.Trunk, "", input.Number), CallerTarget.Queue(queue.Settings.Name));
        else
            facts.Emit(EngineOutput.RejectCall(turn.Now, input.Call, 404));
    }

    public void CallerFound(CallId call, Caller caller)
    {
        if (legs.TryFind(call, out object? leg) && leg is Visit { Stage: VisitStage.Asking } visit)
            reception.CallerKnown(visit, caller);
        else if (leg is Interaction { Caller: null } interaction)
            reception.Occupy(interaction, caller);
        else
            turn.Ignore();
    }

    public void InboundEnded(Interaction interaction)
    {
        ReleaseInbound(interaction);
        switch (interaction.State)
        {
            case InteractionState.Waiting:
                callBacks.OweTo(interaction, interaction.EndWhileWaiting);
                closing.CloseInteraction(interaction, interaction.EndWhileWaiting);
                break;
            case InteractionState.Guided:
                reception.GuestEnded(interaction);
                break;
            case InteractionState.Parked or InteractionState.HandedOn:
                var end = Handing.EndOf(interaction);
                handing.PersonLeft(interaction);
                closing.CloseInteraction(interaction, end);
                break;
            case InteractionState.Connected or InteractionState.OnHold:
                handing.PersonLeft(interaction);
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
        if (interaction.Visit is { } visit)
            turn.Cancel(ref visit.Deadline);
        if (interaction.Trunk is { } trunk)
            trunks.FreeChannel(trunk);
    }

    public void InboundHangUpGuard(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        InboundEnded(interaction);
    }
}
