using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>The agents: who is there, who is free, and in which order they are asked.</summary>
public sealed partial class Distributor
{
    /// <summary>Adds an agent, not ready yet, or changes one. Who holds something goes on holding it.</summary>
    public void SetAgent(RoutedAgent agent, Instant now)
    {
        int row = RowOf(agent.Id);
        ref var at = ref _agents[row];
        bool wasReady = at.IsReady;
        if (at.IsPresent && wasReady)
            NotReady(row);
        at.Set = SetOf(agent).Index;
        at.IsPresent = true;
        var idleSince = at.IdleSince;
        if (wasReady)
            Ready(row, idleSince);
        _areRanksOld = true;
    }

    /// <summary>An agent who has gone. What he holds stays his until it is handled or returned.</summary>
    public void RemoveAgent(AgentId agent, Instant now)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row) || !_agents[row].IsPresent)
            return;
        if (_agents[row].IsReady)
            AgentNotReady(agent, now);
        _agents[row].IsPresent = false;
    }

    /// <summary>May be given work from now on, as far as the channels that he holds allow.</summary>
    public void AgentReady(AgentId agent, Instant now)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row) || !_agents[row].IsPresent || _agents[row].IsReady)
            return;
        Ready(row, now);
        Tell(RoutingEventKind.DeskChanged, -1, _agents[row].Set, TimeSpan.Zero, now);
    }

    /// <summary>Is given nothing more. What waited for him alone waits for everybody.</summary>
    public void AgentNotReady(AgentId agent, Instant now)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row) || !_agents[row].IsReady)
            return;
        NotReady(row);
        while (_personal[row] is { Count: > 0 } waiting)
            Relax(waiting.First, now);
        Tell(RoutingEventKind.DeskChanged, -1, _agents[row].Set, TimeSpan.Zero, now);
    }

    /// <summary>The agent is done with it, wrap-up included, and free again as far as the channels allow.</summary>
    /// <param name="isSuccess">What it came to, where that is known.</param>
    public void Handled(InteractionId interaction, Instant now, bool? isSuccess = null)
    {
        if (!TryHeld(interaction, out int row))
            return;
        ref var held = ref _interactions[row];
        ref var agent = ref _agents[held.Agent];
        agent.BusyTicks += (now - held.AssignedAt).Ticks;
        if (isSuccess is { } success)
        {
            agent.Results++;
            _allResults++;
            agent.Successes += success ? 1 : 0;
            _allSuccesses += success ? 1 : 0;
        }
        Tell(RoutingEventKind.Handled, QueueOf(held).Index, held.Set, now - held.AssignedAt, now);
        LetGo(row, now);
        Forget(row);
    }

    /// <summary>The figures that the policies order by begin anew: a new day, or a new shift.</summary>
    public void ResetFigures()
    {
        for (int row = 0; row < _agentCount; row++)
        {
            ref var agent = ref _agents[row];
            (agent.Taken, agent.BusyTicks, agent.LastTurn) = (0, 0, 0);
        }
        _turn = 0;
    }

    private bool TryHeld(InteractionId interaction, out int row) =>
        _interactionRows.TryGetValue(interaction.Value, out row) && _interactions[row].State == WaitingFor.ItsEnd;

    /// <summary>The agent holds it no more.</summary>
    private void LetGo(int row, Instant now)
    {
        ref var held = ref _interactions[row];
        int agentRow = held.Agent;
        ref var agent = ref _agents[agentRow];
        agent.Held[(int)held.Offered.Channel]--;
        _desk.Count(held.Set, QueueOf(held).Index, -1);
        if (--agent.HeldInAll == 0)
        {
            agent.IdleSince = now;
            if (agent.IsReady)
                _sets[agent.Set].Idle++;
        }
        Free(agentRow);
    }

    private void Take(int agentRow, int row, Instant now)
    {
        ref var agent = ref _agents[agentRow];
        ref var taken = ref _interactions[row];
        Unfree(agentRow);
        agent.Held[(int)taken.Offered.Channel]++;
        if (agent.HeldInAll++ == 0)
            _sets[agent.Set].Idle--;
        agent.Taken++;
        agent.LastTurn = ++_turn;
        (taken.Agent, taken.Set, taken.State, taken.AssignedAt) = (agentRow, agent.Set, WaitingFor.ItsEnd, now);
        _desk.Count(agent.Set, QueueOf(taken).Index, 1);
        Free(agentRow);
    }

    private void Ready(int row, Instant idleSince)
    {
        ref var agent = ref _agents[row];
        agent.IsReady = true;
        agent.IdleSince = idleSince;
        _sets[agent.Set].Ready++;
        if (agent.HeldInAll == 0)
            _sets[agent.Set].Idle++;
        Free(row);
    }

    private void NotReady(int row)
    {
        ref var agent = ref _agents[row];
        Unfree(row);
        agent.IsReady = false;
        _sets[agent.Set].Ready--;
        if (agent.HeldInAll == 0)
            _sets[agent.Set].Idle--;
    }

    /// <summary>Stands among the free of each channel that he may be given now; and somebody may be waiting for him.</summary>
    private void Free(int row)
    {
        ref var agent = ref _agents[row];
        if (!agent.IsReady)
            return;

        // Who holds a chat and ends another stood among the free before: with older figures.
        Unfree(row);
        var set = _sets[agent.Set];
        long order = _policy.AgentOrder(FiguresOf(agent));
        for (int channel = 0; channel < ChannelLimits.Channels; channel++)
        {
            if (!set.Limits.Allows(agent.Held, (Channel)channel))
                continue;
            var free = set.FreeOf(channel, _freePlaces);
            if (free.Count == 0)
                _setsFree[channel].Put(set.Index, true);
            free.Add(row, order, agent.IdleSince.Ticks);
            agent.FreeFor |= (ushort)(1 << channel);
        }

        // Where nobody waits there is nothing to take: who comes then asks for an agent by himself.
        if (Waiting > 0)
            Stir(row);
    }

    private void Unfree(int row)
    {
        ref var agent = ref _agents[row];
        var set = _sets[agent.Set];
        for (int channel = 0; channel < ChannelLimits.Channels; channel++)
        {
            if (!IsFreeFor(row, channel))
                continue;
            var free = set.Free(channel)!;
            free.Remove(row);
            if (free.Count == 0)
                _setsFree[channel].Put(set.Index, false);
        }
        agent.FreeFor = 0;
    }

    private bool IsFreeFor(int row, int channel) => (_agents[row].FreeFor & (1 << channel)) != 0;

    private AgentFigures FiguresOf(in AgentRow agent) => new()
    {
        IdleSince = agent.IdleSince,
        Taken = agent.Taken,
        Busy = new TimeSpan(agent.BusyTicks),
        LastTurn = agent.LastTurn,
        Success = SuccessRate.Of(agent.Successes, agent.Results, _allSuccesses, _allResults),
    };

    private void Stir(int agentRow)
    {
        _isDeskStirred = true;
        if (_agents[agentRow].IsStirred)
            return;
        _agents[agentRow].IsStirred = true;
        _stirredAgents.Enqueue(agentRow);
    }

    private int RowOf(AgentId id)
    {
        if (_agentRows.TryGetValue(id.Value, out int row))
            return row;
        row = _agentCount++;
        if (row == _agents.Length)
        {
            Array.Resize(ref _agents, row * 2);
            Array.Resize(ref _personal, row * 2);
        }
        _agents[row] = new AgentRow { Id = id };
        _agentRows.Add(id.Value, row);
        return row;
    }

    private SkillSet SetOf(RoutedAgent agent)
    {
        int hash = HashOf(agent);
        if (!_setsByHash.TryGetValue(hash, out var alike))
            _setsByHash.Add(hash, alike = []);
        foreach (var known in alike)
            if (known.IsSameAs(agent))
                return known;
        var set = new SkillSet(_sets.Count, agent.Skills, agent.Preferences, agent.Limits);
        _sets.Add(set);
        alike.Add(set);
        foreach (var claim in _claims)
            claim.Judge(set, _policy.IgnoresSkills);
        foreach (var line in _lines)
            set.Serve(line);
        _areRanksOld = true;
        return set;
    }

    private static int HashOf(RoutedAgent agent)
    {
        var hash = default(HashCode);
        foreach (var skill in agent.Skills)
            hash.Add(skill);
        foreach (var preference in agent.Preferences)
            hash.Add(preference);
        return hash.ToHashCode();
    }

    /// <summary>Queues or sets of skills are new: who serves how many is counted again, and the order of the sets with it.</summary>
    private void RankAgain(Instant now)
    {
        _areRanksOld = false;
        foreach (var set in _sets)
        {
            set.QueuesServed = 0;
            for (int queue = 0; queue < _queues.Count; queue++)
                if (!_queues[queue].IsRemoved && _desk.Level(queue, set.Index) > 0)
                    set.QueuesServed++;
        }
        foreach (var claim in _claims)
            foreach (var set in _sets)
                claim.Rank(set, _policy);
        Tell(RoutingEventKind.DeskChanged, -1, -1, TimeSpan.Zero, now);
    }
}
