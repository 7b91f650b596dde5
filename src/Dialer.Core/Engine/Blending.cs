using Dialer.Core.Agents;
using Dialer.Core.Engine.State;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// Agents who take both: how many of them outbound leaves to callers. Each queue learns it from its own callers. One who was not
/// answered in time asks for more room, one who was gives some back, in such proportions that the two balance where the share
/// answered in time is the queue's target (stochastic approximation, Robbins and Monro 1951): outbound slows before callers
/// suffer by the target, takes no more room than that, and has it back when fewer call.
/// </summary>
internal sealed class Blending(Turn turn, Roster roster)
{
    /// <summary>Agents that one caller may move, and how far above the target is aimed: what is learned lags behind.</summary>
    private const double Step = 0.5;
    private const double Margin = 0.02;

    /// <summary>A queue without callers for so long asks for nothing.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <summary>A caller of this queue was answered, or is lost to it.</summary>
    public void Learn(Queue queue, bool inTime)
    {
        double share = Math.Min(0.995, queue.Settings.ServiceShare + Margin);
        queue.Room = Math.Clamp(queue.Room + (Step * (inTime ? share - 1 : share)), 0, MostRoom(queue));
        queue.LastCaller = turn.Now;
    }

    /// <summary>Nobody is kept who is not there: the room of a queue whose agents are away does not grow for later.</summary>
    private int MostRoom(Queue queue)
    {
        int most = 0;
        foreach (var agent in roster.Agents)
            if (IsAtWork(agent) && Serves(agent, queue))
                most++;
        return most;
    }

    /// <summary>Agents whom a campaign leaves to callers: its part of what each queue asks for, by how many of the queue's agents it counts on.</summary>
    public int RoomOf(Campaign campaign)
    {
        double room = 0;
        foreach (var queue in roster.Queues)
            if (Wanted(queue) is > 0 and double wanted)
                room += wanted * ShareOf(campaign, queue);
        return Math.Min((int)Math.Round(room), campaign.LoggedIn);
    }

    private double Wanted(Queue queue)
    {
        if (queue.LastCaller == Instant.Never)
            return queue.Inbound.WaitingCount;
        return (turn.Now - queue.LastCaller > Quiet ? 0 : queue.Room) + queue.Inbound.WaitingCount;
    }

    private double ShareOf(Campaign campaign, Queue queue)
    {
        int all = 0;
        int own = 0;
        foreach (var agent in roster.Agents)
        {
            if (!IsAtWork(agent) || !Serves(agent, queue))
                continue;
            all++;
            own += agent.Serves == campaign ? 1 : 0;
        }
        return all == 0 ? 0 : (double)own / all;
    }

    private static bool IsAtWork(Agent agent) => agent.State is not (AgentState.LoggedOut or AgentState.NotReady);

    private static bool Serves(Agent agent, Queue queue)
    {
        foreach (var member in agent.Memberships)
            if (member.Group == queue.Inbound)
                return true;
        return false;
    }
}
