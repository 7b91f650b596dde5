using System.Text.Json;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>
/// Forgets a person everywhere: leads stay as counts without numbers and fields, attempts and conversations as figures without
/// number and note. What stays of the numbers is a hash with a key.
/// </summary>
internal static class PersonEraser
{
    /// <summary>Columns of free text that may have a number in it; the row goes, or the column.</summary>
    private static readonly (string Table, string Column, bool IsRowDeleted)[] Texts =
    [
        ("events", "body", true), ("deliveries", "body", true), ("kept_answers", "body", true), ("quarantined_facts", "fact", true),
        ("audit", "was", false), ("audit", "became", false), ("audit", "subject", false),
    ];

    /// <summary>Null: nobody has this number or key.</summary>
    /// <exception cref="StoreException">They are being called, or talk with us.</exception>
    public static PersonErasure? Erase(StoreSession session, string? number, string? customerKey, ErasureKey key, string by, string reason, Instant now)
    {
        var persons = Find(session, number, customerKey);
        if (persons.Count == 0 && (number is null || !IsKnown(session, number)))
            return null;
        var of = new { persons = session.Each(persons) };
        var numbers = session.Query<string>($"SELECT DISTINCT number FROM person_numbers WHERE person_id {session.In("persons")}", of);
        if (number is not null && !numbers.Contains(number))
            numbers.Add(number);
        var leads = session.Query<long>($"SELECT lead_id FROM leads WHERE person_id {session.In("persons")}", of);
        var which = new { persons = session.Each(persons), numbers = session.Each(numbers), leads = session.Each(leads) };
        if (session.ExecuteScalar<int>($"SELECT COUNT(*) FROM leads WHERE lead_id {session.In("leads")} AND state = 'InAttempt'", which) > 0
            || session.ExecuteScalar<int>($"SELECT COUNT(*) FROM interactions WHERE party {session.In("numbers")} AND closed_at_us IS NULL", which) > 0)
            throw new StoreException("this person is being called, or talks with us. Nothing was erased: try it again when the call is written up");
        var attempts = session.Query<long>($"SELECT attempt_id FROM attempts WHERE lead_id {session.In("leads")} OR number {session.In("numbers")}", which);
        var files = session.Query<string>($"SELECT file FROM voicemails WHERE party {session.In("numbers")}", which);
        EraseRows(session, which);
        EraseRejects(session, leads, numbers);
        foreach (string erased in numbers)
        {
            EraseTexts(session, erased);
            session.Execute("INSERT INTO erased_numbers (number_hash, erased_at_us) VALUES (@hash, @at) ON CONFLICT DO NOTHING", new { hash = key.HashOf(erased), at = StoredTime.Us(now) });
        }
        session.Execute(
            """
            INSERT INTO erasures (erasure_id, erased_at_us, erased_by, reason, numbers, leads, attempts)
            SELECT COALESCE(MAX(erasure_id), 0) + 1, @at, @by, @reason, @numbers, @leads, @attempts FROM erasures
            """, new { at = StoredTime.Us(now), by, reason, numbers = numbers.Count, leads = leads.Count, attempts = attempts.Count });
        return new PersonErasure(numbers, leads.Count, [.. attempts.Select(attempt => new AttemptId(attempt))], files);
    }

    private static List<long> Find(StoreSession session, string? number, string? customerKey) => session.Query<long>(
        """
        SELECT person_id FROM person_numbers WHERE @number IS NOT NULL AND number = @number
        UNION SELECT COALESCE(merged_into, person_id) FROM persons WHERE @customerKey IS NOT NULL AND customer_key = @customerKey
        """, new { number, customerKey });

    private static bool IsKnown(StoreSession session, string number) =>
        session.ExecuteScalar<int>(
            """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM do_not_call WHERE number = @number UNION ALL SELECT 1 FROM interactions WHERE party = @number UNION ALL SELECT 1 FROM attempts WHERE number = @number
            ) AS known
            """, new { number }) > 0;

    private static void EraseRows(StoreSession session, object which)
    {
        string leads = $"lead_id {session.In("leads")}", persons = $"person_id {session.In("persons")}", numbers = $"number {session.In("numbers")}";
        session.Execute($"UPDATE attempts SET number = '', note = NULL, reason_text = NULL, heard_phrase = NULL WHERE {leads} OR {numbers}", which);
        session.Execute($"UPDATE interactions SET party = '', note = NULL, keyed = '' WHERE party {session.In("numbers")}", which);
        session.Execute($"DELETE FROM voicemails WHERE party {session.In("numbers")}", which);
        session.Execute($"DELETE FROM greetings WHERE {numbers}", which);
        session.Execute($"UPDATE lead_fields SET fields = '[]' WHERE {leads}", which);
        session.Execute($"UPDATE lead_phones SET number = 'erased-' || lead_id || '-' || position, extension = NULL, dead = 1 WHERE {leads}", which);
        session.Execute($"UPDATE leads SET state = 'Done', next_callable_us = NULL, due_us = NULL, refusal = NULL, promised_us = NULL, for_agent = NULL, region = NULL, person_id = NULL WHERE {leads}", which);
        session.Execute($"DELETE FROM objections WHERE {persons} OR {numbers}", which);
        session.Execute($"DELETE FROM person_numbers WHERE {persons} OR {numbers}", which);
        session.Execute($"UPDATE persons SET customer_key = NULL WHERE {persons}", which);
        session.Execute($"DELETE FROM do_not_call WHERE {numbers}", which);
        session.Execute($"DELETE FROM do_not_call_removals WHERE {numbers}", which);
    }

    private static void EraseTexts(StoreSession session, string number)
    {
        foreach (var (table, column, isRowDeleted) in Texts)
            session.Execute(isRowDeleted ? $"DELETE FROM {table} WHERE {column} LIKE @like" : $"UPDATE {table} SET {column} = @erased WHERE {column} LIKE @like",
                new { like = $"%{number}%", erased = JsonSerializer.Serialize("erased") });
    }

    /// <summary>Rows that were kept or refused stand as they were written: their digits tell.</summary>
    private static void EraseRejects(StoreSession session, List<long> leads, List<string> numbers)
    {
        session.Execute($"DELETE FROM rejects WHERE EXISTS (SELECT 1 FROM leads WHERE leads.import_id = rejects.import_id AND leads.line = rejects.line AND leads.lead_id {session.In("leads")})", new { leads = session.Each(leads) });
        string[] endings = [.. numbers.Select(number => number[Math.Max(1, number.Length - 9)..])];
        var gone = session.Query<(long Import, long Line, string Raw)>("SELECT import_id, line, raw FROM rejects").Where(row => Digits(row.Raw) is var digits && endings.Any(ending => digits.Contains(ending, StringComparison.Ordinal)));
        session.Execute("DELETE FROM rejects WHERE import_id = @Import AND line = @Line", gone.Select(row => new { row.Import, row.Line }).Distinct());
    }

    private static string Digits(string raw) => new([.. raw.Where(char.IsAsciiDigit)]);
}
