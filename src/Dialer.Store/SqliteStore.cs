using Dapper;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>Opens connections to one SQLite file with the pragmas that the promises of the store rest on.</summary>
internal sealed class SqliteStore(string path)
{
    public string Path { get; } = path;

    /// <summary>WAL with full sync: a commit that returned survives a power loss (sqlite.org/pragma.html#pragma_synchronous).</summary>
    public SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        string mode = connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL") ?? "";
        if (mode != "wal")
            throw new StoreException($"{Path}: this file system does not let SQLite use its write-ahead log (journal mode {mode}). Put the file on a local disk.");
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000;");
        return connection;
    }

    /// <summary>A snapshot reader: in WAL it neither waits for the writer nor holds it up.</summary>
    public SqliteConnection OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
