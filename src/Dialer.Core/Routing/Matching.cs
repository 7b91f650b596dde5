using System.Numerics;
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
    private bool TryOrdered(Instant now, out Assignment assignment)
    {
        while (_stirredAgents.TryPeek(out int agent))
        {
            if (TryWork(agent, now, out int row))
            {
                assignment = Join(row, agent, now);
                return true;
            }
            _agents[agent].IsStirred = false;
            _stirredAgents.Dequeue();
        }
        while (_stirredLines.TryPeek(out int index))
        {
            var line = _lines[index];
            if (line.Waiting.Count > 0 && TryAgent(line, out int agent))
            {
                // Of several that were stirred at once, by steps that fell due together, each may be the first that he should take.
                int first = line.Waiting.First;
                if (_stirredLines.Count > 1 && TryWork(agent, now, out int row))
                    first = row;
                assignment = Join(first, agent, now);
                return true;
            }
            line.IsStirred = false;
            _stirredLines.Dequeue();
        }
        _isDeskStirred = false;
        assignment = default;
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
            best = new WorkRank(PriorityOf(row), int.MaxValue, 0, 0, 0);
        }
        var waiting = _linesWaiting.Words;
        foreach (ref readonly var served in set.Served.AsSpan(0, set.ServedCount))
        {
            if (served.Line >> 6 >= waiting.Length || (waiting[served.Line >> 6] & (1UL << (served.Line & 63))) == 0)
                continue;
            ref var head = ref _heads[served.Line];
            if ((at.FreeFor & (1 << head.Channel)) == 0)
                continue;
            double order = _policy.WorkOrder(new ServingSet(served.Level, set.QueuesServed), new TimeSpan(now.Ticks - head.Due));
            var rank = new WorkRank(head.Priority, served.Preference, order, head.Arrived, head.Sequence);
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
                var heap = _sets[set].Free(channel)!;
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
    private bool TryWeighed(Instant now, out Assignment assignment)
    {
        assignment = default;
        Calm();
        if (!_isDeskStirred)
            return false;
        double most = 0;
        int row = -1;
        int agent = -1;
        var waiting = _linesWaiting.Words;
        int least = LeastPriority();
        _policy.Holding!.Look(_desk, now);
        for (int word = 0; word < waiting.Length; word++)
            for (ulong bits = waiting[word]; bits != 0; bits &= bits - 1)
                Weigh(_lines[(word * 64) + BitOperations.TrailingZeroCount(bits)], least, ref most, ref row, ref agent);
        if (row < 0)
        {
            _isDeskStirred = false;
            return false;
        }
        assignment = Join(row, agent, now);
        return true;
    }

    private void Weigh(WaitLine line, int leastPriority, ref double most, ref int row, ref int agent)
    {
        int channel = (int)line.Channel;
        var sets = line.Claim.Sets.Words;
        var free = _setsFree[channel].Words;
        int words = Math.Min(sets.Length, free.Length);
        var desk = _policy.Holding!;
        for (int word = 0; word < words; word++)
            for (ulong bits = sets[word] & free[word]; bits != 0; bits &= bits - 1)
            {
                int set = (word * 64) + BitOperations.TrailingZeroCount(bits);
                double gain = desk.Gain(line.Queue.Index, set);

                // Priority comes before the policy: whoever has more of it than another is never kept waiting for the other.
                if (line.Priority > leastPriority)
                    gain += NotHeld * ((double)line.Priority - leastPriority);
                if (gain <= most)
                    continue;
                most = gain;
                row = line.Waiting.First;
                agent = _sets[set].Free(channel)!.First;
            }
    }

    private int LeastPriority()
    {
        int least = int.MaxValue;
        foreach (var queue in _queues)
            least = Math.Min(least, queue.Settings.Priority);
        return least;
    }

    /// <summary>Where pairs are weighed nobody is looked at by himself.</summary>
    private void Calm()
    {
        while (_stirredAgents.TryDequeue(out int agent))
            _agents[agent].IsStirred = false;
        while (_stirredLines.TryDequeue(out int line))
            _lines[line].IsStirred = false;
    }
}
