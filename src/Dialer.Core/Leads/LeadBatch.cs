using Dialer.Core.Time;

namespace Dialer.Core.Leads;

/// <summary>The answer to <c>LoadLeads</c>.</summary>
/// <param name="Leads">May be fewer than asked for; empty when none is callable now.</param>
/// <param name="NextCallable">When fewer came than were asked for: the first instant at which another will be callable; Never: the list is finished.</param>
public sealed record LeadBatch(IReadOnlyList<HopperLead> Leads, Instant NextCallable)
{
    /// <summary>Leads of the campaign that could be dialed now beyond these; MaxValue: not counted, or more than are counted.</summary>
    public long Left { get; init; } = long.MaxValue;
}
