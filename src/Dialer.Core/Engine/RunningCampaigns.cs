using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>A campaign's states, from its start to the end of its list.</summary>
internal sealed class RunningCampaigns(Turn turn, Facts facts, Roster roster, Moments moments, Supply supply, LeadSupply leads, Refusals refusals, Previews previews, Blending blending)
{
    public void StartCampaign(CampaignId id)
    {
        if (roster.FindCampaign(id) is not { } campaign)
            return;
        if (turn.IsDraining)
            facts.Refuse(id, "the dialer is draining");
        else if (campaign.State == CampaignState.Running)
            facts.Refuse(id, "the campaign is running already");
        else
            Run(campaign);
    }

    public void Run(Campaign campaign)
    {
        campaign.MoveTo(CampaignState.Running);
        refusals.TrustTrunks(campaign);
        campaign.AskAt = turn.Now;
        MakeRoom(campaign);
        foreach (var other in campaign.Trunk.Campaigns)
            if (other != campaign && other.State == CampaignState.Running)
            {
                // No credit for the time away: it would take everything until it had caught up.
                campaign.LaunchPass = Math.Max(campaign.LaunchPass, other.LaunchPass);
                campaign.AgentPass = Math.Max(campaign.AgentPass, other.AgentPass);
            }
        facts.EmitCampaign(campaign);
        turn.Replace(ref campaign.TickDeadline, turn.Now + EngineLimits.Tick, DueKind.CampaignTick, campaign);
        moments.Touch(campaign);
    }

    public void PauseCampaign(CampaignId id)
    {
        if (roster.FindCampaign(id) is not { } campaign)
            return;
        if (campaign.State != CampaignState.Running)
            facts.Refuse(id, "the campaign is not running");
        else
            Halt(campaign, CampaignState.Paused);
    }

    public void StopCampaign(CampaignId id)
    {
        if (roster.FindCampaign(id) is not { } campaign)
            return;
        if (campaign.State == CampaignState.Stopped)
            facts.Refuse(id, "the campaign is stopped already");
        else
            Stop(campaign);
    }

    public void Stop(Campaign campaign)
    {
        Halt(campaign, CampaignState.Stopped);
        leads.EmptyHopper(campaign, "campaign stopped");
    }

    public void Halt(Campaign campaign, CampaignState next)
    {
        campaign.MoveTo(next);
        campaign.IsHungry = false;
        campaign.Limit = PacingLimit.Paused;
        turn.Cancel(ref campaign.TickDeadline);
        turn.Cancel(ref campaign.AskDeadline);
        facts.EmitLearned(campaign);
        facts.EmitCampaign(campaign);
        if (campaign.Previewing > 0)
            previews.TakePreviewsBack(campaign);
    }

    /// <summary>Whatever the store said of the list before. A campaign that somebody paused or stopped stays so.</summary>
    public void LeadsAdded(CampaignId id, bool mayGoFirst)
    {
        if (roster.FindCampaign(id) is not { } campaign)
            return;
        campaign.HasNewLeads |= mayGoFirst;
        AskAnew(campaign);
    }

    public void AskAnew(Campaign campaign)
    {
        if (campaign.State == CampaignState.Finished && !turn.IsDraining)
            Run(campaign);
        leads.AskBy(campaign, turn.Now);
        moments.Touch(campaign);
    }

    public void Tick(Campaign campaign)
    {
        campaign.TickDeadline = turn.In(EngineLimits.Tick, DueKind.CampaignTick, campaign);
        campaign.Ticks++;
        campaign.Allowance.AdvanceTo(turn.Now);
        if (campaign.Ticks % EngineLimits.TicksPerLaunchWindow == 0)
        {
            campaign.LaunchedBefore = campaign.LaunchedLately;
            campaign.LaunchedLately = 0;
        }
        supply.ShareAgents(campaign);
        MakeRoom(campaign);
        moments.Touch(campaign);
    }

    private void MakeRoom(Campaign campaign) => campaign.RoomForCallers = campaign.Settings.InboundTargets ? blending.RoomOf(campaign) : 0;

    /// <summary>After the pacing moment that the tick brought.</summary>
    public void AfterTick(Campaign campaign)
    {
        if (campaign.Pacer is { } pacer && campaign.Ticks % EngineLimits.TicksPerPacingFact == 0)
            facts.EmitPacing(campaign, pacer);
        if (campaign.Ticks % EngineLimits.TicksPerLearnedFact == 0)
            facts.EmitLearned(campaign);
        FinishIfDone(campaign);
    }

    public void FinishIfDone(Campaign campaign)
    {
        if (campaign.State != CampaignState.Running || campaign.LoadOutstanding || campaign.AskAt != Instant.Never)
            return;
        if (campaign.Hopper.Count + campaign.Promised.Count + campaign.Open + campaign.Previewing > 0)
            return;
        if (campaign.RefusalWatch.AtTheEnd(turn.Now) is not { } refused)
            Halt(campaign, CampaignState.Finished);
        else if (refusals.RefusesEverything(campaign, refused))
            Halt(campaign, CampaignState.Paused);
    }
}
