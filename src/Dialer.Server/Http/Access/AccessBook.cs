using Dialer.Store.Tables;

namespace Dialer.Server.Http.Access;

/// <summary>Users, keys and sessions in memory, as the store has them: what is added here is durable before it counts.</summary>
#pragma warning disable CA1001 // It lives as long as the program, and its semaphores hold no handle.
internal sealed class AccessBook
#pragma warning restore CA1001
{
    public static readonly TimeSpan SessionLasts = TimeSpan.FromHours(12);
    public const int MostUsers = 20_000;
    public const int MostKeys = 1_000;

    /// <summary>Two at a time: a flood of log-ins takes no more of the machine than that.</summary>
    private readonly SemaphoreSlim _hashing = new(2);
    private readonly SemaphoreSlim _changing = new(1);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, UserRecord> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AccessKeyRecord> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SessionRecord> _sessions = new(StringComparer.Ordinal);
    private readonly AccessTable _table;
    private readonly TimeProvider _time;
    private long _version;

    public AccessBook(AccessTable table, TimeProvider time)
    {
        (_table, _time) = (table, time);
        foreach (var user in table.Users())
            _users[user.Name] = user;
        foreach (var key in table.Keys())
            _keys[key.SecretHash] = key;
        foreach (var session in table.Sessions())
            _sessions[session.TokenHash] = session;
    }

    /// <summary>Grows whenever somebody may have lost a right.</summary>
    public long Version => Volatile.Read(ref _version);

    public IReadOnlyList<UserRecord> Users => Locked(() => _users.Values.OrderBy(user => user.Name, StringComparer.Ordinal).ToList());

    public IReadOnlyList<AccessKeyRecord> Keys => Locked(() => _keys.Values.OrderBy(key => key.CreatedAt).ThenBy(key => key.Id, StringComparer.Ordinal).ToList());

    public UserRecord? User(string name) => Locked(() => _users.GetValueOrDefault(name));

    /// <summary>Who shows this token; null: nobody that is known, or no more.</summary>
    public Caller? Find(string token) => token.Length > 128 ? null : FindHash(Secrets.HashOf(token));

    /// <summary>Whether somebody may still do what they might when they asked.</summary>
    public bool IsStill(Caller caller) =>
        caller.TokenHash is not { } hash || (FindHash(hash) is { } now && now.Role == caller.Role && now.Agent == caller.Agent && Same(now.Campaigns, caller.Campaigns) && Same(now.Queues, caller.Queues));

    private static bool Same(IReadOnlySet<string>? one, IReadOnlySet<string>? other) => one is null ? other is null : other is not null && one.SetEquals(other);

    private Caller? FindHash(string hash)
    {
        var now = _time.GetUtcNow();
        return Locked(() =>
        {
            if (_keys.TryGetValue(hash, out var key))
                return key.ExpiresAt <= now ? null : Of(key) with { TokenHash = hash };
            return _sessions.TryGetValue(hash, out var session) && session.ExpiresAt > now && _users.TryGetValue(session.User, out var user) && !user.Disabled ? Of(user) with { Session = hash, TokenHash = hash } : null;
        });
    }

    /// <summary>Null: the name or the password is wrong; which of them is not said.</summary>
    public async Task<bool> IsPasswordAsync(string name, string password, CancellationToken cancellation)
    {
        var user = User(name);
        string hash = user is { Disabled: false, PasswordHash: { } own } ? own : Passwords.Nobody;
        await _hashing.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Passwords.Matches(password, hash), CancellationToken.None).ConfigureAwait(false) && hash != Passwords.Nobody;
        }
        finally
        {
            _hashing.Release();
        }
    }

    /// <returns>The session's token, told once.</returns>
    public async Task<(string Token, SessionRecord Session)> BeginSessionAsync(string user, string source)
    {
        string token = Secrets.Make(Secrets.SessionPrefix);
        var now = _time.GetUtcNow();
        var session = new SessionRecord(Secrets.HashOf(token), user, source, now, now + SessionLasts);
        await _table.AddAsync(session).ConfigureAwait(false);
        lock (_lock)
        {
            foreach (var over in _sessions.Values.Where(other => other.ExpiresAt < now).ToList())
                _sessions.Remove(over.TokenHash);
            _sessions[session.TokenHash] = session;
        }
        return (token, session);
    }

    public Task EndSessionAsync(string hash) => ChangeAsync(() => _table.DeleteSessionAsync(hash), () => _sessions.Remove(hash));

    public Task EndSessionsAsync(string user) => ChangeAsync(() => _table.DeleteSessionsAsync(user), () => RemoveSessions(user));

    /// <summary>Changes one user where it is still as it was seen; null from <paramref name="change"/>: it is deleted.</summary>
    /// <returns>What it was when the change was made or refused; false: another change came before.</returns>
    public async Task<(bool Done, UserRecord? Was, UserRecord? Is)> ChangeUserAsync(string name, Func<UserRecord?, bool> isAsSeen, Func<UserRecord?, UserRecord?> change)
    {
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            var was = User(name);
            if (!isAsSeen(was))
                return (false, was, was);
            var next = change(was);
            if (next is null)
                await _table.DeleteUserAsync(name).ConfigureAwait(false);
            else
                await _table.PutAsync(next).ConfigureAwait(false);
            lock (_lock)
            {
                if (next is null)
                {
                    _users.Remove(name);
                    RemoveSessions(name);
                }
                else
                {
                    _users[name] = next;
                }
                _version++;
            }
            return (true, was, next);
        }
        finally
        {
            _changing.Release();
        }
    }

    public Task AddKeyAsync(AccessKeyRecord key) => ChangeAsync(() => _table.AddAsync(key), () => _keys[key.SecretHash] = key);

    public Task DeleteKeyAsync(AccessKeyRecord key) => ChangeAsync(() => _table.DeleteKeyAsync(key.Id), () => _keys.Remove(key.SecretHash));

    private async Task ChangeAsync(Func<Task> write, Action remember)
    {
        await write().ConfigureAwait(false);
        lock (_lock)
        {
            remember();
            _version++;
        }
    }

    private void RemoveSessions(string user)
    {
        foreach (var session in _sessions.Values.Where(session => session.User == user).ToList())
            _sessions.Remove(session.TokenHash);
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }

    private static Caller Of(UserRecord user) => new("user:" + user.Name, Enum.Parse<Role>(user.Role)) { Agent = user.Agent, Campaigns = Set(user.Campaigns), Queues = Set(user.Queues) };

    private static Caller Of(AccessKeyRecord key) => new("key:" + key.Name, Enum.Parse<Role>(key.Role)) { Campaigns = Set(key.Campaigns), Queues = Set(key.Queues), Scopes = Set(key.Scopes) };

    private static HashSet<string>? Set(IReadOnlyList<string>? names) => names?.ToHashSet(StringComparer.Ordinal);
}
