using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>
/// The supervisors on the line, at most one an agent: each stays with its agent through all conversations until it hangs up. On the
/// SIP reactor's thread. Mixes are at 8 kHz, whatever the legs speak.
/// </summary>
internal sealed class Supervision(LineCore line)
{
    private sealed class Watch
    {
        public required LineCall Supervisor { get; init; }
        public SupervisionMode Mode { get; set; }
    }

    private readonly Dictionary<AgentId, Watch> _watches = [];

    /// <summary>The call that watches an agent; null: nobody does.</summary>
    public LineCall? Of(AgentId agent) => _watches.GetValueOrDefault(agent)?.Supervisor;

    public void Start(AgentId agent, LineCall supervisor, SupervisionMode mode)
    {
        _watches[agent] = new Watch { Supervisor = supervisor, Mode = mode };
        LineLog.Supervised(line.Logger, agent.Value, mode.ToString(), supervisor.Id.Value);
    }

    public void Change(AgentId agent, SupervisionMode mode)
    {
        if (!_watches.TryGetValue(agent, out var watch))
            return;
        LineLog.Supervised(line.Logger, agent.Value, mode.ToString(), watch.Supervisor.Id.Value);
        if (line.AgentCall(agent) is not { } call)
        {
            watch.Mode = mode;
            return;
        }
        bool mixed = Mixes(call);
        watch.Mode = mode;
        if (mixed && !Mixes(call))
            Release(call);
        Apply(call);
    }

    /// <summary>What a supervisor watches now; null: nothing.</summary>
    public LineCall? ByName(string supervisor)
    {
        foreach (var watch in _watches.Values)
            if (watch.Supervisor.Reference == supervisor)
                return watch.Supervisor;
        return null;
    }

    /// <summary>The supervisor has hung up, or was never reached.</summary>
    public void End(LineCall supervisor)
    {
        var agent = supervisor.Agent;
        if (Of(agent) != supervisor)
            return;
        var call = line.AgentCall(agent);
        bool mixed = call is not null && Mixes(call);
        _watches.Remove(agent);
        LineLog.Supervised(line.Logger, agent.Value, "off", supervisor.Id.Value);
        if (mixed)
            Release(call!);
    }

    /// <summary>True: the agent's conversation goes through a mix, and not through a bridge.</summary>
    public bool Mixes(LineCall agent) => agent.Kind == LineCallKind.Agent && (agent.Guest?.Leg?.Remote is not null || IsHeard(agent));

    private bool IsHeard(LineCall agent) =>
        _watches.TryGetValue(agent.Agent, out var watch) && watch.Mode != SupervisionMode.Listen && watch.Supervisor.Leg?.Remote is not null;

    /// <summary>A conference is one of two again.</summary>
    public void GuestLeft(LineCall agent)
    {
        if (agent.Peer is null)
            return;
        if (!Mixes(agent))
            Release(agent);
        Apply(agent);
    }

    /// <summary>The agent's leg is gone; the supervisor waits for the next.</summary>
    public void Alone(AgentId agent)
    {
        if (Of(agent) is not { } supervisor)
            return;
        supervisor.Leg?.StopHearing();
        supervisor.Comfort();
    }

    /// <summary>Something about a call is new: where a supervisor watches its agent, or is it, or somebody has joined, who hears whom is set anew.</summary>
    public void Apply(LineCall call)
    {
        var agent = call.Kind is LineCallKind.Agent or LineCallKind.Supervisor ? line.AgentCall(call.Agent) : call.Peer ?? call.Host;
        if (agent is not { Kind: LineCallKind.Agent, Leg: { Remote: not null } desk })
            return;
        var watch = _watches.GetValueOrDefault(agent.Agent);
        var ear = watch?.Supervisor.Leg is { Remote: not null } there ? there : null;
        var third = agent.Guest?.Leg is { Remote: not null } joined ? joined : null;
        if (ear is null && third is null)
            return;

        // What is mixed must be decoded here, and Opus is not.
        agent.PreferOpus(false);
        agent.Peer?.PreferOpus(false);
        agent.Guest?.PreferOpus(false);
        bool joins = watch?.Mode == SupervisionMode.Join;
        if (agent.Peer?.Leg is not { Remote: not null } person)
        {
            if (ear is null)
                return;
            line.Media.Hear(ear, [desk]);
            if (watch!.Mode != SupervisionMode.Listen)
                line.Media.Hear(desk, [ear]);
            return;
        }
        MediaLeg[] talk = third is null ? [desk, person] : [desk, person, third];
        if (third is not null || IsHeard(agent))
            foreach (var listener in talk)
            {
                var heard = Array.FindAll(talk, other => other != listener);
                line.Media.Hear(listener, ear is not null && (joins || (watch!.Mode == SupervisionMode.Whisper && listener == desk)) ? [.. heard, ear] : heard);
            }
        if (ear is not null)
            line.Media.Hear(ear, talk);
        agent.Peer.RecordAlso(third ?? (joins ? ear : null));
    }

    // Back from a mix to the bridge, or to comfort noise between conversations.
    private void Release(LineCall agent)
    {
        agent.Peer?.RecordAlso(null);
        agent.Leg?.StopHearing();
        agent.Peer?.Leg?.StopHearing();
        if (agent.Leg is { } desk && agent.Peer?.Leg is { } person)
            line.Media.Bridge(person, desk);
        else
            agent.Comfort();
    }
}
