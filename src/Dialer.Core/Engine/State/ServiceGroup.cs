using System.Diagnostics;
using Dialer.Core.Agents;

namespace Dialer.Core.Engine.State;

/// <summary>
/// Interactions that the same agents may take (a campaign's people, or a queue's callers): its ready agents, longest
/// idle first, and its waiting interactions, longest waiting first. Who may serve is settled when settings change, so
/// that a match costs the number of groups an agent belongs to and nothing is searched or allocated while calls go on.
/// </summary>
internal sealed class ServiceGroup(Queue queue, Campaign? campaign)
{
    public Queue Queue { get; set; } = queue;

    /// <summary>Null for inbound.</summary>
    public Campaign? Campaign { get; } = campaign;

    public Membership? FirstReady { get; private set; }
    private Membership? _lastReady;
    public int ReadyCount { get; private set; }

    public Interaction? FirstWaiting { get; private set; }
    private Interaction? _lastWaiting;
    public int WaitingCount { get; private set; }

    /// <summary>The least proficiency over the queue's skills; -1 where the agent may not serve this group.</summary>
    public int ProficiencyOf(AgentSettings agent)
    {
        if (Campaign is not null && !agent.Campaigns.Contains(Campaign.Id))
            return -1;
        int least = 10;
        foreach (var required in Queue.Settings.Skills)
        {
            int has = 0;
            foreach (var skill in agent.Skills)
                if (skill.Skill == required.Skill)
                    has = Math.Max(has, skill.Proficiency);
            if (has < Math.Max(1, required.MinimumProficiency))
                return -1;
            least = Math.Min(least, has);
        }
        return least;
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

    /// <summary>At the end, but for who comes from another queue: they have waited there already, and go before who came later than they did.</summary>
    public void AddWaiting(Interaction interaction)
    {
        var before = _lastWaiting;
        while (before is { AgentWasLost: false } && before.WaitingSince > interaction.WaitingSince)
            before = before.Previous;
        var after = before is null ? FirstWaiting : before.Next;
        interaction.Previous = before;
        interaction.Next = after;
        if (before is null)
            FirstWaiting = interaction;
        else
            before.Next = interaction;
        if (after is null)
            _lastWaiting = interaction;
        else
            after.Previous = interaction;
        WaitingCount++;
    }

    /// <summary>For one who has already spoken to an agent that was lost: before all others.</summary>
    public void AddWaitingFirst(Interaction interaction)
    {
        interaction.Previous = null;
        interaction.Next = FirstWaiting;
        if (FirstWaiting is null)
            _lastWaiting = interaction;
        else
            FirstWaiting.Previous = interaction;
        FirstWaiting = interaction;
        WaitingCount++;
    }

    public void RemoveWaiting(Interaction interaction)
    {
        if (interaction.Previous is null)
            FirstWaiting = interaction.Next;
        else
            interaction.Previous.Next = interaction.Next;
        if (interaction.Next is null)
            _lastWaiting = interaction.Previous;
        else
            interaction.Next.Previous = interaction.Previous;
        interaction.Previous = interaction.Next = null;
        WaitingCount--;
    }
}
