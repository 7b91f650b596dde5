using Dialer.Core.Compliance;
using Dialer.Core.Engine.State;
using Dialer.Core.Leads;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Which number of a lead may be dialed now.</summary>
internal sealed class LeadGate(Turn turn, Facts facts, DialGate gate, LeadSupply leads)
{
    /// <summary>
    /// The first number from the lead's next one on that may be dialed now; the lead is then the one that dials it. Each
    /// number that may not is a fact; the last of them gives the lead back, until the first of its numbers may be asked
    /// for again.
    /// </summary>
    public bool PassesGate(Campaign campaign, ref HopperLead lead)
    {
        var until = Instant.Never;
        int count = lead.Phones.Count;
        for (int step = 0; step < count; step++)
        {
            int index = (lead.NextPhone + step) % count;
            var phone = lead.Phones[index];
            bool last = step == count - 1;
            if (phone.Dead && !last)
                continue;
            var permission = gate.Check(campaign.Settings, lead, phone, turn.Now);
            if (permission.IsAllowed)
            {
                if (step > 0)
                    lead = lead with { NextPhone = index };
                return true;
            }
            until = Instant.Min(until, permission.Until);
            campaign.Counters.RefusalCounts.Add(permission.Refusal);
            facts.EmitRefusal(campaign, lead, phone.Number, new DialPermission(permission.Refusal, last ? until : turn.Now), last);
        }
        campaign.Counters.Refused++;
        leads.AskBy(campaign, until);
        return false;
    }
}
