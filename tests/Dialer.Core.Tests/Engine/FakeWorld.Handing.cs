using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;

namespace Dialer.Core.Tests.Engine;

/// <summary>Agents who pass people on, ask colleagues about them, and park them.</summary>
internal sealed partial class FakeWorld
{
    private AgentId _talking = new(1);
    private string _keys = "";

    /// <summary>People go round: handed on, asked about, parked, picked up, by those who talk at most.</summary>
    private void HandAround()
    {
        var agent = _random.Next(3) == 0 ? new AgentId(1 + _random.Next(_plan.Agents)) : _talking;
        var other = new AgentId(1 + _random.Next(_plan.Agents + 1));
        var queue = new QueueId(1 + _random.Next(3));
        string number = _random.Next(5) == 0 ? "0899" : "4711";
        string? note = _random.Next(2) == 0 ? "asked twice" : null;
        switch (_random.Next(20))
        {
            case 0: Send(EngineInput.AgentTransfer(agent, default, other, note)); break;
            case 1: Send(EngineInput.AgentTransfer(agent, default, queue, note)); break;
            case 2: Send(EngineInput.AgentTransfer(agent, default, number, note)); break;
            case 3 or 4: Send(EngineInput.AgentConsult(agent, default, other, note)); break;
            case 5: Send(EngineInput.AgentConsult(agent, default, queue, note)); break;
            case 6 or 7: Send(EngineInput.AgentConsult(agent, default, number, note)); break;
            case 8 or 9: Send(EngineInput.AgentSwap(agent)); break;
            case 10: Send(EngineInput.AgentConference(agent)); break;
            case 11: Send(EngineInput.AgentCompleteTransfer(agent)); break;
            case 12: Send(EngineInput.AgentEndConsult(agent)); break;
            case 13: Send(EngineInput.AgentPark(agent, default, note)); break;
            case 14: Send(EngineInput.AgentPickUp(other, default, 1 + _random.Next(3))); break;
            case 15: Send(EngineInput.AgentMute(agent, _random.Next(2) == 0)); break;
            case 16: Send(_random.Next(2) == 0 ? EngineInput.AgentHold(agent) : EngineInput.AgentRetrieve(agent)); break;
            case 17: Send(_random.Next(2) == 0 ? EngineInput.AgentExtendWrapUp(agent, TimeSpan.FromMinutes(2)) : EngineInput.AgentFinishWrapUp(agent)); break;
            case 18: Send(EngineInput.AgentRecord(agent, (RecordingCommand)_random.Next(3))); break;
            case 19: AskByPhone(agent, number); break;
        }
        At(Delay(2 * 60 / _plan.HandoversPerMinute), HandAround);
    }

    private void AskByPhone(AgentId agent, string number)
    {
        if (!_legOf.TryGetValue(agent.Value, out var leg))
            return;
        if (_random.Next(2) == 0)
            Send(EngineInput.PhoneAsksTransfer(agent, leg, new AgentId(_random.Next(_plan.Agents)), number));
        _keys = ((string[])["*4", "*5" + number + "#", "*5#", "*6", "*7" + number + "#", "*7#", "*8#", "*81#"])[_random.Next(8)];
        foreach (char key in _keys)
            Send(EngineInput.DigitPressed(leg, key));
    }

    private readonly Dictionary<int, CallId> _legOf = [];
}
