using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>
/// The auditor's book of where people are: at the end of each turn every conversation is in exactly one place, with one agent whose
/// state says so, and nobody is parked, on hold or on the way longer than the limits allow.
/// </summary>
internal sealed class PlaceAuditor
{
    private enum Place
    {
        Nowhere,
        Waiting,
        WithAgent,
        OnTheWay,
        Outside,
        Parked,
        Elsewhere,
    }

    private sealed class Spot
    {
        public Place Place;
        public Instant Since;
        public int Agent;
        public long Call;
    }

    private readonly Dictionary<long, Spot> _spots = [];
    private readonly Dictionary<int, (AgentState State, long Interaction, Instant Since)> _agents = [];
    private readonly HashSet<long> _ending = [];
    private readonly HashSet<long> _over = [];
    private readonly Dictionary<ConversationStep, int> _steps = [];
    private HandoverSettings _settings = HandoverSettings.Default;

    public IReadOnlyDictionary<ConversationStep, int> Steps => _steps;

    public void Hear(in EngineInput input)
    {
        if (input.Kind == EngineInputKind.ConfigureHandovers)
            _settings = input.HandoverSettings;
        if (input.Kind == EngineInputKind.CallEnded)
            _over.Add(input.Call.Value);
    }

    public void See(in EngineOutput output)
    {
        switch (output.Kind)
        {
            case EngineOutputKind.InteractionStarted: Put(output, Place.Elsewhere); break;
            case EngineOutputKind.InteractionQueued: Put(output, Place.Waiting, Place.Nowhere, Place.Elsewhere, Place.WithAgent, Place.Waiting); break;
            case EngineOutputKind.InteractionConnected:
                Put(output, Place.WithAgent, Place.Nowhere, Place.Elsewhere, Place.Waiting, Place.OnTheWay, Place.Parked, Place.WithAgent);
                _spots[output.Interaction.Value].Agent = output.Agent.Value;
                break;
            case EngineOutputKind.InteractionClosed: _spots.Remove(output.Interaction.Value); break;
            case EngineOutputKind.CallerSent: Put(output, Place.Elsewhere, Place.Waiting, Place.Elsewhere); break;
            case EngineOutputKind.HangUp: _ending.Add(output.Call.Value); break;
            case EngineOutputKind.AgentStateChanged when output.AgentFrom != output.AgentTo || !_agents.ContainsKey(output.Agent.Value):
                _agents[output.Agent.Value] = (output.AgentTo, output.Interaction.Value, output.At);
                break;
            case EngineOutputKind.ConversationStepped: Step(output); break;
            default: break;
        }
    }

    private void Step(in EngineOutput output)
    {
        _steps[output.Step] = _steps.GetValueOrDefault(output.Step) + 1;
        var spot = _spots[output.Interaction.Value];
        switch (output.Step)
        {
            case ConversationStep.TransferBegun: Put(output, Place.OnTheWay, Place.WithAgent); break;
            case ConversationStep.Offered when spot.Place != Place.WithAgent: Put(output, Place.OnTheWay, Place.Waiting, Place.OnTheWay); break;
            case ConversationStep.Transferred when char.IsAsciiDigit(output.About![0]): Put(output, Place.Outside, Place.OnTheWay, Place.WithAgent); break;
            case ConversationStep.CameBack: Put(output, Place.Nowhere, Place.OnTheWay, Place.Outside, Place.Waiting); break;
            case ConversationStep.Parked: Put(output, Place.Parked, Place.WithAgent); break;
            case ConversationStep.ParkedTooLong: Put(output, Place.Nowhere, Place.Parked); break;
            default: break;
        }
    }

    private void Put(in EngineOutput output, Place place, params ReadOnlySpan<Place> from)
    {
        if (!_spots.TryGetValue(output.Interaction.Value, out var spot))
            _spots.Add(output.Interaction.Value, spot = new Spot());
        else
        {
            bool isQueued = place == Place.Waiting && spot.Place == Place.OnTheWay && output.Kind == EngineOutputKind.InteractionQueued;
            Assert.True(isQueued || from.Contains(spot.Place), $"from {spot.Place} to {place} by {output.Kind}");
        }
        (spot.Place, spot.Since, spot.Call) = (place, output.At, output.Call.Value);
    }

    public void TurnOver(Instant now)
    {
        foreach (var (id, spot) in _spots)
        {
            if (_ending.Contains(spot.Call) || _over.Contains(spot.Call))
                continue;
            var waits = now - spot.Since;
            Assert.NotEqual(Place.Nowhere, spot.Place);
            if (spot.Place == Place.Parked)
                Assert.True(waits <= _settings.ParkLimit, "somebody is forgotten where they are parked");
            if (spot.Place == Place.OnTheWay)
                Assert.True(waits <= _settings.RingFor + TimeSpan.FromSeconds(41), "somebody is forgotten on the way");
            if (spot.Place != Place.WithAgent)
                continue;
            var (state, interaction, since) = _agents[spot.Agent];
            Assert.True(interaction == id && state is AgentState.Talking or AgentState.OnHold or AgentState.WrapUp, $"with agent {spot.Agent}, who is {state} for {interaction}");
            if (state == AgentState.OnHold)
                Assert.True(now - since <= _settings.HoldLimit, "somebody is forgotten on hold");
        }
    }
}
