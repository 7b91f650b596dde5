using System.Text.Json;
using Dapper;

namespace Dialer.Store.Tables;

/// <summary>Users, keys and sessions. Read whole at the start; one process writes them.</summary>
public sealed class AccessTable(ITableSource source)
{
    public IReadOnlyList<UserRecord> Users() => source.Read(connection => connection.Query<UserRow>(
        "SELECT user_name AS Name, role AS Role, password_hash AS PasswordHash, agent AS Agent, campaigns AS Campaigns, queues AS Queues, disabled AS Disabled, created_at_us AS CreatedAtUs, version AS Version FROM users ORDER BY user_name")
        .Select(row => new UserRecord(row.Name, row.Role, row.PasswordHash, row.Agent, Names(row.Campaigns), Names(row.Queues), row.Disabled != 0, Micros.ToTime(row.CreatedAtUs), row.Version)).ToList());

    /// <summary>Adds the user, or takes the place of the one of that name.</summary>
    public Task PutAsync(UserRecord user) => source.WriteAsync((connection, transaction) =>
    {
        connection.Execute("DELETE FROM users WHERE user_name = @Name", new { user.Name }, transaction);
        return connection.Execute(
            "INSERT INTO users (user_name, role, password_hash, agent, campaigns, queues, disabled, created_at_us, version) VALUES (@Name, @Role, @PasswordHash, @Agent, @campaigns, @queues, @disabled, @at, @Version)",
            new { user.Name, user.Role, user.PasswordHash, user.Agent, campaigns = Text(user.Campaigns), queues = Text(user.Queues), disabled = user.Disabled ? 1 : 0, at = Micros.Of(user.CreatedAt), user.Version }, transaction);
    });

    public Task DeleteUserAsync(string name) => source.WriteAsync((connection, transaction) =>
    {
        connection.Execute("DELETE FROM sessions WHERE user_name = @name", new { name }, transaction);
        return connection.Execute("DELETE FROM users WHERE user_name = @name", new { name }, transaction);
    });

    public IReadOnlyList<AccessKeyRecord> Keys() => source.Read(connection => connection.Query<KeyRow>(
        "SELECT key_id AS Id, name AS Name, secret_hash AS SecretHash, role AS Role, scopes AS Scopes, campaigns AS Campaigns, queues AS Queues, created_by AS CreatedBy, created_at_us AS CreatedAtUs, expires_at_us AS ExpiresAtUs FROM access_keys ORDER BY created_at_us, key_id")
        .Select(row => new AccessKeyRecord(row.Id, row.Name, row.SecretHash, row.Role, Names(row.Scopes), Names(row.Campaigns), Names(row.Queues), row.CreatedBy, Micros.ToTime(row.CreatedAtUs), row.ExpiresAtUs is { } end ? Micros.ToTime(end) : null)).ToList());

    public Task AddAsync(AccessKeyRecord key) => source.WriteAsync((connection, transaction) => connection.Execute(
        """
        INSERT INTO access_keys (key_id, name, secret_hash, role, scopes, campaigns, queues, created_by, created_at_us, expires_at_us)
        VALUES (@Id, @Name, @SecretHash, @Role, @scopes, @campaigns, @queues, @CreatedBy, @at, @until)
        """,
        new { key.Id, key.Name, key.SecretHash, key.Role, scopes = Text(key.Scopes), campaigns = Text(key.Campaigns), queues = Text(key.Queues), key.CreatedBy, at = Micros.Of(key.CreatedAt), until = key.ExpiresAt is { } end ? Micros.Of(end) : (long?)null }, transaction));

    public Task DeleteKeyAsync(string id) => source.WriteAsync((connection, transaction) => connection.Execute("DELETE FROM access_keys WHERE key_id = @id", new { id }, transaction));

    public IReadOnlyList<SessionRecord> Sessions() => source.Read(connection => connection.Query<SessionRow>(
        "SELECT token_hash AS TokenHash, user_name AS UserName, source AS Source, created_at_us AS CreatedAtUs, expires_at_us AS ExpiresAtUs FROM sessions ORDER BY created_at_us, token_hash")
        .Select(row => new SessionRecord(row.TokenHash, row.UserName, row.Source, Micros.ToTime(row.CreatedAtUs), Micros.ToTime(row.ExpiresAtUs))).ToList());

    /// <summary>Those that are over by then are forgotten with it.</summary>
    public Task AddAsync(SessionRecord session) => source.WriteAsync((connection, transaction) =>
    {
        connection.Execute("DELETE FROM sessions WHERE expires_at_us < @now", new { now = Micros.Of(session.CreatedAt) }, transaction);
        return connection.Execute("INSERT INTO sessions (token_hash, user_name, source, created_at_us, expires_at_us) VALUES (@TokenHash, @User, @Source, @at, @until)",
            new { session.TokenHash, session.User, session.Source, at = Micros.Of(session.CreatedAt), until = Micros.Of(session.ExpiresAt) }, transaction);
    });

    public Task DeleteSessionAsync(string tokenHash) => source.WriteAsync((connection, transaction) => connection.Execute("DELETE FROM sessions WHERE token_hash = @tokenHash", new { tokenHash }, transaction));

    public Task DeleteSessionsAsync(string user) => source.WriteAsync((connection, transaction) => connection.Execute("DELETE FROM sessions WHERE user_name = @user", new { user }, transaction));

    private static string? Text(IReadOnlyList<string>? names) => names is null ? null : JsonSerializer.Serialize(names);

    private static string[]? Names(string? text) => text is null ? null : JsonSerializer.Deserialize<string[]>(text);

    private sealed class UserRow
    {
        public string Name { get; init; } = "";
        public string Role { get; init; } = "";
        public string? PasswordHash { get; init; }
        public string? Agent { get; init; }
        public string? Campaigns { get; init; }
        public string? Queues { get; init; }
        public long Disabled { get; init; }
        public long CreatedAtUs { get; init; }
        public long Version { get; init; }
    }

    private sealed class KeyRow
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string SecretHash { get; init; } = "";
        public string Role { get; init; } = "";
        public string? Scopes { get; init; }
        public string? Campaigns { get; init; }
        public string? Queues { get; init; }
        public string CreatedBy { get; init; } = "";
        public long CreatedAtUs { get; init; }
        public long? ExpiresAtUs { get; init; }
    }

    private sealed class SessionRow
    {
        public string TokenHash { get; init; } = "";
        public string UserName { get; init; } = "";
        public string Source { get; init; } = "";
        public long CreatedAtUs { get; init; }
        public long ExpiresAtUs { get; init; }
    }
}
