using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.SipSorcery.Media;

namespace Dialer.SipSorcery.Calls;

/// <summary>The supervisors on the line, at most one an agent: each stays with its agent through all conversations until it hangs up. On the line's thread.</summary>
internal sealed class SorcerySupervision(SorceryCore line)
{
    private sealed class Watch
    {
        public required SorceryCall Supervisor { get; init; }
        public SupervisionMode Mode { get; set; }
    }

    private readonly Dictionary<AgentId, Watch> _watches = [];

    /// <summary>The call that watches an agent; null: nobody does.</summary>
    public SorceryCall? Of(AgentId agent) => _watches.GetValueOrDefault(agent)?.Supervisor;

    /// <summary>What a supervisor watches now; null: nothing.</summary>
    public SorceryCall? ByName(string supervisor) => _watches.Values.Select(watch => watch.Supervisor).FirstOrDefault(call => call.Reference == supervisor);

    public void Start(AgentId agent, SorceryCall supervisor, SupervisionMode mode)
    {
        _watches[agent] = new Watch { Supervisor = supervisor, Mode = mode };
        LineLog.Supervised(line.Logger, agent.Value, mode.ToString(), supervisor.Id.Value);
    }

    public void Change(AgentId agent, SupervisionMode mode)
    {
        if (!_watches.TryGetValue(agent, out var watch))
            return;
        LineLog.Supervised(line.Logger, agent.Value, mode.ToString(), watch.Supervisor.Id.Value);
        bool mixed = line.AgentCall(agent) is { } call && Mixes(call);
        watch.Mode = mode;
        if (line.AgentCall(agent) is not { } now)
            return;
        if (mixed && !Mixes(now))
            Release(now);
        Apply(now);
    }

    /// <summary>The supervisor has hung up, or was never reached.</summary>
    public void End(SorceryCall supervisor)
    {
        var agent = supervisor.Agent;
        if (Of(agent) != supervisor)
            return;
        _watches.Remove(agent);
        LineLog.Supervised(line.Logger, agent.Value, "off", supervisor.Id.Value);
        if (line.AgentCall(agent) is { } call)
            Release(call);
    }

    /// <summary>True: the agent hears a mix, and not a bridge.</summary>
    public bool Mixes(SorceryCall agent) => agent.Kind == LineCallKind.Agent && (agent.Guest?.Leg is { IsConnected: true } || IsHeard(agent));

    /// <summary>A conference is one of two again.</summary>
    public void GuestLeft(SorceryCall agent)
    {
        if (agent.Peer is null)
            return;
        Release(agent);
        Apply(agent);
    }

    private bool IsHeard(SorceryCall agent) =>
        _watches.TryGetValue(agent.Agent, out var watch) && watch.Mode != SupervisionMode.Listen && watch.Supervisor.Leg is { IsConnected: true };

    /// <summary>The agent's leg is gone; the supervisor waits for the next.</summary>
    public void Alone(AgentId agent)
    {
        if (Of(agent) is not { } supervisor)
            return;
        supervisor.Leg?.Hear();
        supervisor.Comfort();
    }

    /// <summary>Something about a call is new: where a supervisor watches its agent, or is it, who hears whom is set anew.</summary>
    public void Apply(SorceryCall call)
    {
        var agent = call.Kind is LineCallKind.Agent or LineCallKind.Supervisor ? line.AgentCall(call.Agent) : call.Peer ?? call.Host;
        if (agent is not { Kind: LineCallKind.Agent, Leg: { IsConnected: true } desk })
            return;
        var watch = _watches.GetValueOrDefault(agent.Agent);
        var ear = watch?.Supervisor.Leg is { IsConnected: true } there ? there : null;
        var third = agent.Guest?.Leg is { IsConnected: true } joined ? joined : null;
        if (ear is null && third is null)
            return;
        bool heard = ear is not null && watch!.Mode != SupervisionMode.Listen, joins = ear is not null && watch!.Mode == SupervisionMode.Join;
        if (agent.Peer?.Leg is not { IsConnected: true } person)
        {
            ear?.Hear(desk);
            if (heard)
                desk.Hear(ear!);
            return;
        }
        ear?.Hear(third is null ? [desk, person] : [desk, person, third]);
        SorceryLeg[] ofPerson = [.. third is null ? (SorceryLeg[])[desk] : [desk, third], .. joins ? (SorceryLeg[])[ear!] : []];
        SorceryLeg[] ofDesk = [.. third is null ? (SorceryLeg[])[person] : [person, third], .. heard ? (SorceryLeg[])[ear!] : []];
        bool mixesPerson = third is not null || joins, mixesDesk = third is not null || heard;
        desk.Hear(mixesDesk ? ofDesk : []);
        person.Hear(mixesPerson ? ofPerson : []);
        third?.Hear(joins ? [desk, person, ear!] : [desk, person]);
        person.RelayTo(mixesDesk ? null : desk);
        desk.RelayTo(mixesPerson ? null : person);
        agent.Peer.RecordAlso(third ?? (joins ? ear : null));
    }

    // Back from a mix to the bridge, or to comfort noise between conversations.
    private static void Release(SorceryCall agent)
    {
        agent.Peer?.RecordAlso(null);
        agent.Leg?.Hear();
        agent.Peer?.Leg?.Hear();
        if (agent.Peer is { } person)
            person.Join(agent);
        else
            agent.Comfort();
    }
}
