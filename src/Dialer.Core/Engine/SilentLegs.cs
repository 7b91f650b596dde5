using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;

namespace Dialer.Core.Engine;

/// <summary>
/// Phones that are connected and say nothing. A PBX answers for a phone that has died, so that the signalling alone does
/// not tell; whoever was given to such a phone would hear nobody.
/// </summary>
public sealed partial class DialerEngine
{
    private const string PhoneSilent = "phone silent";
    private const string PhoneHeardAgain = "phone heard again";

    /// <summary>From the answer to the first packet with the person's voice that left for an agent, as the line measured it.</summary>
    public Books.LatencyHistogram CustomerHeardAfter { get; } = new();

    private void CustomerHeard(in EngineInput input)
    {
        if (_legs.TryGetValue(input.Call.Value, out object? leg) && leg is Attempt)
            CustomerHeardAfter.Add(input.SinceAnswer);
        else if (leg is not Interaction)
            IgnoredSignals++;
    }

    /// <summary>The agent is out until the phone is heard again and the agent says so; the person in it goes to another, before all who wait.</summary>
    private void AgentLegSilent(AgentId id, CallId call)
    {
        if (!_agents.TryGetValue(id.Value, out var agent) || agent.Leg != call || !agent.LegIsUp || agent.LegIsSilent)
        {
            IgnoredSignals++;
            return;
        }
        agent.LegIsSilent = true;
        bool ends = agent.Interaction is { } now && IsHangingUp(now);
        if (agent.State is AgentState.Ready or AgentState.Reserved || (agent.State is AgentState.Talking or AgentState.OnHold && !ends))
        {
            TakeOut(agent);
            return;
        }

        // A pause stays one, with its own reason; what is being written up may be finished.
        Emit(EngineOutput.AgentStateChanged(_now, agent.Id, agent.State, agent.State, PhoneSilent) with { Interaction = agent.Interaction?.Id ?? default });
    }

    private void TakeOut(Agent agent)
    {
        _deadlines.Cancel(ref agent.Deadline);
        bool logsOut = agent.Leaving == LeavingTo.LoggedOut;
        if (agent.IsLeaving)
            SetLeaving(agent, LeavingTo.Stay, null);
        var attempt = agent.Reserved;
        var interaction = agent.Interaction;
        if (interaction is not null && agent.State == AgentState.Talking)
            Emit(EngineOutput.UnbridgeLegs(_now, interaction.Call, agent.Leg));
        // The end of a conversation is WrapUp, if only for an instant: there is nothing to write up, since the person goes on.
        if (interaction is not null)
            Move(agent, AgentState.WrapUp, PhoneSilent);
        agent.Reserved = null;
        agent.Interaction = null;
        ReturnPreview(agent, PhoneSilent);
        Move(agent, AgentState.NotReady, PhoneSilent);
        ObserveAgent(agent, PacingEventKind.AgentLost);
        if (attempt is not null)
            LostReserved(attempt);
        if (interaction is not null)
            LostConversation(interaction);
        if (logsOut)
            LogOut(agent, "logged out");
    }

    private void AgentLegHeard(AgentId id, CallId call)
    {
        if (!_agents.TryGetValue(id.Value, out var agent) || agent.Leg != call || !agent.LegIsSilent)
        {
            IgnoredSignals++;
            return;
        }
        agent.LegIsSilent = false;
        if (agent.State == AgentState.NotReady && agent.Reason == PhoneSilent)
            Move(agent, AgentState.NotReady, PhoneHeardAgain);
        else
            Emit(EngineOutput.AgentStateChanged(_now, agent.Id, agent.State, agent.State, PhoneHeardAgain) with { Interaction = agent.Interaction?.Id ?? default });
    }
}
