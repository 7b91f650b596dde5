using Dialer.Core.Ids;
using Dialer.Core.Leads;

namespace Dialer.Core.Attempts;

/// <summary>A closed attempt that does not count after all, and the lead as it stood before it.</summary>
/// <param name="Fate">What the attempt's end had made of the lead: where something newer happened to it, that holds.</param>
public readonly record struct LeadStanding(AttemptId Attempt, string Number, HopperLead Before, LeadFate Fate);
