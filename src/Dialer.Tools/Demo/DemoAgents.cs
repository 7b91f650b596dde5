using System.Collections.Concurrent;
using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Running;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;

namespace Dialer.Tools.Demo;

/// <summary>
/// What people at the agents' desks do, with the same commands that the HTTP interface takes: ready once the phone is
/// up, a disposition after the wrap-up, the receiver down on a machine. What an agent hears, the carrier knows.
/// </summary>
internal sealed class DemoAgents : IDisposable
{
    private static readonly TimeSpan HearsMachine = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan UnknownWrapUp = TimeSpan.FromSeconds(2);

    private readonly RunningDialer _dialer;
    private readonly LoopbackCarrier _carrier;
    private readonly SeededRandom _random;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<AgentId, CalledParty> _onTheLine = new();

    public DemoAgents(RunningDialer dialer, LoopbackCarrier carrier, ulong seed)
    {
        _dialer = dialer;
        _carrier = carrier;
        _random = new SeededRandom(seed).Fork(0xA6E27);
        dialer.Facts.Read += OnFact;
    }

    /// <summary>The shift is over: each agent logs out, whoever talks after the conversation. Nobody sits idle while the others end.</summary>
    public void GoHome()
    {
        foreach (var agent in _dialer.Setup.Agents)
            _dialer.Tell(EngineInput.AgentLogOut(agent.Id));
    }

    public void Dispose()
    {
        _dialer.Facts.Read -= OnFact;
        _end.Cancel();
        _end.Dispose();
    }

    /// <summary>On the wallboard's task, one at a time.</summary>
    private void OnFact(EngineOutput fact, object? record)
    {
        if (fact.Kind == EngineOutputKind.AgentStateChanged && fact.AgentFrom != fact.AgentTo)
            OnState(fact.Agent, fact.AgentTo, fact.Interaction);
        else if (fact.Kind == EngineOutputKind.InteractionConnected)
            OnConnected(fact.Agent, fact.Party, fact.Interaction);
    }

    private void OnState(AgentId agent, AgentState to, InteractionId conversation)
    {
        if (to == AgentState.NotReady)
            _dialer.Tell(EngineInput.AgentReady(agent));
        else if (to == AgentState.WrapUp)
            _ = WrapUpAsync(agent, Say(agent), conversation);
    }

    private void OnConnected(AgentId agent, string number, InteractionId conversation)
    {
        var truths = _carrier.TruthsOf(number);
        if (truths.Count == 0)
            return;
        var party = truths[^1].Party;
        _onTheLine[agent] = party;
        if (party.Kind != CalledPartyKind.Live)
            _ = HangUpOnMachineAsync(agent, conversation);
    }

    private Disposition Say(AgentId agent)
    {
        bool isPerson = !_onTheLine.TryGetValue(agent, out var party) || party.Kind == CalledPartyKind.Live;
        if (!isPerson)
            return new Disposition("machine", WasMachine: true);
        double chance = _random.NextDouble();
        return new Disposition(chance < 0.15 ? "sale" : chance < 0.85 ? "not interested" : "information sent");
    }

    private async Task WrapUpAsync(AgentId agent, Disposition disposition, InteractionId conversation)
    {
        var wrapUp = _onTheLine.TryRemove(agent, out var party) && party.WrapUp > TimeSpan.Zero ? party.WrapUp : UnknownWrapUp;
        if (await WaitAsync(wrapUp).ConfigureAwait(false))
            _dialer.Tell(EngineInput.SubmitDisposition(agent, disposition, conversation));
    }

    private async Task HangUpOnMachineAsync(AgentId agent, InteractionId conversation)
    {
        if (await WaitAsync(HearsMachine).ConfigureAwait(false))
            _dialer.Tell(EngineInput.AgentHangUp(agent, conversation));
    }

    /// <summary>False: the rehearsal is over.</summary>
    private async Task<bool> WaitAsync(TimeSpan span)
    {
        try
        {
            await Task.Delay(span, _end.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }
}
