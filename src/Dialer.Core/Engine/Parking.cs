using System.Globalization;
using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>People whom an agent parks at a numbered place, for whoever picks them up. Nobody is forgotten there: a limit brings them back.</summary>
internal sealed class Parking(Turn turn, Facts facts, Roster roster, Legs legs, Distribution distribution, Conversations conversations, Handing handing)
{
    private readonly InteractionId[] _places = new InteractionId[EngineLimits.ParkingPlaces + 1];

    public void Park(in EngineInput input)
    {
        if (conversations.FindAddressed(input) is not { } agent)
            return;
        if (agent is not { State: AgentState.Talking or AgentState.OnHold, Interaction: { IsHangingUp: false } interaction })
            facts.Refuse(agent.Id, "no conversation to park");
        else if (interaction.Handover is not null)
            facts.Refuse(agent.Id, "somebody is asked about this conversation: end that first");
        else if (FreePlace() is not { } place)
            facts.Refuse(agent.Id, "no place is free to park at");
        else
            ParkAt(place, agent, interaction, input.HandoverNote);
    }

    private void ParkAt(int place, Agent agent, Interaction interaction, string? note)
    {
        _places[place] = interaction.Id;
        interaction.ParkedAt = place;
        interaction.WasHandedOn = true;
        interaction.Note = note ?? interaction.Note;
        if (agent.State == AgentState.Talking)
            facts.Emit(EngineOutput.UnbridgeLegs(turn.Now, interaction.Call, agent.Leg));
        interaction.MoveTo(InteractionState.Parked);
        distribution.End(interaction);
        turn.Replace(ref interaction.Deadline, turn.Now + handing.Settings.ParkLimit, DueKind.ParkLimit, interaction);
        facts.Emit(EngineOutput.Play(turn.Now, interaction.Call, interaction.Queue.Settings.Music, loop: true));
        handing.PartFrom(agent, interaction);
        facts.EmitStep(ConversationStep.Parked, interaction, agent.Id, place.ToString(CultureInfo.InvariantCulture));
        conversations.StartWrapUp(agent, interaction);
    }

    /// <summary>Null: all are taken.</summary>
    private int? FreePlace()
    {
        for (int place = 1; place < _places.Length; place++)
            if (At(place) is null)
                return place;
        return null;
    }

    private Interaction? At(int place) =>
        place > 0 && place < _places.Length && legs.TryFind(_places[place], out var interaction) && interaction is { State: InteractionState.Parked } && interaction.ParkedAt == place ? interaction : null;

    public void PickUp(in EngineInput input)
    {
        if (roster.FindAgent(input.Agent) is not { } agent)
            return;
        var interaction = At(input.ParkedAt);
        if (input.ParkedAt == 0 && legs.TryFind(input.Interaction, out var named) && named.State == InteractionState.Parked)
            interaction = named;
        if (interaction is null || interaction.IsHangingUp)
            facts.Refuse(input, CommandRefusal.StaleInteraction, "nobody is parked there; nothing was changed");
        else if (!MayPickUp(agent, interaction))
            facts.Refuse(agent.Id, "the agent is not free to pick anybody up");
        else
        {
            handing.Take(interaction, agent);
            facts.EmitStep(ConversationStep.PickedUp, interaction, agent.Id);
        }
    }

    /// <summary>Also in a pause, if the phone is there, and who has just parked them.</summary>
    private static bool MayPickUp(Agent agent, Interaction interaction) => agent is { LegIsUp: true, LegIsSilent: false }
        && (agent.State is AgentState.Ready or AgentState.NotReady || (agent is { State: AgentState.WrapUp, Interaction: null } && agent.Beside == interaction.Id));

    public void ParkLimit(Interaction interaction)
    {
        interaction.Deadline = DeadlineHandle.None;
        if (interaction is not { State: InteractionState.Parked, IsHangingUp: false, Agent: { } last })
            return;
        facts.EmitStep(ConversationStep.ParkedTooLong, interaction, last.Id);
        handing.ReturnTo(last, interaction);
    }
}
