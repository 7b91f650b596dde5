using Dialer.Core.Compliance;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>
/// Who is who. Two leads are one person's if they have the same customer key, or share a number and do not have
/// different keys. So it binds rather too many than too few where no key is given: whoever shares a telephone with one
/// who objected is not called either.
/// </summary>
internal static class PersonWriter
{
    /// <summary>Gives each lead that has none its person, old or new; what binds that person binds the numbers that come with the lead.</summary>
    /// <param name="keys">Customer keys by lead, of those that have one.</param>
    public static void Assign(StoreSession session, IReadOnlyCollection<(long Lead, string Key)> keys, Instant now)
    {
        long last = session.ExecuteScalar<long>("SELECT COALESCE(MAX(person_id), 0) FROM persons");
        long oldest = session.ExecuteScalar<long?>("SELECT MIN(lead_id) FROM leads WHERE person_id IS NULL") ?? 0;
        if (oldest == 0)
            return;
        session.Execute("CREATE TEMPORARY TABLE new_leads AS SELECT lead_id FROM leads WHERE person_id IS NULL");
        ByKey(session, keys, last);
        ByNumber(session);
        MakeNew(session, oldest);
        session.Execute(
            """
            INSERT INTO person_numbers (number, person_id)
            SELECT lead_phones.number, leads.person_id FROM new_leads
            JOIN leads ON leads.lead_id = new_leads.lead_id JOIN lead_phones ON lead_phones.lead_id = leads.lead_id WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """);
        while (MergeNext(session))
        {
        }
        BindNew(session, now);
        session.Execute("DROP TABLE new_leads"); // Where the above fails, the transaction takes it back.
    }

    private static void ByKey(StoreSession session, IReadOnlyCollection<(long Lead, string Key)> keys, long last)
    {
        session.Execute("INSERT INTO persons (person_id, customer_key) VALUES (@person, @key) ON CONFLICT DO NOTHING",
            keys.Select(row => row.Key).Distinct(StringComparer.Ordinal).Select((key, i) => new { person = last + 1 + i, key }));
        session.Execute("UPDATE leads SET person_id = (SELECT person_id FROM persons WHERE customer_key = @Key) WHERE lead_id = @Lead AND person_id IS NULL",
            keys.Select(row => new { row.Lead, row.Key }));
    }

    private static void ByNumber(StoreSession session) =>
        session.Execute(
            """
            UPDATE leads SET person_id =
                (SELECT MIN(person_numbers.person_id) FROM lead_phones JOIN person_numbers ON person_numbers.number = lead_phones.number WHERE lead_phones.lead_id = leads.lead_id)
            WHERE person_id IS NULL
            """);

    private static void MakeNew(StoreSession session, long oldest)
    {
        long before = session.ExecuteScalar<long>("SELECT COALESCE(MAX(person_id), 0) FROM persons") + 1 - oldest;
        session.Execute("INSERT INTO persons (person_id) SELECT lead_id + @before FROM leads WHERE person_id IS NULL", new { before });
        session.Execute("UPDATE leads SET person_id = lead_id + @before WHERE person_id IS NULL", new { before });
    }

    /// <summary>One pair that shares a number of the new leads and is not kept apart by its keys; false: there is none.</summary>
    private static bool MergeNext(StoreSession session)
    {
        var pairs = session.Query<(long Into, long From)>(
            """
            SELECT DISTINCT one.person_id, other.person_id
            FROM new_leads JOIN lead_phones ON lead_phones.lead_id = new_leads.lead_id
            JOIN person_numbers AS one ON one.number = lead_phones.number
            JOIN person_numbers AS other ON other.number = one.number AND other.person_id > one.person_id
            JOIN persons AS first ON first.person_id = one.person_id
            JOIN persons AS second ON second.person_id = other.person_id
            WHERE first.customer_key IS NULL OR second.customer_key IS NULL
            ORDER BY 1, 2
            """);
        var touched = new HashSet<long>();
        foreach (var (into, from) in pairs)
            if (touched.Add(from) & touched.Add(into))
                Merge(session, into, from);
        return pairs.Count > 0;
    }

    /// <summary>The older id stays; the other goes on as a name for it.</summary>
    private static void Merge(StoreSession session, long into, long from)
    {
        var pair = new { into, from };
        session.Execute("UPDATE leads SET person_id = @into WHERE person_id = @from", pair);
        session.Execute("INSERT INTO person_numbers (number, person_id) SELECT number, @into FROM person_numbers WHERE person_id = @from ON CONFLICT DO NOTHING", pair);
        session.Execute("DELETE FROM person_numbers WHERE person_id = @from", pair);
        session.Execute("INSERT INTO objections (person_id, number, source, at_us) SELECT @into, number, source, at_us FROM objections WHERE person_id = @from ON CONFLICT DO NOTHING", pair);
        session.Execute("DELETE FROM objections WHERE person_id = @from", pair);
        string? key = session.ExecuteScalar<string?>("SELECT customer_key FROM persons WHERE person_id = @from", pair);
        session.Execute("UPDATE persons SET merged_into = @into, customer_key = NULL WHERE person_id = @from OR merged_into = @from", pair);
        if (key is not null)
            session.Execute("UPDATE persons SET customer_key = @key WHERE person_id = @into", new { key, into });
    }

    /// <summary>Those who stand on the company's list by a number, or objected before, are bound by the numbers that have come.</summary>
    private static void BindNew(StoreSession session, Instant now)
    {
        session.Execute(
            """
            INSERT INTO objections (person_id, number, source, at_us)
            SELECT DISTINCT leads.person_id, do_not_call.number, do_not_call.source, do_not_call.added_at_us
            FROM new_leads JOIN leads ON leads.lead_id = new_leads.lead_id
            JOIN person_numbers ON person_numbers.person_id = leads.person_id
            JOIN do_not_call ON do_not_call.number = person_numbers.number AND do_not_call.binds = 'Person' WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """);
        session.Execute(
            """
            INSERT INTO do_not_call (number, source, added_at_us, binds)
            SELECT DISTINCT person_numbers.number, 'of a person who objected', @at, 'Number'
            FROM new_leads JOIN leads ON leads.lead_id = new_leads.lead_id
            JOIN objections ON objections.person_id = leads.person_id
            JOIN person_numbers ON person_numbers.person_id = leads.person_id WHERE 1 = 1
            ON CONFLICT (number, kind, campaign_id) DO UPDATE SET until_us = NULL
            """, new { at = StoredTime.Us(now) });
    }

    /// <summary>The company's own list: everybody who has the number is bound, by all their numbers.</summary>
    /// <returns>How many of the numbers given were not on it yet.</returns>
    public static int AddToOwnList(StoreSession session, IReadOnlyList<string> numbers, string source, Instant now)
    {
        int added = DoNotCallWriter.Add(session, numbers, source, DoNotCallMark.Company, DoNotCallBinding.Person, now);
        foreach (string[] chunk in numbers.Where(number => number[^1] != '*').Chunk(10_000))
            BindEverybodyWith(session, chunk, source, now);
        return added;
    }

    private static void BindEverybodyWith(StoreSession session, string[] numbers, string source, Instant now)
    {
        var which = new { numbers = session.Each(numbers), source, at = StoredTime.Us(now) };
        int objections = session.Execute(
            $"""
            INSERT INTO objections (person_id, number, source, at_us)
            SELECT person_id, number, @source, @at FROM person_numbers WHERE number {session.In("numbers")}
            AND NOT EXISTS (SELECT 1 FROM objections AS known WHERE known.person_id = person_numbers.person_id AND known.number = person_numbers.number AND known.source = @source)
            ON CONFLICT DO NOTHING
            """, which);
        if (objections > 0)
            session.Execute(
                $"""
                INSERT INTO do_not_call (number, source, added_at_us, binds)
                SELECT DISTINCT theirs.number, @source, @at, 'Number' FROM person_numbers
                JOIN person_numbers AS theirs ON theirs.person_id = person_numbers.person_id WHERE person_numbers.number {session.In("numbers")}
                ON CONFLICT (number, kind, campaign_id) DO UPDATE SET until_us = NULL
                """, which);
    }

    /// <summary>A lead's person objected: their numbers of all lists are on the list with this.</summary>
    public static void Object(StoreSession session, long lead, string number, string source, Instant at)
    {
        long? person = session.ExecuteScalar<long?>("SELECT person_id FROM leads WHERE lead_id = @lead", new { lead });
        if (person is null)
        {
            AddToOwnList(session, [number], source, at);
            return;
        }
        var said = new { person, number, source, at = StoredTime.Us(at) };
        session.Execute("INSERT INTO objections (person_id, number, source, at_us) VALUES (@person, @number, @source, @at) ON CONFLICT DO NOTHING", said);
        session.Execute(
            """
            INSERT INTO do_not_call (number, source, added_at_us, binds)
            SELECT number, @source, @at, 'Number' FROM (SELECT number FROM person_numbers WHERE person_id = @person UNION SELECT @number) AS theirs WHERE 1 = 1
            ON CONFLICT (number, kind, campaign_id) DO UPDATE SET until_us = NULL
            """, said);
    }
}
