using Dialer.Core.Agents;
using Dialer.Core.Time;

namespace Dialer.Core.Leads;

public readonly record struct LeadId(long Value);

public enum PhoneKind : byte
{
    Unknown,
    Landline,
    Mobile,
}

/// <summary>One number of a lead, E.164 with the plus sign.</summary>
public sealed record LeadPhone(string Number, PhoneKind Kind);

/// <summary>A lead as the hopper holds it: what deciding needs, nothing else. Names and notes stay in the store.</summary>
/// <param name="Id">The lead.</param>
/// <param name="List">The list it came from, for learning by list.</param>
/// <param name="Phones">Its numbers, first choice first; at least one.</param>
/// <param name="NextPhone">Index into <paramref name="Phones"/> of the number to try now.</param>
/// <param name="AttemptsMade">Attempts of this campaign that counted, so far.</param>
/// <param name="TimeZone">Where the called person is, for calling hours.</param>
/// <param name="Priority">Higher first: hot leads, callbacks.</param>
/// <param name="ForAgent">A callback promised by this agent, or null.</param>
public sealed record HopperLead(
    LeadId Id,
    int List,
    IReadOnlyList<LeadPhone> Phones,
    int NextPhone,
    int AttemptsMade,
    TimeZoneInfo TimeZone,
    int Priority = 0,
    AgentId? ForAgent = null);

/// <summary>The answer to <c>LoadLeads</c>.</summary>
/// <param name="Leads">May be fewer than asked for; empty when none is callable now.</param>
/// <param name="NextCallable">When fewer came than were asked for: the first instant at which another will be callable; Never: the list is finished.</param>
public sealed record LeadBatch(IReadOnlyList<HopperLead> Leads, Instant NextCallable);
