using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;

namespace Dialer.Store;

/// <summary>Persons as others ask for them.</summary>
internal static class PersonReader
{
    public static PersonRecord? Read(StoreSession session, PersonId person)
    {
        var row = session.QueryFirstOrDefault<(long Id, string? Key)?>(
            "SELECT self.person_id, self.customer_key FROM persons JOIN persons AS self ON self.person_id = COALESCE(persons.merged_into, persons.person_id) WHERE persons.person_id = @person",
            new { person = person.Value });
        if (row is not { } found)
            return null;
        var which = new { person = found.Id };
        return new PersonRecord(
            new PersonId(found.Id),
            found.Key,
            session.Query<string>("SELECT number FROM person_numbers WHERE person_id = @person ORDER BY number", which),
            [.. session.Query<(string Number, string Source, long At)>("SELECT number, source, at_us FROM objections WHERE person_id = @person ORDER BY at_us, number", which)
                .Select(objection => new Objection(objection.Number, objection.Source, StoredTime.ToInstant(objection.At)))]);
    }

    public static IReadOnlyList<PersonId> Having(StoreSession session, string number) =>
        [.. session.Query<long>("SELECT person_id FROM person_numbers WHERE number = @number ORDER BY person_id", new { number }).Select(id => new PersonId(id))];

    public static IReadOnlyList<PersonId> AllObjectors(StoreSession session) =>
        [.. session.Query<long>("SELECT DISTINCT person_id FROM objections ORDER BY person_id").Select(id => new PersonId(id))];

    public static Objectors BoundBy(StoreSession session, string number)
    {
        var persons = Having(session, number);
        var numbers = session.Query<string>($"SELECT DISTINCT number FROM person_numbers WHERE person_id {session.In("persons")}", new { persons = session.Each(persons.Select(person => person.Value)) });
        return new Objectors(persons, [.. numbers.Append(number).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    public static Caller FindCaller(StoreSession session, string number)
    {
        var persons = Having(session, number);
        var place = NumberPlace.TimeZoneOf(number) is { } name ? FindZone(name) : null;
        var (zone, region) = session.QueryFirstOrDefault<(string? TimeZone, string? Region)>(
            $"SELECT time_zone, region FROM leads WHERE person_id {session.In("persons")} ORDER BY lead_id DESC LIMIT 1", new { persons = session.Each(persons.Select(person => person.Value)) });
        int? value = session.ExecuteScalar<int?>($"SELECT MAX(priority) FROM leads WHERE person_id {session.In("persons")}", new { persons = session.Each(persons.Select(person => person.Value)) });
        return new Caller(persons, zone is null ? null : WrittenZone.Read(zone, place, FindZone).Zone, place, region) { Value = value is { } known ? Math.Clamp(known, 0, 100) : null, Preferred = PreferredBy(session, persons, number) };
    }

    /// <summary>To whom a lead of theirs is promised; else who spoke with them last, by whichever of their numbers.</summary>
    private static AgentId? PreferredBy(StoreSession session, IReadOnlyList<PersonId> persons, string number)
    {
        var each = session.Each(persons.Select(person => person.Value));
        int? agent = session.ExecuteScalar<int?>($"SELECT MAX(for_agent) FROM leads WHERE person_id {session.In("persons")} AND next_callable_us IS NOT NULL", new { persons = each })
            ?? session.ExecuteScalar<int?>(
                $"SELECT agent_id FROM interactions WHERE (party = @number OR party IN (SELECT number FROM person_numbers WHERE person_id {session.In("persons")})) AND agent_id IS NOT NULL AND connected_at_us IS NOT NULL ORDER BY connected_at_us DESC LIMIT 1",
                new { number, persons = each });
        return agent is { } id ? new AgentId(id) : null;
    }

    /// <summary>Nobody that is known: the number alone says where it is.</summary>
    public static Caller Unknown(string number) => new([], null, NumberPlace.TimeZoneOf(number) is { } name ? FindZone(name) : null, null);

    private static TimeZoneInfo? FindZone(string name) => Zones.BundledZones.TryFind(name, out var zone) ? zone : null;
}
