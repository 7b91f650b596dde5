using System.Data.Common;
using Npgsql;
using Xunit;

namespace Dialer.Store.Tests;

public sealed class PostgresFaultingTests(PostgresFixture fixture) : FaultingStoreContract, IClassFixture<PostgresFixture>
{
    private readonly Dictionary<string, string> _places = [];

    /// <summary>A schema of its own each time takes a while.</summary>
    private protected override int Every => 5;

    private protected override string Db(string name)
    {
        if (!_places.TryGetValue(name, out string? place))
            _places.Add(name, place = fixture.Server.NewPlace());
        return place;
    }

    private protected override DbConnection Connect(string db)
    {
        var connection = new NpgsqlConnection(db + ";Pooling=false");
        connection.Open();
        return connection;
    }

    private protected override Exception DiskFull => new PostgresException("could not extend file: No space left on device", "ERROR", "ERROR", "53100");

    private protected override Exception Constraint => new PostgresException("new row violates check constraint", "ERROR", "ERROR", "23514");
}
