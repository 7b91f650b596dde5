using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>What is known of somebody who calls in; the answer to FindCaller.</summary>
/// <param name="Persons">Who has the number shown: none that is known, one, or several who share it.</param>
/// <param name="TimeZone">The clock that a list gives the person; null: no list has the number.</param>
/// <param name="Place">The clock at the number's place; null: the number does not tell.</param>
/// <param name="Region">Place within the country, for regional holidays; null: not known.</param>
public sealed record Caller(IReadOnlyList<PersonId> Persons, TimeZoneInfo? TimeZone, TimeZoneInfo? Place, string? Region)
{
    /// <summary>What the customer is worth, 0 to 100: the highest of the leads; null: no list says it.</summary>
    public int? Value { get; init; }

    /// <summary>To whom a lead of theirs is promised, else who spoke with them last; null: nobody.</summary>
    public AgentId? Preferred { get; init; }
}
