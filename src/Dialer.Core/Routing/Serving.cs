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
    public void AgentReady(AgentId agent, Instant now) => AgentReady(agent, now, now);

    /// <param name="idleSince">Where he counts as idle for longer.</param>
    public void AgentReady(AgentId agent, Instant idleSince, Instant now)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row) || !_agents[row].IsPresent || _agents[row].IsReady)
            return;
        Ready(row, idleSince);
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

    /// <summary>The campaign whose pacing counts on this agent from now on: its people go to him first.</summary>
    public void SetServes(AgentId agent, CampaignId campaign)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row) || _sets[_agents[row].Set].Serves == campaign)
            return;
        ref var at = ref _agents[row];
        bool wasReady = at.IsReady;
        var idleSince = at.IdleSince;
        if (wasReady)
            NotReady(row);
        at.Set = SiblingOf(_sets[at.Set], campaign).Index;
        if (wasReady)
            Ready(row, idleSince);
    }

    private SkillSet SiblingOf(SkillSet set, CampaignId serves)
    {
        foreach (var sibling in set.Siblings)
            if (sibling.Serves == serves)
                return sibling;
        return AddSet(set.Like, serves, set.Siblings);
    }

    /// <summary>Kept for what is not offered yet, a call that may become one: as if he held one of this channel. He is as long idle as before.</summary>
    public void Hold(AgentId agent, Channel channel)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row))
            return;
        ref var at = ref _agents[row];
        Unfree(row);
        at.Held[(int)channel]++;
        if (at.HeldInAll++ == 0 && at.IsReady)
            _sets[at.Set].Idle--;
        Free(row);
    }

    /// <summary>What he was kept for came to nothing, or is offered now.</summary>
    public void Release(AgentId agent, Channel channel, Instant idleSince)
    {
        if (!_agentRows.TryGetValue(agent.Value, out int row))
            return;
        ref var at = ref _agents[row];
        at.Held[(int)channel]--;
        if (--at.HeldInAll == 0)
        {
            at.IdleSince = idleSince;
            if (at.IsReady)
                _sets[at.Set].Idle++;
        }
        Free(row);
    }

    /// <summary>This agent has it, whatever the policy would say: he was kept for it, or another handed it on.</summary>
    public void Give(in OfferedInteraction offered, AgentId agent, Instant now)
    {
        AdvanceTo(now);
        if (!_agentRows.TryGetValue(agent.Value, out int to) || !_queueRows.TryGetValue(offered.Queue.Value, out var queue))
            return;
        if (!_interactionRows.TryGetValue(offered.Id.Value, out int row))
            row = Open(offered, queue, now);
        else if (_interactions[row].State == WaitingFor.ItsEnd)
            LetGo(row, now);
        else
            StopWaiting(row);
        ref var given = ref _interactions[row];
        given.Offered = offered;
        Take(to, row, now);
        Tell(RoutingEventKind.Assigned, QueueOf(given).Index, given.Set, now - given.Offered.ArrivedAt, now);
    }

    /// <summary>It is over, wherever it stands: <see cref="Handled"/> where an agent holds it, <see cref="Withdraw"/> where it waits.</summary>
    public void End(InteractionId interaction, Instant now)
    {
        if (TryHeld(interaction, out _))
            Handled(interaction, now);
        else
            Withdraw(interaction, now);
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
        if (agent.HeldInAll++ == 0 && agent.IsReady)
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
        for (int channel = 0; channel < ChannelLimits.Channels; channel++)
        {
            if (!set.Limits.Allows(agent.Held, (Channel)channel))
                continue;
            _setsFree[channel].Put(set.Index, true);
            for (int order = 0; order < SkillSet.Orders; order++)
                if (_orders[order])
                    set.FreeOf(channel, (AgentOrder)order, _freePlaces).Add(row, FigureOf(agent, (AgentOrder)order), order == (int)AgentOrder.IdleSince ? row : agent.IdleSince.Ticks);
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
            int left = 0;
            for (int order = 0; order < SkillSet.Orders; order++)
                if (_orders[order])
                {
                    var free = set.Free(channel, (AgentOrder)order)!;
                    free.Remove(row);
                    left = free.Count;
                }
            if (left == 0)
                _setsFree[channel].Put(set.Index, false);
        }
        agent.FreeFor = 0;
    }

    private bool IsFreeFor(int row, int channel) => (_agents[row].FreeFor & (1 << channel)) != 0;

    private long FigureOf(in AgentRow agent, AgentOrder order) => order switch
    {
        AgentOrder.IdleSince => agent.IdleSince.Ticks,
        AgentOrder.Taken => agent.Taken,
        AgentOrder.Busy => agent.BusyTicks,
        AgentOrder.LastTurn => agent.LastTurn,
        AgentOrder.Success => -(long)(SuccessRate.Of(agent.Successes, agent.Results, _allSuccesses, _allResults) * 1e9),
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
        var set = AddSet(agent, default, []);
        alike.Add(set);
        return set;
    }

    private SkillSet AddSet(RoutedAgent like, CampaignId serves, List<SkillSet> siblings)
    {
        var set = new SkillSet(_sets.Count, like, serves) { Siblings = siblings };
        siblings.Add(set);
        _sets.Add(set);
        foreach (var claim in _claims)
            claim.Judge(set);
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
        foreach (var campaign in agent.Campaigns)
            hash.Add(campaign);
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
                claim.Rank(set);
        Tell(RoutingEventKind.DeskChanged, -1, -1, TimeSpan.Zero, now);
    }
}
