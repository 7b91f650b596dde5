using Dialer.Testing;

namespace Dialer.Store.Tests;

/// <summary>One server for the tests of a class, started when the first asks.</summary>
public sealed class PostgresFixture : IDisposable
{
    private PostgresServer? _server;

    internal PostgresServer Server => _server ??= PostgresServer.Need();

    public void Dispose() => _server?.Dispose();
}
