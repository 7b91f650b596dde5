using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>A campaign's hopper: what was loaded, when the store is asked for more, and what goes back.</summary>
internal sealed class LeadSupply(Turn turn, Facts facts, Roster roster, Moments moments)
{
    public const string SaidAnew = "its conversation was described meanwhile";
    public const string OtherMode = "dial mode changed";
    private const string BetterChances = "others are likelier to answer now";
    private readonly List<HopperLead> _passedOver = [];

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
        campaign.IsShort = isShort;
        campaign.AskAt = isShort ? Instant.Max(batch.NextCallable, turn.Now + EngineLimits.AskAgain) : turn.Now;
        moments.Touch(campaign);
    }

    private bool TryHold(Campaign campaign, HopperLead lead)
    {
        if (lead.ForAgent is null)
            return campaign.Hopper.TryAdd(lead, Judge(campaign, lead));
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
        int target = HopperTarget(campaign);
        bool isNeeded = campaign.Hopper.Count * 2 <= target || (campaign.HasNewLeads && campaign.Hopper.Count < Hopper.Capacity);
        if (!isNeeded)
            return;
        if (turn.Now < campaign.AskAt)
        {
            if (campaign.AskAt != Instant.Never && !campaign.AskDeadline.IsSet)
                campaign.AskDeadline = turn.At(campaign.AskAt, DueKind.AskLeads, campaign);
            return;
        }
        if (Chooses(campaign))
            PassOver(campaign);
        int held = campaign.Hopper.Count;
        campaign.Asked = Math.Max(target - held, campaign.HasNewLeads ? Math.Min(EngineLimits.HopperLeast, Hopper.Capacity - held) : 0);
        campaign.HasNewLeads = false;
        campaign.AskedAppointments = campaign.Settings.Mode == DialMode.Callback;
        campaign.LoadOutstanding = true;
        campaign.ChosenFrom = campaign.Hopper.Added;
        facts.Emit(EngineOutput.LoadLeads(turn.Now, campaign.Id, campaign.Asked, campaign.AskedAppointments, Learns(campaign)));
    }

    /// <summary>To choose from, more are held than are dialed soon.</summary>
    private static int HopperTarget(Campaign campaign)
    {
        int lately = Math.Max(campaign.LaunchedLately, campaign.LaunchedBefore);
        int target = Math.Max(lately * 2, campaign.LoggedIn * 3);
        return Chooses(campaign)
            ? Math.Clamp(target * 2, EngineLimits.LeadsToChooseFrom, Hopper.Capacity)
            : Math.Clamp(target, EngineLimits.HopperLeast, Hopper.Capacity);
    }

    /// <summary>Of each lead its past is wanted, whether chances are judged by now or only learned.</summary>
    private static bool Learns(Campaign campaign) => campaign.Settings.PerLead != PerLead.Off && campaign.Settings.Mode != DialMode.Callback;

    private static bool Chooses(Campaign campaign) => Learns(campaign) && campaign.Settings.Mode != DialMode.Preview && campaign.Model.Judges;

    private LeadChance Judge(Campaign campaign, HopperLead lead) => campaign.Model.Judge(LeadTraits.Of(lead, campaign.Settings, turn.Now));

    /// <summary>
    /// Who was there to be chosen once and is worth less than those who are dialed goes back, for an hour: another takes the
    /// place. Nobody is passed over while the list has no more to choose from.
    /// </summary>
    private void PassOver(Campaign campaign)
    {
        campaign.Hopper.Rejudge(lead => Judge(campaign, lead));
        if (campaign.IsShort || campaign.DialedFactor <= 0)
            return;
        _passedOver.Clear();
        campaign.Hopper.TakeWorse(campaign.DialedFactor * EngineLimits.PassedOverBelow, campaign.ChosenFrom, campaign.Hopper.Count, _passedOver);
        var until = turn.Now + EngineLimits.PassedOverFor;
        foreach (var lead in _passedOver)
            facts.EmitLead(EngineOutputKind.LeadReturned, campaign, lead, default, BetterChances, until);
        campaign.Counters.PassedOver += _passedOver.Count;
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
