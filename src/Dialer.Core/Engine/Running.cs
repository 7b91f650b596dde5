using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>A campaign's states, its hopper, and what stops everybody: a trunk that is away, a consumer that is behind.</summary>
public sealed partial class DialerEngine
{
    private readonly List<string> _congested = [];

    private void StartCampaign(CampaignId id)
    {
        if (FindCampaign(id) is not { } campaign)
            return;
        if (_draining)
            Refuse(id, "the dialer is draining");
        else if (campaign.State == CampaignState.Running)
            Refuse(id, "the campaign is running already");
        else
            Run(campaign);
    }

    private void Run(Campaign campaign)
    {
        campaign.MoveTo(CampaignState.Running);
        TrustTrunks(campaign);
        campaign.AskAt = _now;
        foreach (var other in campaign.Trunk.Campaigns)
            if (other != campaign && other.State == CampaignState.Running)
            {
                // No credit for the time away: it would take everything until it had caught up.
                campaign.LaunchPass = Math.Max(campaign.LaunchPass, other.LaunchPass);
                campaign.AgentPass = Math.Max(campaign.AgentPass, other.AgentPass);
            }
        EmitCampaign(campaign);
        Replace(ref campaign.TickDeadline, _now + EngineLimits.Tick, DueKind.CampaignTick, campaign);
        Touch(campaign);
    }

    private void PauseCampaign(CampaignId id)
    {
        if (FindCampaign(id) is not { } campaign)
            return;
        if (campaign.State != CampaignState.Running)
            Refuse(id, "the campaign is not running");
        else
            Halt(campaign, CampaignState.Paused);
    }

    private void StopCampaign(CampaignId id)
    {
        if (FindCampaign(id) is not { } campaign)
            return;
        if (campaign.State == CampaignState.Stopped)
            Refuse(id, "the campaign is stopped already");
        else
            Stop(campaign);
    }

    private void Stop(Campaign campaign)
    {
        Halt(campaign, CampaignState.Stopped);
        EmptyHopper(campaign, "campaign stopped");
    }

    private void Halt(Campaign campaign, CampaignState next)
    {
        campaign.MoveTo(next);
        campaign.IsHungry = false;
        campaign.Limit = PacingLimit.Paused;
        _deadlines.Cancel(ref campaign.TickDeadline);
        _deadlines.Cancel(ref campaign.AskDeadline);
        EmitCampaign(campaign);
        if (campaign.Previewing > 0)
            TakePreviewsBack(campaign);
    }

    private void EmptyHopper(Campaign campaign, string why)
    {
        while (campaign.Hopper.TryTake(out var lead))
            EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, why);
        foreach (var lead in campaign.Promised)
            EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, why);
        campaign.Promised.Clear();
        campaign.PromisedUntil.Clear();
    }

    private void LeadsLoaded(CampaignId id, LeadBatch batch)
    {
        if (FindCampaign(id) is not { } campaign)
            return;
        bool keep = campaign.State is CampaignState.Running or CampaignState.Paused && !_draining;
        bool ofThisMode = campaign.AskedAppointments == (campaign.Settings.Mode == DialMode.Callback);
        for (int i = 0; i < batch.Leads.Count; i++)
        {
            var lead = batch.Leads[i];
            if (lead.NextPhone < 0 || lead.NextPhone >= lead.Phones.Count)
                EmitRefusal(campaign, lead, "", new DialPermission(DialRefusal.InvalidNumber, Instant.Never), leaves: true);
            else if (campaign.ChangedMeanwhile.Contains(lead.Id))
                EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, SaidAnew);
            else if (!keep || !ofThisMode)
                EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, keep ? OtherMode : "campaign not running");
            else if (!TryHold(campaign, lead))
                EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, "hopper full");
        }
        campaign.LoadOutstanding = false;
        campaign.ChangedMeanwhile.Clear();
        bool isShort = ofThisMode && batch.Leads.Count < campaign.Asked;
        campaign.AskAt = isShort ? Instant.Max(batch.NextCallable, _now + EngineLimits.AskAgain) : _now;
        Touch(campaign);
    }

    /// <summary>Whatever the store said of the list before. A campaign that somebody paused or stopped stays so.</summary>
    private void LeadsAdded(CampaignId id)
    {
        if (FindCampaign(id) is { } campaign)
            AskAnew(campaign);
    }

    private void AskAnew(Campaign campaign)
    {
        if (campaign.State == CampaignState.Finished && !_draining)
            Run(campaign);
        AskBy(campaign, _now);
        Touch(campaign);
    }

    private bool TryHold(Campaign campaign, HopperLead lead)
    {
        if (lead.ForAgent is null)
            return campaign.Hopper.TryAdd(lead);
        if (campaign.Promised.Count >= Hopper.Capacity)
            return false;
        campaign.Promised.Add(lead);
        campaign.PromisedUntil.Add(_now + EngineLimits.PromisedAgentWait);
        return true;
    }

    /// <summary>Asks for leads when less than half of what the next half minute or so needs is left; one order at a time.</summary>
    private void FillHopper(Campaign campaign)
    {
        if (campaign.LoadOutstanding)
            return;
        int held = campaign.Hopper.Count;
        int target = HopperTarget(campaign);
        if (held * 2 > target)
            return;
        if (_now < campaign.AskAt)
        {
            if (campaign.AskAt != Instant.Never && !campaign.AskDeadline.IsSet)
                campaign.AskDeadline = _deadlines.Add(campaign.AskAt, new Due(DueKind.AskLeads, campaign));
            return;
        }
        campaign.Asked = target - held;
        campaign.AskedAppointments = campaign.Settings.Mode == DialMode.Callback;
        campaign.LoadOutstanding = true;
        Emit(EngineOutput.LoadLeads(_now, campaign.Id, campaign.Asked, campaign.AskedAppointments));
    }

    private static int HopperTarget(Campaign campaign)
    {
        int lately = Math.Max(campaign.LaunchedLately, campaign.LaunchedBefore);
        return Math.Clamp(Math.Max(lately * 2, campaign.LoggedIn * 3), EngineLimits.HopperLeast, Hopper.Capacity);
    }

    private void AskLeads(Campaign campaign)
    {
        campaign.AskDeadline = DeadlineHandle.None;
        Touch(campaign);
    }

    /// <summary>A lead will be callable then: ask again, even where the list was said to be finished.</summary>
    private void AskBy(Campaign campaign, Instant at)
    {
        if (at >= campaign.AskAt)
            return;
        campaign.AskAt = at;
        _deadlines.Cancel(ref campaign.AskDeadline);
    }

    private void CampaignTick(Campaign campaign)
    {
        campaign.TickDeadline = In(EngineLimits.Tick, DueKind.CampaignTick, campaign);
        campaign.Ticks++;
        campaign.Allowance.AdvanceTo(_now);
        if (campaign.Ticks % EngineLimits.TicksPerLaunchWindow == 0)
        {
            campaign.LaunchedBefore = campaign.LaunchedLately;
            campaign.LaunchedLately = 0;
        }
        ShareAgents(campaign);
        Touch(campaign);
        PaceDirty();
        if (campaign.Pacer is { } pacer && campaign.Ticks % EngineLimits.TicksPerPacingFact == 0)
            EmitPacing(campaign, pacer);
        FinishIfDone(campaign);
    }

    /// <summary>Free agents whom a campaign without leads counts on go to one that has some.</summary>
    private void ShareAgents(Campaign campaign)
    {
        for (var member = campaign.Group.FirstReady; member is not null; member = member.Next)
        {
            var agent = member.Agent;
            if (agent.Serves == campaign || agent.Serves is null || agent.Serves.Wants || !campaign.Wants)
                continue;
            Unbook(agent);
            agent.Serves = campaign;
            campaign.AgentPass += Stride(campaign);
            Book(agent);
        }
    }

    private void FinishIfDone(Campaign campaign)
    {
        if (campaign.State != CampaignState.Running || campaign.LoadOutstanding || campaign.AskAt != Instant.Never)
            return;
        if (campaign.Hopper.Count + campaign.Promised.Count + campaign.Open + campaign.Previewing > 0)
            return;
        if (campaign.Refusals.AtTheEnd(_now) is { } refused)
            RefusesEverything(campaign, refused);
        else
            Halt(campaign, CampaignState.Finished);
    }

    private void TrunkUnavailable(TrunkId id, string? why, bool isStarting)
    {
        if (!_trunks.TryGetValue(id.Value, out var trunk) || (!trunk.IsAvailable && trunk.Doubt == why))
        {
            IgnoredSignals++;
            return;
        }
        trunk.IsAvailable = false;
        trunk.Doubt = why;
        EmitTrunk(trunk, why, isStarting);
    }

    private void TrunkAvailable(TrunkId id, string? doubt)
    {
        if (!_trunks.TryGetValue(id.Value, out var trunk) || (trunk.IsAvailable && trunk.Doubt == doubt))
        {
            IgnoredSignals++;
            return;
        }
        trunk.IsAvailable = true;
        trunk.Doubt = doubt;
        EmitTrunk(trunk, doubt);
        foreach (var campaign in trunk.Campaigns)
            Touch(campaign);
    }

    /// <summary>By name, so that each consumer's relief ends its own congestion only.</summary>
    private void OutletCongested(string outlet)
    {
        if (!_congested.Contains(outlet))
            _congested.Add(outlet);
    }

    private void OutletRelieved(string outlet)
    {
        _congested.Remove(outlet);
        if (_congested.Count == 0)
            foreach (var campaign in _campaignList)
                Touch(campaign);
    }
}
