using Dialer.Core.Ids;

namespace Dialer.Core.Leads;

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

    /// <summary>Whom its numbers belong to, whatever list or campaign the lead stands in.</summary>
    public PersonId Person { get; init; }

    /// <summary>Place within the country, for regional holidays: ISO 3166-2 without the country ("57"), or null.</summary>
    public string? Region { get; init; }

    /// <summary>What became of its earlier tries; null: nothing is known of them.</summary>
    public LeadPast? Past { get; init; }

    /// <summary>Tries in a row that did not count because the trunk was at fault.</summary>
    public int UncountedTries { get; init; }
}
