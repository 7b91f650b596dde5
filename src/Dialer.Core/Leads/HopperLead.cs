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
public sealed record LeadPhone(string Number, PhoneKind Kind)
{
    /// <summary>Digits to press after the answer, kept apart from the number; never dialed by itself.</summary>
    public string? Extension { get; init; }

    /// <summary>The network said that nobody has this number: passed over.</summary>
    public bool Dead { get; init; }
}

/// <summary>Whether the called person agreed to be called, as the list says it.</summary>
public enum ConsentState : byte
{
    /// <summary>The list does not say.</summary>
    Unknown,
    Given,
    Refused,
}

/// <param name="Since">The day it was given or refused; null: not known.</param>
public readonly record struct Consent(ConsentState State, DateOnly? Since = null);

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
    AgentId? ForAgent = null)
{
    public Consent Consent { get; init; }

    /// <summary>Place within the country, for regional holidays: ISO 3166-2 without the country ("57"), or null.</summary>
    public string? Region { get; init; }

    /// <summary>Tries in a row that did not count because the trunk was at fault.</summary>
    public int UncountedTries { get; init; }
}

/// <summary>The answer to <c>LoadLeads</c>.</summary>
/// <param name="Leads">May be fewer than asked for; empty when none is callable now.</param>
/// <param name="NextCallable">When fewer came than were asked for: the first instant at which another will be callable; Never: the list is finished.</param>
public sealed record LeadBatch(IReadOnlyList<HopperLead> Leads, Instant NextCallable);
