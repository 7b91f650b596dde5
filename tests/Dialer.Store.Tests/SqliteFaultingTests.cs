using System.Data.Common;
using Dialer.Testing;
using Microsoft.Data.Sqlite;

namespace Dialer.Store.Tests;

public sealed class SqliteFaultingTests : FaultingStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private protected override string Db(string name) => Path.Combine(_folder.Path, name + ".db");

    private protected override DbConnection Connect(string db)
    {
        var connection = new SqliteConnection($"Data Source={db};Pooling=False");
        connection.Open();
        return connection;
    }

    private protected override Exception DiskFull => new SqliteException("database or disk is full", 13);

    private protected override Exception Constraint => new SqliteException("CHECK constraint failed", 19);
}
