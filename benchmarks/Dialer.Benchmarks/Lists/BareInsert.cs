using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Dialer.Benchmarks.Lists;

/// <summary>The rival of an import: the same rows into one table of a fresh database, by one prepared statement in one transaction. Nothing is read, judged or linked.</summary>
internal static class BareInsert
{
    public static void Run(string file, int rows)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, "PRAGMA synchronous = FULL");
        Execute(connection, "CREATE TABLE bare (row_id INTEGER NOT NULL PRIMARY KEY, number TEXT NOT NULL UNIQUE, client TEXT, name TEXT, first_name TEXT, phone TEXT, mobile TEXT, street TEXT, zip TEXT, town TEXT, mail TEXT, consent TEXT, since TEXT)");
        string[] cells = new string[MadeList.Headings.Length];
        using var transaction = connection.BeginTransaction();
        using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = $"INSERT INTO bare VALUES ({string.Join(", ", Enumerable.Range(0, cells.Length + 2).Select(i => "@p" + i))})";
        for (int i = 0; i < cells.Length + 2; i++)
            insert.Parameters.Add(new SqliteParameter("@p" + i, i == 0 ? SqliteType.Integer : SqliteType.Text));
        insert.Prepare();
        for (int row = 0; row < rows; row++)
        {
            MadeList.Fill(row, cells);
            insert.Parameters[0].Value = row;
            insert.Parameters[1].Value = MadeList.NumberOf(row);
            for (int i = 0; i < cells.Length; i++)
                insert.Parameters[i + 2].Value = cells[i];
            insert.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private static void Execute(DbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
