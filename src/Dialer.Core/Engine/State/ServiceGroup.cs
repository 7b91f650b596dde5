using System.Diagnostics;
using Dialer.Core.Agents;

namespace Dialer.Core.Engine.State;

/// <summary>
/// Interactions that the same agents may take (a campaign's people, or a queue's callers), how many of them wait, and of a
/// campaign the ready agents, longest idle first. Who may serve is settled when settings change, so that nothing is searched
/// or allocated while calls go on.
/// </summary>
internal sealed class ServiceGroup(Queue queue, Campaign? campaign)
{
    public Queue Queue { get; set; } = queue;

    /// <summary>Null for inbound.</summary>
    public Campaign? Campaign { get; } = campaign;

    public Membership? FirstReady { get; private set; }
    private Membership? _lastReady;
    public int ReadyCount { get; private set; }

    /// <summary>Who wait for an agent; the distributor has them in order.</summary>
    public int WaitingCount { get; set; }

    /// <summary>How well the agent serves it at the first step at which he may, 1 to 10; -1: he never may.</summary>
    public int ProficiencyOf(AgentSettings agent)
    {
        if (Campaign is not null && !agent.Campaigns.Contains(Campaign.Id))
            return -1;
        foreach (var step in Queue.Steps)
            if ((step.Skills?.LevelOf(agent.Skills) ?? 10) is > 0 and int level)
                return level;
        return -1;
    }

    /// <summary>
    /// From the end for an agent who has just become idle; from the front for one whose reservation came to nothing:
    /// it was the longest idle when it was taken, so its place is near the front.
    /// </summary>
    public void AddReady(Membership member, bool nearFront)
    {
        Debug.Assert(!member.IsReady);
        Membership? after;
        if (nearFront)
        {
            after = null;
            for (var at = FirstReady; at is not null && !member.Before(at); at = at.Next)
                after = at;
        }
        else
        {
            after = _lastReady;
            while (after is not null && member.Before(after))
                after = after.Previous;
        }
        InsertReady(member, after);
    }

    private void InsertReady(Membership member, Membership? after)
    {
        var before = after is null ? FirstReady : after.Next;
        member.Previous = after;
        member.Next = before;
        if (after is null)
            FirstReady = member;
        else
            after.Next = member;
        if (before is null)
            _lastReady = member;
        else
            before.Previous = member;
        member.IsReady = true;
        ReadyCount++;
    }

    public void RemoveReady(Membership member)
    {
        if (!member.IsReady)
            return;
        if (member.Previous is null)
            FirstReady = member.Next;
        else
            member.Previous.Next = member.Next;
        if (member.Next is null)
            _lastReady = member.Previous;
        else
            member.Next.Previous = member.Previous;
        member.Previous = member.Next = null;
        member.IsReady = false;
        ReadyCount--;
    }
}
