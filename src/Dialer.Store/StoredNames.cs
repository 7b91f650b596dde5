
namespace Dialer.Store;

/// <summary>Names that have one number for good, whatever their place in the configuration file.</summary>
internal static class StoredNames
{
    /// <param name="highest">SQL for the highest number that facts already name: with no name stored yet, those were places in a file.</param>
    public static IReadOnlyList<int> Ensure(StoreSession session, string table, string column, string highest, IReadOnlyList<string> names)
    {
        int next = session.ExecuteScalar<int>($"SELECT COALESCE(MAX({column}), 0) FROM {table}");
        if (next > 0)
            next = Math.Max(next, session.ExecuteScalar<int>(highest));
        foreach (string name in names)
            next += session.Execute($"INSERT INTO {table} ({column}, name) VALUES (@id, @name) ON CONFLICT DO NOTHING", new { id = next + 1, name });
        return [.. names.Select(name => session.ExecuteScalar<int>($"SELECT {column} FROM {table} WHERE name = @name", new { name }))];
    }
}
