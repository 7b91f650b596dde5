using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>A campaign's hopper: what was loaded, when the store is asked for more, and what goes back.</summary>
internal sealed class LeadSupply(Turn turn, Facts facts, Roster roster, Moments moments)
{
    public const string SaidAnew = "its conversation was described meanwhile";
    public const string OtherMode = "dial mode changed";

    public void EmptyHopper(Campaign campaign, string why)
    {
        while (campaign.Hopper.TryTake(out var lead))
            facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, why);
        foreach (var lead in campaign.Promised)
            facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, why);
        campaign.Promised.Clear();
        campaign.PromisedUntil.Clear();
    }

    public void LeadsLoaded(CampaignId id, LeadBatch batch)
    {
        if (roster.FindCampaign(id) is not { } campaign)
            return;
        bool keep = campaign.State is CampaignState.Running or CampaignState.Paused && !turn.IsDraining;
        bool ofThisMode = campaign.AskedAppointments == (campaign.Settings.Mode == DialMode.Callback);
        for (int i = 0; i < batch.Leads.Count; i++)
        {
            var lead = batch.Leads[i];
            if (lead.NextPhone < 0 || lead.NextPhone >= lead.Phones.Count)
                facts.EmitRefusal(campaign, lead, "", new DialPermission(DialRefusal.InvalidNumber, Instant.Never), leaves: true);
            else if (campaign.ChangedMeanwhile.Contains(lead.Id))
                facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, SaidAnew);
            else if (!keep || !ofThisMode)
                facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, keep ? OtherMode : "campaign not running");
            else if (!TryHold(campaign, lead))
                facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, "hopper full");
        }
        campaign.LoadOutstanding = false;
        campaign.LeadsBeyond = batch.Left;
        campaign.ChangedMeanwhile.Clear();
        bool isShort = ofThisMode && batch.Leads.Count < campaign.Asked;
        campaign.AskAt = isShort ? Instant.Max(batch.NextCallable, turn.Now + EngineLimits.AskAgain) : turn.Now;
        moments.Touch(campaign);
    }

    private bool TryHold(Campaign campaign, HopperLead lead)
    {
        if (lead.ForAgent is null)
            return campaign.Hopper.TryAdd(lead);
        if (campaign.Promised.Count >= Hopper.Capacity)
            return false;
        campaign.Promised.Add(lead);
        campaign.PromisedUntil.Add(turn.Now + EngineLimits.PromisedAgentWait);
        return true;
    }

    /// <summary>
    /// Asks for leads when less than half of what the next half minute or so needs is left, and whenever some were added, who may
    /// go before those that are held; one order at a time.
    /// </summary>
    public void FillHopper(Campaign campaign)
    {
        if (campaign.LoadOutstanding)
            return;
        int held = campaign.Hopper.Count;
        int target = HopperTarget(campaign);
        bool isNeeded = held * 2 <= target || (campaign.HasNewLeads && held < Hopper.Capacity);
        if (!isNeeded)
            return;
        if (turn.Now < campaign.AskAt)
        {
            if (campaign.AskAt != Instant.Never && !campaign.AskDeadline.IsSet)
                campaign.AskDeadline = turn.At(campaign.AskAt, DueKind.AskLeads, campaign);
            return;
        }
        campaign.Asked = Math.Max(target - held, campaign.HasNewLeads ? Math.Min(EngineLimits.HopperLeast, Hopper.Capacity - held) : 0);
        campaign.HasNewLeads = false;
        campaign.AskedAppointments = campaign.Settings.Mode == DialMode.Callback;
        campaign.LoadOutstanding = true;
        facts.Emit(EngineOutput.LoadLeads(turn.Now, campaign.Id, campaign.Asked, campaign.AskedAppointments));
    }

    private static int HopperTarget(Campaign campaign)
    {
        int lately = Math.Max(campaign.LaunchedLately, campaign.LaunchedBefore);
        return Math.Clamp(Math.Max(lately * 2, campaign.LoggedIn * 3), EngineLimits.HopperLeast, Hopper.Capacity);
    }

    public void AskLeads(Campaign campaign)
    {
        campaign.AskDeadline = DeadlineHandle.None;
        moments.Touch(campaign);
    }

    /// <summary>A lead will be callable then: ask again, even where the list was said to be finished.</summary>
    public void AskBy(Campaign campaign, Instant at)
    {
        if (at >= campaign.AskAt)
            return;
        campaign.AskAt = at;
        turn.Cancel(ref campaign.AskDeadline);
    }

    public void TakePromiseBack(Campaign campaign, LeadId lead)
    {
        for (int i = campaign.Promised.Count - 1; i >= 0; i--)
        {
            if (campaign.Promised[i].Id != lead)
                continue;
            facts.EmitLead(EngineOutputKind.LeadReturned, campaign, campaign.Promised[i], default, SaidAnew);
            campaign.Promised.RemoveAt(i);
        }
    }
}
