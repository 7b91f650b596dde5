using Dapper;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>Names that have one number for good, whatever their place in the configuration file.</summary>
internal static class StoredNames
{
    /// <param name="highest">SQL for the highest number that facts already name: with no name stored yet, those were places in a file.</param>
    public static IReadOnlyList<int> Ensure(SqliteConnection connection, SqliteTransaction transaction, string table, string column, string highest, IReadOnlyList<string> names)
    {
        int next = connection.ExecuteScalar<int>($"SELECT COALESCE(MAX({column}), 0) FROM {table}", transaction: transaction);
        if (next > 0)
            next = Math.Max(next, connection.ExecuteScalar<int>(highest, transaction: transaction));
        foreach (string name in names)
            next += connection.Execute($"INSERT INTO {table} ({column}, name) VALUES (@id, @name) ON CONFLICT DO NOTHING", new { id = next + 1, name }, transaction);
        return [.. names.Select(name => connection.ExecuteScalar<int>($"SELECT {column} FROM {table} WHERE name = @name", new { name }, transaction))];
    }
}
