using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Preview: a free agent is shown a lead, and takes it or passes it on.</summary>
internal sealed class Previews(Turn turn, Facts facts, Roster roster, Moments moments, FreeAgents freeAgents, Supply supply, LeadSupply leads, LeadGate leadGate)
{
    private static string NameOf(CampaignState state) => state switch
    {
        CampaignState.Idle => "idle",
        CampaignState.Running => "running",
        CampaignState.Paused => "paused",
        CampaignState.Stopped => "stopped",
        CampaignState.Finished => "finished",
    };

    public void PacePreview(Campaign campaign)
    {
        int offers = campaign.Idle - Math.Max(campaign.Settings.InboundReserve, campaign.RoomForCallers) - campaign.CallsWithoutAgent;
        var member = campaign.Group.FirstReady;
        while (offers > 0 && member is not null && campaign.Hopper.Count > 0)
        {
            var next = member.Next;
            var agent = member.Agent;
            if (agent.Serves == campaign && agent.TakesCalls && !agent.IsLeaving && OfferNext(campaign, agent))
                offers--;
            member = next;
        }
        leads.FillHopper(campaign);
    }

    /// <summary>The gate is asked before a person is shown, so that nobody reads up on one who may not be called, and again at dialing.</summary>
    private bool OfferNext(Campaign campaign, Agent agent)
    {
        while (campaign.Hopper.TryTake(out var lead))
        {
            if (!leadGate.PassesGate(campaign, ref lead))
                continue;
            agent.Preview = lead;
            agent.PreviewCampaign = campaign;
            agent.PreviewAccepted = false;
            agent.PreviewTimeOut = campaign.Settings.PreviewTimeOut;
            campaign.Previewing++;
            agent.IsDedicated = true;
            supply.Move(agent, AgentState.Reserved, "preview");
            facts.EmitLead(EngineOutputKind.PreviewOffered, campaign, lead, agent.Id, lead.Phones[lead.NextPhone].Number);
            turn.Replace(ref agent.Deadline, turn.Now + campaign.Settings.PreviewLimit, DueKind.PreviewLimit, agent);
            return true;
        }
        return false;
    }

    public void AcceptPreview(AgentId id)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        if (agent.Preview is null || agent.PreviewAccepted)
            facts.Refuse(id, "no preview to accept");
        else
            Accept(agent);
    }

    private void Accept(Agent agent)
    {
        var campaign = agent.PreviewCampaign!;
        turn.Cancel(ref agent.Deadline);
        agent.PreviewAccepted = true;
        campaign.AcceptedPreviews.Add(agent);
        moments.Touch(campaign);
    }

    public void SkipPreview(AgentId id)
    {
        if (roster.FindAgent(id) is not { } agent)
            return;
        if (agent.Preview is null || agent.PreviewAccepted)
            facts.Refuse(id, "no preview to skip");
        else
            PassPreviewOn(agent, "skipped");
    }

    public void PreviewLimit(Agent agent)
    {
        agent.Deadline = DeadlineHandle.None;
        switch (agent.PreviewTimeOut)
        {
            case PreviewTimeOut.DialLead:
                Accept(agent);
                break;
            case PreviewTimeOut.SkipLead:
                PassPreviewOn(agent, "preview timed out");
                break;
            case PreviewTimeOut.AgentNotReady:
                if (!agent.IsLeaving)
                    supply.SetLeaving(agent, LeavingTo.NotReady, "preview timed out");
                PassPreviewOn(agent, "preview timed out");
                break;
        }
    }

    public void PassPreviewOn(Agent agent, string why)
    {
        turn.Cancel(ref agent.Deadline);
        ReturnPreview(agent, why);
        freeAgents.Tell(agent, keepIdleSince: false);
    }

    /// <summary>The campaign dials no more: whoever reads or has accepted a preview is free for others.</summary>
    public void TakePreviewsBack(Campaign campaign)
    {
        foreach (var agent in roster.Agents)
            if (agent.PreviewCampaign == campaign)
                PassPreviewOn(agent, "campaign " + NameOf(campaign.State));
    }

    public void ReturnPreview(Agent agent, string why)
    {
        if (agent.Preview is not { } lead)
            return;
        var campaign = agent.PreviewCampaign!;
        EndPreview(agent);
        facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, agent.Id, why);
        leads.AskBy(campaign, turn.Now + EngineLimits.AskAfterSkip);
    }

    public static void EndPreview(Agent agent)
    {
        agent.PreviewCampaign!.Previewing--;
        agent.PreviewCampaign.AcceptedPreviews.Remove(agent);
        agent.Preview = null;
        agent.PreviewCampaign = null;
        agent.PreviewAccepted = false;
    }
}
