using Dialer.Core.Leads;

namespace Dialer.Core.Engine.State;

/// <summary>
/// The class of leads in which answer rates are learned: the list, how often the lead was tried, and the kind of
/// number. Small and dense per list, so that each class soon has data.
/// </summary>
public static class LeadSegment
{
    private const int Tries = 4;
    private const int Kinds = 3;

    /// <summary>Zero or more; equal for leads that are alike.</summary>
    public static int Of(HopperLead lead) =>
        ((((lead.List & 0xFFFFFF) * Tries) + Math.Min(lead.AttemptsMade, Tries - 1)) * Kinds) + (int)lead.Phones[lead.NextPhone].Kind;
}
