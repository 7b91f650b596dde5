using System.Text.Json;
using System.Text.Json.Nodes;

namespace Dialer.Store;

/// <summary>All that is known of a person, table by table, as JSON that a person can read.</summary>
internal static class PersonExport
{
    /// <summary>Null: nobody has this number or key.</summary>
    public static string? Read(StoreSession session, string? number, string? customerKey)
    {
        var persons = session.Query<long>(
            """
            SELECT person_id FROM person_numbers WHERE @number IS NOT NULL AND number = @number
            UNION SELECT COALESCE(merged_into, person_id) FROM persons WHERE @customerKey IS NOT NULL AND customer_key = @customerKey
            """, new { number, customerKey });
        var numbers = session.Query<string>($"SELECT DISTINCT number FROM person_numbers WHERE person_id {session.In("persons")} ORDER BY number", new { persons = session.Each(persons) });
        if (number is not null && !numbers.Contains(number))
            numbers.Add(number);
        var leads = session.Query<long>($"SELECT lead_id FROM leads WHERE person_id {session.In("persons")}", new { persons = session.Each(persons) });
        var which = new { persons = session.Each(persons), numbers = session.Each(numbers), leads = session.Each(leads) };
        var all = new JsonObject { ["numbers"] = new JsonArray([.. numbers.Select(each => JsonValue.Create(each))]) };
        int rows = leads.Count + persons.Count;
        foreach (var (table, condition) in ((string, string)[])
        [
            ("persons", $"person_id {session.In("persons")}"), ("objections", $"person_id {session.In("persons")}"), ("leads", $"lead_id {session.In("leads")}"),
            ("lead_fields", $"lead_id {session.In("leads")}"), ("lead_phones", $"lead_id {session.In("leads")}"), ("attempts", $"lead_id {session.In("leads")} OR number {session.In("numbers")}"),
            ("interactions", $"party {session.In("numbers")}"), ("voicemails", $"party {session.In("numbers")}"), ("do_not_call", $"number {session.In("numbers")}"), ("do_not_call_removals", $"number {session.In("numbers")}"),
        ])
        {
            var found = Rows(session, $"SELECT * FROM {table} WHERE {condition}", which);
            rows += found.Count;
            all[table] = found;
        }
        return rows == 0 ? null : all.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static JsonArray Rows(StoreSession session, string sql, object which)
    {
        var rows = new JsonArray();
        foreach (IDictionary<string, object?> row in session.Query<dynamic>(sql, which))
        {
            var made = new JsonObject();
            foreach (var (column, value) in row)
                made[column] = Value(column, value);
            rows.Add(made);
        }
        return rows;
    }

    /// <summary>Moments as people write them.</summary>
    private static JsonValue? Value(string column, object? value) => value switch
    {
        null or DBNull => null,
        long at when column.EndsWith("_at_us", StringComparison.Ordinal) => JsonValue.Create(StoredTime.ToInstant(at).ToDateTimeOffset()),
        long whole => JsonValue.Create(whole),
        int whole => JsonValue.Create(whole),
        short whole => JsonValue.Create(whole),
        double real => JsonValue.Create(real),
        float real => JsonValue.Create(real),
        _ => JsonValue.Create(value.ToString()),
    };
}
