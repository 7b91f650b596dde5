using System.Data.Common;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>A store in one SQLite file, with the pragmas that its promises rest on.</summary>
internal sealed class SqliteEngine(string path) : IStoreEngine
{
    private const int ConstraintViolation = 19; // SQLITE_CONSTRAINT

    public string Place { get; } = path;

    public string Advice => "Give another file with --db, or free disk space and check the rights on it.";

    public string DataFolder => Path.GetDirectoryName(Place)!;

    /// <summary>Held while the process lives, released by the system however it ends.</summary>
    public IDisposable TakeLock()
    {
        try
        {
            Directory.CreateDirectory(DataFolder);
            return new FileStream(Place + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{Place}: cannot be used for dialing: {e.Message} Another dialer may be dialing from it: stop that one, or give another file with --db.", e);
        }
    }

    /// <summary>WAL with full sync: a commit that returned survives a power loss (sqlite.org/pragma.html#pragma_synchronous).</summary>
    public StoreSession OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        string mode = connection.ExecuteScalar<string>("PRAGMA journal_mode = WAL") ?? "";
        if (mode != "wal")
            throw new StoreException($"{Place}: this file system does not let SQLite use its write-ahead log (journal mode {mode}). Put the file on a local disk.");
        connection.Execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA busy_timeout = 5000; PRAGMA cache_size = -49152; PRAGMA wal_autocheckpoint = 8000;");
        return new StoreSession(this, connection);
    }

    /// <summary>A snapshot reader: in WAL it neither waits for the writer nor holds it up.</summary>
    public StoreSession OpenReader()
    {
        var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA query_only = ON; PRAGMA busy_timeout = 5000;");
        return new StoreSession(this, connection);
    }

    public DbTransaction Begin(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction();

    public DbTransaction BeginSnapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    /// <summary>The rows name each other by numbers given in the same breath; asking each whether the other is there takes a quarter of the time.</summary>
    public DbTransaction BeginBulk(DbConnection connection)
    {
        connection.Execute("PRAGMA foreign_keys = OFF");
        return Begin(connection);
    }

    public void AfterBulk(DbConnection connection) => connection.Execute("PRAGMA foreign_keys = ON");

    public string In(string parameter) => $"IN (SELECT value FROM json_each(@{parameter}))";

    public SqlMapper.ICustomQueryParameter Each(IEnumerable<string> values) => new JsonList(JsonSerializer.Serialize(values));

    public SqlMapper.ICustomQueryParameter Each(IEnumerable<long> values) => new JsonList(JsonSerializer.Serialize(values));

    public IBulkInsert Insert(DbConnection connection, string table, IReadOnlyList<BulkColumn> columns) => new SqliteBulkInsert((SqliteConnection)connection, table, columns);

    public bool IsConstraint(Exception failure) => failure is SqliteException { SqliteErrorCode: ConstraintViolation };

    public bool IsTrouble(Exception failure) => failure is SqliteException or IOException;

    /// <summary>A file that cannot be read is not going to be better by itself; a lock is waited for.</summary>
    public bool IsPassing(Exception failure) => false;

    /// <summary>The lock of the file is the process's: nobody comes between.</summary>
    public void BeginRun(int run)
    {
    }

    /// <summary>Free pages are zeroed as they come (secure_delete); the log is written back and emptied, as soon as no reader holds on to it.</summary>
    public void Scrub()
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        connection.Execute("PRAGMA busy_timeout = 5000; PRAGMA wal_checkpoint(TRUNCATE)");
    }

    public IReadOnlyList<(string Table, BulkColumn[] Columns)> Tables(DbConnection connection) =>
        [.. connection.Query<(string Table, string Column, string Type)>(
            """
            SELECT sqlite_master.name, columns.name, upper(columns.type) FROM sqlite_master JOIN pragma_table_info(sqlite_master.name) AS columns
            WHERE sqlite_master.type = 'table' AND sqlite_master.name NOT LIKE 'sqlite_%' ORDER BY sqlite_master.rowid, columns.cid
            """).GroupBy(row => row.Table).Select(table => (table.Key, table.Select(row => BulkColumn.Of(row.Column, row.Type)).ToArray()))];

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Place, Mode = mode, Pooling = false }.ToString());
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

    /// <summary>Any number of values in one parameter, so that the statement stays the same.</summary>
    private sealed class JsonList(string json) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(System.Data.IDbCommand command, string name) => command.Parameters.Add(new SqliteParameter("@" + name, json));
    }
}
