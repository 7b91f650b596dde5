using System.Numerics;
using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>The decision itself: by order, where no ready agent is kept from work, or by weighing pairs.</summary>
public sealed partial class Distributor
{
    /// <summary>Far above every gain, so that whoever may not be held goes first.</summary>
    private const double NotHeld = 1e9;

    /// <summary>
    /// An agent who became free takes what the policy says; somebody who came, or may be served by more, gets the agent
    /// that the policy says. What neither stirs has no free agent who may serve it: that is what was left by the last time.
    /// </summary>
    private bool TryOrdered(Instant now, out int row, out int agent)
    {
        while (_stirredAgents.TryPeek(out agent))
        {
            if (TryWork(agent, now, out row))
                return true;
            _agents[agent].IsStirred = false;
            _stirredAgents.Dequeue();
        }
        while (_stirredLines.TryPeek(out int index))
        {
            var line = _lines[index];
            if (line.Waiting.Count > 0 && !line.Queue.IsWeighed && TryAgent(line, out agent))
            {
                // Of several that were stirred at once, by steps that fell due together, each may be the first that he should take.
                row = line.Waiting.First;
                if (_stirredLines.Count > 1 && TryWork(agent, now, out int first))
                    row = first;
                return true;
            }
            line.IsStirred = false;
            _stirredLines.Dequeue();
        }
        row = agent = -1;
        return false;
    }

    private Assignment Join(int row, int agent, Instant now)
    {
        StopWaiting(row);
        Take(agent, row, now);
        ref var taken = ref _interactions[row];
        Tell(RoutingEventKind.Assigned, QueueOf(taken).Index, taken.Set, now - taken.Offered.ArrivedAt, now);
        return new Assignment(taken.Id, _agents[agent].Id, taken.Offered.Queue, taken.Offered.ArrivedAt, taken.Step);
    }

    /// <summary>What a free agent takes: highest priority, then his preference, then the policy, then who has waited longest.</summary>
    private bool TryWork(int agent, Instant now, out int row)
    {
        ref var at = ref _agents[agent];
        row = -1;
        if (!at.IsReady)
            return false;
        var set = _sets[at.Set];
        var best = default(WorkRank);
        if (_personal[agent] is { Count: > 0 } own && IsFreeFor(agent, (int)_interactions[own.First].Offered.Channel))
        {
            row = own.First;
            best = new WorkRank(PriorityOf(row), int.MaxValue, null, 0, 0, 0);
        }
        bool isOne = _policies.Count == 1 && !IsLearning;
        var waiting = _linesWaiting.Words;
        foreach (ref readonly var served in set.Served.AsSpan(0, set.ServedCount))
        {
            if (served.Line >> 6 >= waiting.Length || (waiting[served.Line >> 6] & (1UL << (served.Line & 63))) == 0)
                continue;
            ref var head = ref _heads[served.Line];
            if ((at.FreeFor & (1 << head.Channel)) == 0)
                continue;
            var policy = _usual;
            if (!isOne)
            {
                var queue = _lines[served.Line].Queue;
                if (queue.IsWeighed)
                    continue;
                policy = queue.Policy;
            }
            double order = policy.WorkOrder(new ServingSet(served.Level, set.QueuesServed), new TimeSpan(now.Ticks - head.Due));
            var rank = new WorkRank(head.Priority, served.Preference, policy, order, head.Arrived, head.Sequence);
            if (row >= 0 && !rank.Before(best))
                continue;
            best = rank;
            row = head.Row;
        }
        return row >= 0;
    }

    private int PriorityOf(int row)
    {
        ref var at = ref _interactions[row];
        return at.Offered.Priority ?? QueueOf(at).Settings.Priority;
    }

    /// <summary>Whom the first in line gets: who prefers the queue, then the policy's order of sets, then its order of agents.</summary>
    private bool TryAgent(WaitLine line, out int agent)
    {
        agent = -1;
        var agentOrder = line.Queue.Policy.AgentOrder;
        int channel = (int)line.Channel;
        var sets = line.Claim.Sets.Words;
        var free = _setsFree[channel].Words;
        int words = Math.Min(sets.Length, free.Length);
        int preference = -1;
        int order = 0;
        OrderedHeap? best = null;
        for (int word = 0; word < words; word++)
            for (ulong bits = sets[word] & free[word]; bits != 0; bits &= bits - 1)
            {
                int set = (word * 64) + BitOperations.TrailingZeroCount(bits);
                int itsPreference = line.Claim.Preference(set);
                int itsOrder = line.Claim.Order(set);
                if (itsPreference < preference || (itsPreference == preference && itsOrder > order))
                    continue;
                var heap = _sets[set].Free(channel, agentOrder)!;
                bool isEqual = itsPreference == preference && itsOrder == order && best is not null;
                if (isEqual && (heap.FirstKey > best!.FirstKey || (heap.FirstKey == best.FirstKey && heap.FirstTie >= best.FirstTie)))
                    continue;
                (preference, order, best) = (itsPreference, itsOrder, heap);
            }
        if (best is not null)
            agent = best.First;
        return agent >= 0;
    }

    /// <summary>The pair that is worth most, as long as one is worth anything. Every change may make a pair worth joining, so all are weighed.</summary>
    private bool TryWeighed(Instant now, out int row, out int agent)
    {
        (row, agent) = (-1, -1);
        if (!_isDeskStirred)
            return false;
        double most = 0;
        var waiting = _linesWaiting.Words;
        foreach (var policy in _policies)
            if (policy.Holding is { IsReady: true } holding)
                holding.Look(_desk, now);
        for (int word = 0; word < waiting.Length; word++)
            for (ulong bits = waiting[word]; bits != 0; bits &= bits - 1)
                if (_lines[(word * 64) + BitOperations.TrailingZeroCount(bits)] is { Queue.IsWeighed: true } line)
                    Weigh(line, ref most, ref row, ref agent);
        if (row < 0)
            _isDeskStirred = false;
        return row >= 0;
    }

    private void Weigh(WaitLine line, ref double most, ref int row, ref int agent)
    {
        int channel = (int)line.Channel;
        var sets = line.Claim.Sets.Words;
        var free = _setsFree[channel].Words;
        int words = Math.Min(sets.Length, free.Length);
        var policy = line.Queue.Policy;

        // Priority comes before the policy: whoever has more of it than another is never kept waiting for the other. Nor is who was called for an agent.
        double more = (double)line.Priority - LeastPriority(policy) + (line.Claim.Campaign.Value != 0 ? 1 : 0);
        for (int word = 0; word < words; word++)
            for (ulong bits = sets[word] & free[word]; bits != 0; bits &= bits - 1)
            {
                int set = (word * 64) + BitOperations.TrailingZeroCount(bits);
                double gain = policy.Holding!.Gain(line.Queue.Index, set);
                if (more > 0)
                    gain += NotHeld * more;
                if (gain <= most)
                    continue;
                most = gain;
                row = line.Waiting.First;
                agent = _sets[set].Free(channel, policy.AgentOrder)!.First;
            }
    }

    private int LeastPriority(IRoutingPolicy policy)
    {
        int least = int.MaxValue;
        foreach (var queue in _queues)
            if (queue.Policy == policy)
                least = Math.Min(least, queue.Settings.Priority);
        return least;
    }

    /// <summary>Who would be given a person of this campaign who came to the queue now; null: nobody who may is free.</summary>
    public AgentId? AgentFor(QueueId queue, CampaignId campaign, Channel channel, Instant now)
    {
        if (!_queueRows.TryGetValue(queue.Value, out var row))
            return null;
        var line = LineOf(row, row.Settings.Steps, 0, row.Settings.Priority, channel, campaign);
        if (_areRanksOld)
            RankAgain(now);
        return TryAgent(line, out int agent) ? _agents[agent].Id : null;
    }
}
