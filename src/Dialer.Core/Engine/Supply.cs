using System.Diagnostics;
using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Pacing;

namespace Dialer.Core.Engine;

/// <summary>
/// Who is counted where. An agent may take people of several campaigns, and is counted by the pacing of one at a time:
/// two campaigns that dialed on the same free agent would abandon one of the two people.
/// </summary>
public sealed partial class DialerEngine
{
    /// <summary>The agent's one door: the state, the lists of ready agents, the pacing counts and the fact change together.</summary>
    private void Move(Agent agent, AgentState next, string? reason, bool nearFront = false)
    {
        var from = agent.State;
        Unbook(agent);
        if (next != AgentState.Reserved)
            agent.IsDedicated = false;
        if (from == AgentState.Ready)
        {
            // The bound of a deferred pause: a call came first, and the pause now follows that.
            _deadlines.Cancel(ref agent.Deadline);
            foreach (var member in agent.Memberships)
                member.Group.RemoveReady(member);
        }
        agent.MoveTo(next, _now, reason);
        if (from is AgentState.Ready or AgentState.LoggedOut || (next == AgentState.Ready && agent.Serves is { Wants: false }))
            agent.Serves = ChooseCampaign(agent);
        if (next == AgentState.Ready)
            foreach (var member in agent.Memberships)
                member.Group.AddReady(member, nearFront);
        Book(agent);
        Emit(EngineOutput.AgentStateChanged(_now, agent.Id, from, next, reason) with { Interaction = agent.Interaction?.Id ?? default });
    }

    /// <summary>A pause or log-out that takes effect later, or was taken back.</summary>
    private void EmitSameState(Agent agent, string? reason) =>
        Emit(EngineOutput.AgentStateChanged(_now, agent.Id, agent.State, agent.State, reason) with { Interaction = agent.Interaction?.Id ?? default });

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
            else
            {
                campaign.Idle++;
                agent.Booked = BookedAs.Idle;
            }
        }
        else if (agent.State != AgentState.NotReady)
        {
            campaign.AddBusy(agent, BusyOf(agent));
            agent.Booked = BookedAs.Busy;
        }

        // An agent reserved for an answer is no reason to dial more.
        if (agent.State != AgentState.Reserved)
            Touch(campaign);
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

    private static BusyAgent BusyOf(Agent agent) => agent.State switch
    {
        AgentState.Reserved when agent.IsDedicated => new BusyAgent(agent.Id, BusyPhase.Talking, agent.Since, agent.IsLeaving, Taken: true),
        AgentState.Reserved => new BusyAgent(agent.Id, BusyPhase.Reserved, agent.Since, agent.IsLeaving),
        AgentState.WrapUp => new BusyAgent(agent.Id, BusyPhase.WrapUp, agent.Since, agent.IsLeaving),
        AgentState.Talking or AgentState.OnHold => new BusyAgent(agent.Id, BusyPhase.Talking, agent.TalkingSince, agent.IsLeaving, Taken: IsTaken(agent)),
        AgentState.LoggedOut or AgentState.NotReady or AgentState.Ready => throw new UnreachableException(),
    };

    // A call dialed for one agent was counted when it was dialed.
    private static bool IsTaken(Agent agent) =>
        agent.Interaction?.Attempt is not { } attempt || (!attempt.Dedicated && attempt.Campaign != agent.Serves);

    private void SetLeaving(Agent agent, LeavingTo to, string? reason)
    {
        Unbook(agent);
        agent.Leaving = to;
        agent.LeavingReason = reason;
        agent.LeavingSince = _now;
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
        best.AgentPass += Stride(best);
        return best;
    }

    private static bool Precedes(Campaign a, Campaign b) =>
        a.Settings.Priority != b.Settings.Priority ? a.Settings.Priority > b.Settings.Priority : a.AgentPass < b.AgentPass;

    private static long Stride(Campaign campaign) => 1_000_000 / Math.Clamp(campaign.Settings.Weight, 1, 1_000_000);

    private void TellAgentsChanged(Agent agent) => ObserveAgent(agent, PacingEventKind.AgentsChanged);
}
