using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace Dialer.Store;

/// <summary>A store in a PostgreSQL database (15 and later). Statements are prepared by use; fsync and the rest are the server's own settings.</summary>
internal sealed class PostgresEngine : IStoreEngine, IDisposable
{
    /// <summary>A commit that waits for longer is given up and repeated; that it is slow is told after a second.</summary>
    private const int WaitSeconds = 120;

    private readonly NpgsqlDataSource _readers;
    private readonly string _writer;
    private int _run;

    /// <param name="place">A connection string of Npgsql, or a postgresql:// address.</param>
    /// <param name="dataFolder">For the files that go with the store.</param>
    public PostgresEngine(string place, string dataFolder)
    {
        var settings = Settings(place);
        settings.ApplicationName ??= "dialer";
        settings.MaxAutoPrepare = Math.Max(settings.MaxAutoPrepare, 100);
        settings.AutoPrepareMinUsages = 2;
        if (settings.CommandTimeout == new NpgsqlConnectionStringBuilder().CommandTimeout)
            settings.CommandTimeout = WaitSeconds;
        (_readers, DataFolder) = (NpgsqlDataSource.Create(settings), dataFolder);
        settings.Pooling = false; // What its session holds ends with it.
        _writer = settings.ConnectionString;
        Place = $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
    }

    public string Place { get; }

    public string Advice => "See that the server runs, that the database is there, and that user and password are right.";

    public string DataFolder { get; }

    public static bool IsPlace(string place) =>
        place.StartsWith("postgresql://", StringComparison.Ordinal) || place.StartsWith("postgres://", StringComparison.Ordinal)
        || place.Contains("Host=", StringComparison.OrdinalIgnoreCase);

    /// <summary>The writer's own connection holds it, so that it ends with the right to write.</summary>
    public IDisposable TakeLock() => this;

    /// <summary>One process writes: where another dialer has the lock, or has dialed since this run began, this one may not.</summary>
    public StoreSession OpenWriter()
    {
        var connection = new NpgsqlConnection(_writer);
        try
        {
            connection.Open();
            if (!connection.ExecuteScalar<bool>("SELECT pg_try_advisory_lock(hashtextextended('dialer dials from ' || current_schema(), 0))"))
                throw new StoreException($"{Place}: cannot be used for dialing: another dialer is dialing from it. Stop that one, or give another database.");
            if (_run != 0 && connection.ExecuteScalar<int>("SELECT COALESCE(MAX(run_id), 0) FROM runs") != _run)
                throw new StoreException($"{Place}: another dialer has dialed from it since. This one writes nothing more: stop it.");
            return new StoreSession(this, connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void BeginRun(int run) => _run = run;

    public StoreSession OpenReader() => new(this, _readers.OpenConnection());

    public DbTransaction Begin(DbConnection connection) => connection.BeginTransaction();

    public DbTransaction BeginBulk(DbConnection connection) => Begin(connection);

    public void AfterBulk(DbConnection connection)
    {
    }

    public DbTransaction BeginSnapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public string In(string parameter) => $"= ANY(@{parameter})";

    public SqlMapper.ICustomQueryParameter Each(IEnumerable<string> values) => new ArrayOf(values.ToArray(), NpgsqlDbType.Text);

    public SqlMapper.ICustomQueryParameter Each(IEnumerable<long> values) => new ArrayOf(values.ToArray(), NpgsqlDbType.Bigint);

    public IBulkInsert Insert(DbConnection connection, string table, IReadOnlyList<BulkColumn> columns) => new PostgresBulkInsert((NpgsqlConnection)connection, table, columns);

    /// <summary>Class 23: a constraint. Class 22: a value that the type cannot hold, a NUL in a text among them (postgresql.org/docs/15/errcodes-appendix.html).</summary>
    public bool IsConstraint(Exception failure) => failure is PostgresException { SqlState: ['2', '2' or '3', ..] };

    public bool IsTrouble(Exception failure) => failure is NpgsqlException or IOException or SocketException or TimeoutException;

    public bool IsPassing(Exception failure) => IsTrouble(failure) && !IsConstraint(failure);

    public IReadOnlyList<(string Table, BulkColumn[] Columns)> Tables(DbConnection connection) =>
        [.. connection.Query<(string Table, string Column, string Type)>(
            """
            SELECT pg_class.relname, columns.column_name, upper(columns.data_type) FROM pg_class
            JOIN information_schema.columns ON columns.table_schema = current_schema() AND columns.table_name = pg_class.relname
            WHERE pg_class.relkind = 'r' AND pg_class.relnamespace = current_schema()::regnamespace
            ORDER BY pg_class.oid, columns.ordinal_position
            """).GroupBy(row => row.Table).Select(table => (table.Key, table.Select(row => BulkColumn.Of(row.Column, row.Type)).ToArray()))];

    /// <summary>Rows that nobody sees any more are taken from the tables; the server's log and backups are its own.</summary>
    public void Scrub()
    {
        using var connection = _readers.OpenConnection();
        connection.Execute("VACUUM leads, lead_fields, lead_phones, attempts, interactions, persons, person_numbers, objections, do_not_call, rejects, events, deliveries, kept_answers, audit");
    }

    public void Dispose() => _readers.Dispose();

    private static NpgsqlConnectionStringBuilder Settings(string place)
    {
        try
        {
            if (!place.Contains("://", StringComparison.Ordinal))
                return new NpgsqlConnectionStringBuilder(place);
            var address = new Uri(place);
            string[] who = address.UserInfo.Split(':', 2);
            var settings = new NpgsqlConnectionStringBuilder { Host = address.Host, Database = Uri.UnescapeDataString(address.AbsolutePath.Trim('/')) };
            if (address.Port > 0)
                settings.Port = address.Port;
            if (who[0].Length > 0)
                settings.Username = Uri.UnescapeDataString(who[0]);
            if (who.Length > 1)
                settings.Password = Uri.UnescapeDataString(who[1]);
            return settings;
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException)
        {
            throw new StoreException($"this is no connection string of PostgreSQL: {e.Message} Write Host=...;Database=...;Username=..., or postgresql://user@host/database.", e);
        }
    }

    private sealed class ArrayOf(Array values, NpgsqlDbType type) : SqlMapper.ICustomQueryParameter
    {
        public void AddParameter(IDbCommand command, string name) =>
            command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | type) { Value = values });
    }
}
