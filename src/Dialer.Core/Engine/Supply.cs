using System.Diagnostics;
using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;

namespace Dialer.Core.Engine;

/// <summary>
/// Who is counted where, and the agents' one door between states. An agent may take people of several campaigns, and is
/// counted by the pacing of one at a time: two campaigns that dialed on the same free agent would abandon one of the two
/// people.
/// </summary>
internal sealed class Supply(Turn turn, Facts facts, Roster roster, Moments moments, Distribution distribution)
{
    public void ObserveAgent(Agent agent, PacingEventKind kind)
    {
        foreach (var member in agent.Memberships)
            member.Group.Campaign?.Pacer?.Observe(new PacingEvent(kind, 0, agent.Id, CallResult.None, CpaVerdict.None, TimeSpan.Zero), turn.Now);
    }

    /// <summary>The agent's one door: the state, the lists of ready agents, the pacing counts and the fact change together.</summary>
    public void Move(Agent agent, AgentState next, string? reason, bool nearFront = false)
    {
        var from = agent.State;
        Unbook(agent);
        if (next != AgentState.Reserved)
            agent.IsDedicated = false;
        if (from == AgentState.Ready)
        {
            // The bound of a deferred pause: a call came first, and the pause now follows that.
            turn.Cancel(ref agent.Deadline);
            LeaveReady(agent);
        }
        agent.MoveTo(next, turn.Now, reason);
        if (from is AgentState.Ready or AgentState.LoggedOut || (next == AgentState.Ready && agent.Serves is { Wants: false }))
            agent.Serves = ChooseCampaign(agent);
        if (next == AgentState.Ready)
            StandReady(agent, nearFront);
        distribution.Follow(agent);
        Book(agent);
        facts.Emit(EngineOutput.AgentStateChanged(turn.Now, agent.Id, from, next, reason) with { Interaction = agent.Conversation });
    }

    /// <summary>A pause or log-out that takes effect later, or was taken back.</summary>
    public void EmitSameState(Agent agent, string? reason) =>
        facts.Emit(EngineOutput.AgentStateChanged(turn.Now, agent.Id, agent.State, agent.State, reason) with { Interaction = agent.Conversation });

    private void Book(Agent agent)
    {
        Debug.Assert(agent.Booked == BookedAs.Nothing);
        if (agent.Serves is not { } campaign || agent.State == AgentState.LoggedOut)
            return;
        campaign.LoggedIn++;
        agent.Booked = BookedAs.LoggedIn;
        if (agent.State == AgentState.Ready)
        {
            if (agent.IsLeaving)
                campaign.LeavingReady++;
            else if (!agent.IsOccupied)
            {
                campaign.Idle++;
                agent.Booked = BookedAs.Idle;
            }
        }
        else if (agent.State != AgentState.NotReady)
        {
            campaign.AddBusy(agent, BusyOf(agent, agent.IsLeaving || agent.RestAt(turn.Now) > TimeSpan.Zero));
            agent.Booked = BookedAs.Busy;
        }

        // An agent reserved for an answer is no reason to dial more.
        if (agent.State != AgentState.Reserved)
            moments.Touch(campaign);
    }

    private static void Unbook(Agent agent)
    {
        if (agent.Booked == BookedAs.Nothing)
            return;
        var campaign = agent.Serves!;
        campaign.LoggedIn--;
        if (agent.Booked == BookedAs.Idle)
            campaign.Idle--;
        else if (agent.Booked == BookedAs.Busy)
            campaign.RemoveBusy(agent);
        else if (agent.State == AgentState.Ready)
            campaign.LeavingReady--;
        agent.Booked = BookedAs.Nothing;
    }

    /// <param name="leaves">Pauses, rests or logs out after this.</param>
    private static BusyAgent BusyOf(Agent agent, bool leaves) => agent.State switch
    {
        AgentState.Reserved when agent.IsDedicated => new BusyAgent(agent.Id, BusyPhase.Talking, agent.Since, leaves, Taken: true),
        AgentState.Reserved => new BusyAgent(agent.Id, BusyPhase.Reserved, agent.Since, agent.IsLeaving),
        AgentState.WrapUp => new BusyAgent(agent.Id, BusyPhase.WrapUp, agent.Since, leaves),
        AgentState.Talking or AgentState.OnHold => new BusyAgent(agent.Id, BusyPhase.Talking, agent.TalkingSince, leaves, Taken: IsTaken(agent)),
        AgentState.LoggedOut or AgentState.NotReady or AgentState.Ready => throw new UnreachableException(),
    };

    // A call dialed for one agent was counted when it was dialed.
    private static bool IsTaken(Agent agent) =>
        agent.Interaction?.Attempt is not { } attempt || (!attempt.Dedicated && attempt.Campaign != agent.Serves);

    /// <summary>What the agent holds that is no call may leave no room for one: then no pacing counts on him.</summary>
    public void Occupy(Agent agent)
    {
        bool isOccupied = agent.Works > 0 && !distribution.LeavesRoomForCalls(agent);
        if (isOccupied == agent.IsOccupied)
            return;
        Unbook(agent);
        agent.IsOccupied = isOccupied;
        Book(agent);
    }

    public void SetLeaving(Agent agent, LeavingTo to, string? reason)
    {
        Unbook(agent);
        agent.Leaving = to;
        agent.LeavingReason = reason;
        agent.LeavingSince = turn.Now;
        distribution.Follow(agent);
        Book(agent);
    }

    /// <summary>
    /// The campaign that counts on this agent next: of those that have somebody to dial the highest priority, among equals
    /// by weight. Where none has, the present one.
    /// </summary>
    private static Campaign? ChooseCampaign(Agent agent)
    {
        Campaign? best = null;
        Campaign? any = null;
        foreach (var member in agent.Memberships)
        {
            if (member.Group.Campaign is not { } campaign)
                continue;
            any ??= campaign;
            if (agent.Serves == campaign)
                any = campaign;
            if (campaign.Wants && (best is null || Precedes(campaign, best)))
                best = campaign;
        }
        if (best is null)
            return any;
        best.AgentPass += best.Stride;
        return best;
    }

    private static bool Precedes(Campaign a, Campaign b) =>
        a.Settings.Priority != b.Settings.Priority ? a.Settings.Priority > b.Settings.Priority : a.AgentPass < b.AgentPass;

    public void TellAgentsChanged(Agent agent) => ObserveAgent(agent, PacingEventKind.AgentsChanged);

    /// <summary>Free agents whom a campaign without leads counts on go to one that has some.</summary>
    public void ShareAgents(Campaign campaign)
    {
        for (var member = campaign.Group.FirstReady; member is not null; member = member.Next)
        {
            var agent = member.Agent;
            if (agent.Serves == campaign || agent.Serves is null || agent.Serves.Wants || !campaign.Wants)
                continue;
            Unbook(agent);
            agent.Serves = campaign;
            campaign.AgentPass += campaign.Stride;
            distribution.Follow(agent);
            Book(agent);
        }
    }

    public void RebuildMemberships()
    {
        foreach (var agent in roster.Agents)
            RebuildMemberships(agent);
    }

    public void RebuildMemberships(Agent agent)
    {
        Unbook(agent);
        LeaveReady(agent);
        var members = new List<Membership>();
        foreach (var campaign in roster.Campaigns)
            AddMembership(members, agent, campaign.Group);
        foreach (var queue in roster.Queues)
            AddMembership(members, agent, queue.Inbound);
        agent.Memberships = [.. members];
        if (agent.State == AgentState.Ready)
            StandReady(agent, nearFront: false);
        agent.Serves = ChooseCampaign(agent);
        distribution.Configure(agent);
        Book(agent);
    }

    /// <summary>Of campaigns: whom they show leads to, share and let go. Who gets whom is the distributor's.</summary>
    private static void StandReady(Agent agent, bool nearFront)
    {
        foreach (var member in agent.Memberships)
            if (member.Group.Campaign is not null)
                member.Group.AddReady(member, nearFront);
    }

    private static void LeaveReady(Agent agent)
    {
        foreach (var member in agent.Memberships)
            member.Group.RemoveReady(member);
    }

    private static void AddMembership(List<Membership> members, Agent agent, ServiceGroup group)
    {
        int proficiency = group.ProficiencyOf(agent.Settings);
        if (proficiency >= 0)
            members.Add(new Membership(agent, group, proficiency));
    }
}
