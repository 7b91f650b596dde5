using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>
/// Who gets whom, seen from outside: no ready agent is idle while somebody waits whom he may serve, and of one queue who came
/// first goes first. What is asked of agents is judged from the settings alone.
/// </summary>
internal sealed class ServiceAuditor
{
    private sealed class Waiting
    {
        public required QueueId Queue;
        public required CampaignId Campaign;
        public required Instant ArrivedAt;
        public required CallId Call;
        public bool WasLost;
    }

    private readonly Dictionary<int, QueueSettings> _queues = [];
    private readonly Dictionary<int, AgentSettings> _agents = [];
    private readonly Dictionary<int, AgentState> _states = [];
    private readonly Dictionary<long, Waiting> _waiting = [];
    private readonly Dictionary<long, Instant> _arrived = [];
    private readonly HashSet<long> _connected = [];
    private readonly HashSet<long> _preferring = [];
    private bool _isDraining;

    /// <summary>People who waited and were joined with somebody.</summary>
    public int Served { get; private set; }

    public void Hear(EngineInput input)
    {
        if (input.PayloadSlot is QueueSettings queue)
            _queues[queue.Id.Value] = queue;
        else if (input.PayloadSlot is AgentSettings agent)
            _agents[agent.Id.Value] = agent;
        else if (input.PayloadSlot is Caller { Preferred: not null })
            _preferring.Add(input.Call.Value);
        else if (input.Kind == EngineInputKind.Drain)
            _isDraining = true;
    }

    public void See(in EngineOutput output)
    {
        long id = output.Interaction.Value;
        switch (output.Kind)
        {
            case EngineOutputKind.AgentStateChanged:
                _states[output.Agent.Value] = output.AgentTo;
                break;
            case EngineOutputKind.InteractionStarted:
                _arrived[id] = output.At;
                break;
            case EngineOutputKind.InteractionQueued:
                _arrived.TryAdd(id, output.At);
                _waiting[id] = new Waiting { Queue = output.Queue, Campaign = output.Campaign, ArrivedAt = _arrived[id], Call = output.Call, WasLost = _connected.Contains(id) };
                break;
            case EngineOutputKind.InteractionConnected:
                if (_waiting.Remove(id, out var taken))
                    CheckOrder(taken, output);
                _connected.Add(id);
                break;
            case EngineOutputKind.InteractionClosed:
                _waiting.Remove(id);
                break;
            default:
                break;
        }
    }

    private void CheckOrder(Waiting taken, in EngineOutput output)
    {
        Served++;
        if (taken.WasLost || _isDraining || IsKept(taken, output.At))
            return;
        foreach (var other in _waiting.Values)
            Assert.False(
                other.Queue == taken.Queue && other.ArrivedAt < taken.ArrivedAt && !IsKept(other, output.At) && MayServe(output.Agent.Value, other, output.At),
                $"call {other.Call.Value} of {other.ArrivedAt} was passed by call {taken.Call.Value} of {taken.ArrivedAt}");
    }

    /// <summary>After a turn.</summary>
    public void Rest(Instant now)
    {
        if (_isDraining)
            return;
        foreach (var waiting in _waiting.Values)
            if (!IsKept(waiting, now) && _queues[waiting.Queue.Value].Group is not { Policy: RoutingPolicies.Targets })
                foreach (var (agent, state) in _states)
                    Assert.False(state == AgentState.Ready && MayServe(agent, waiting, now), $"call {waiting.Call.Value} waits since {waiting.ArrivedAt}, and agent {agent} is free");
    }

    private bool IsKept(Waiting waiting, Instant now) =>
        _preferring.Contains(waiting.Call.Value) && now - waiting.ArrivedAt <= PreferredFor(_queues[waiting.Queue.Value]);

    private static TimeSpan PreferredFor(QueueSettings queue) =>
        queue.Group is { Policy: RoutingPolicies.PreferredAgent } ? TimeSpan.FromSeconds(20) : queue.PreferredFor;

    private bool MayServe(int agent, Waiting waiting, Instant now)
    {
        var settings = _agents[agent];
        if (waiting.Campaign.Value != 0 && !settings.Campaigns.Contains(waiting.Campaign))
            return false;
        var waited = now - waiting.ArrivedAt;
        var asked = _queues[waiting.Queue.Value].AllSteps().Last(step => step.After <= waited).Skills;
        return asked is null || asked.LevelOf(settings.Skills) > 0;
    }
}
