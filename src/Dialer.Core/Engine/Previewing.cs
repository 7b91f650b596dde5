using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Preview: a free agent is shown a lead, and takes it or passes it on.</summary>
public sealed partial class DialerEngine
{
    private void PacePreview(Campaign campaign)
    {
        int offers = campaign.Idle - campaign.Settings.InboundReserve - campaign.CallsWithoutAgent;
        var member = campaign.Group.FirstReady;
        while (offers > 0 && member is not null && campaign.Hopper.Count > 0)
        {
            var next = member.Next;
            var agent = member.Agent;
            if (agent.Serves == campaign && !agent.IsLeaving && OfferNext(campaign, agent))
                offers--;
            member = next;
        }
        FillHopper(campaign);
    }

    /// <summary>The gate is asked before a person is shown, so that nobody reads up on one who may not be called, and again at dialing.</summary>
    private bool OfferNext(Campaign campaign, Agent agent)
    {
        while (campaign.Hopper.TryTake(out var lead))
        {
            if (!PassesGate(campaign, ref lead))
                continue;
            agent.Preview = lead;
            agent.PreviewCampaign = campaign;
            agent.PreviewAccepted = false;
            agent.PreviewTimeOut = campaign.Settings.PreviewTimeOut;
            campaign.Previewing++;
            agent.IsDedicated = true;
            Move(agent, AgentState.Reserved, "preview");
            EmitLead(EngineOutputKind.PreviewOffered, campaign, lead, agent.Id, lead.Phones[lead.NextPhone].Number);
            Replace(ref agent.Deadline, _now + campaign.Settings.PreviewLimit, DueKind.PreviewLimit, agent);
            return true;
        }
        return false;
    }

    private void AcceptPreview(AgentId id)
    {
        if (FindAgent(id) is not { } agent)
            return;
        if (agent.Preview is null || agent.PreviewAccepted)
            Refuse(id, "no preview to accept");
        else
            Accept(agent);
    }

    private void Accept(Agent agent)
    {
        var campaign = agent.PreviewCampaign!;
        _deadlines.Cancel(ref agent.Deadline);
        agent.PreviewAccepted = true;
        campaign.AcceptedPreviews.Add(agent);
        Touch(campaign);
    }

    private void SkipPreview(AgentId id)
    {
        if (FindAgent(id) is not { } agent)
            return;
        if (agent.Preview is null || agent.PreviewAccepted)
            Refuse(id, "no preview to skip");
        else
            PassPreviewOn(agent, "skipped");
    }

    private void PreviewLimit(Agent agent)
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
                    SetLeaving(agent, LeavingTo.NotReady, "preview timed out");
                PassPreviewOn(agent, "preview timed out");
                break;
        }
    }

    private void PassPreviewOn(Agent agent, string why)
    {
        _deadlines.Cancel(ref agent.Deadline);
        ReturnPreview(agent, why);
        BecomeReady(agent, keepIdleSince: false);
    }

    /// <summary>The campaign dials no more: whoever reads or has accepted a preview is free for others.</summary>
    private void TakePreviewsBack(Campaign campaign)
    {
        foreach (var agent in _agentList)
            if (agent.PreviewCampaign == campaign)
                PassPreviewOn(agent, "campaign " + NameOf(campaign.State));
    }

    private void ReturnPreview(Agent agent, string why)
    {
        if (agent.Preview is not { } lead)
            return;
        var campaign = agent.PreviewCampaign!;
        EndPreview(agent);
        EmitLead(EngineOutputKind.LeadReturned, campaign, lead, agent.Id, why);
        AskBy(campaign, _now + EngineLimits.AskAfterSkip);
    }

    private static void EndPreview(Agent agent)
    {
        agent.PreviewCampaign!.Previewing--;
        agent.PreviewCampaign.AcceptedPreviews.Remove(agent);
        agent.Preview = null;
        agent.PreviewCampaign = null;
        agent.PreviewAccepted = false;
    }

    private void DialAccepted(Campaign campaign)
    {
        while (campaign.AcceptedPreviews.Count > 0)
        {
            if (FreeLines(campaign) == 0 || campaign.Trunk.AllowedNow(_now) == 0)
            {
                WaitForTrunk(campaign);
                return;
            }
            var agent = campaign.AcceptedPreviews[0];
            var lead = agent.Preview!;
            EndPreview(agent);
            if (!TryStart(campaign, lead, agent))
                BecomeReady(agent, keepIdleSince: false);
        }
        campaign.IsHungry = false;
    }
}
