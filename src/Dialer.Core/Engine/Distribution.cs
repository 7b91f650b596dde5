using Dialer.Core.Agents;
using Dialer.Core.Engine.State;

namespace Dialer.Core.Engine;

/// <summary>Who gets the next agent, and who gets the next call.</summary>
internal sealed class Distribution(Turn turn, Roster roster)
{
    /// <summary>Longest idle first, of those whom this campaign's pacing counts on; where there is none of these, of all who may.</summary>
    public static Agent? AgentFor(ServiceGroup group)
    {
        if (group.Campaign is { Idle: > 0 } campaign)
            for (var member = group.FirstReady; member is not null; member = member.Next)
                if (member.Agent.Serves == campaign)
                    return member.Agent;
        return group.FirstReady?.Agent;
    }

    /// <summary>
    /// A certain person goes before one who may be a machine: the agent comes from the latest answer that is still
    /// open, whose deadline is the farthest.
    /// </summary>
    public static Agent? AgentFromUndecided(Campaign campaign)
    {
        for (var open = campaign.Reserved.Last; open is not null; open = open.PreviousOpen)
        {
            if (open.Dedicated)
                continue;
            var agent = open.Agent!;
            open.Agent = null;
            agent.Reserved = null;
            OpenAnswers.Remove(open);
            campaign.Unreserved.Add(open);
            return agent;
        }
        return null;
    }

    /// <summary>Who waits while nobody is logged in who could take the call would wait for ever: it has an end.</summary>
    public void LookForSomebody(Interaction interaction)
    {
        turn.Cancel(ref interaction.Deadline);
        interaction.Deadline = turn.In(EngineLimits.NobodyThere, DueKind.NobodyThere, interaction);
    }

    public bool HasSomebody(ServiceGroup group)
    {
        foreach (var agent in roster.Agents)
            if (agent.State != AgentState.LoggedOut)
                foreach (var member in agent.Memberships)
                    if (member.Group == group)
                        return true;
        return false;
    }

    public static Interaction? NextWaitingFor(Agent agent)
    {
        Interaction? best = null;
        foreach (var member in agent.Memberships)
        {
            var first = member.Group.FirstWaiting;
            if (first is null)
                continue;
            if (best is null || first.Queue.Settings.Priority > best.Queue.Settings.Priority
                || (first.Queue.Settings.Priority == best.Queue.Settings.Priority && first.WaitingSince < best.WaitingSince))
                best = first;
        }
        return best;
    }

    public static Attempt? NextUndecidedFor(Agent agent)
    {
        Attempt? best = null;
        foreach (var member in agent.Memberships)
            if (member.Group.Campaign?.Unreserved.First is { } first && (best is null || first.AnsweredAt < best.AnsweredAt))
                best = first;
        return best;
    }
}
