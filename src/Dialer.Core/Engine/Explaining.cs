using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Says of a lead what the engine would decide, by asking those who decide. Changes nothing.</summary>
internal sealed class Explaining(Turn turn, Roster roster, Legs legs, DialGate gate)
{
    /// <summary>Null: no such campaign.</summary>
    /// <param name="from">The moment from which the lead is due; earlier: it is due now.</param>
    public LeadVerdict? Explain(CampaignId id, HopperLead lead, Instant from, bool isPaused)
    {
        if (!roster.TryGetCampaign(id, out var campaign))
            return null;
        bool isHeld = campaign.Hopper.Has(lead.Id) || campaign.Promised.Exists(promised => promised.Id == lead.Id);
        return new LeadVerdict(campaign.State, campaign.Settings.Mode, isHeld, legs.FindOpen(id, lead.Id) is not null, campaign.Idle, isPaused || turn.IsDraining,
            gate.Explain(campaign.Settings, lead, Instant.Max(turn.Now, from)));
    }
}
