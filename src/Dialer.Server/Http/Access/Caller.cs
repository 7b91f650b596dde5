namespace Dialer.Server.Http.Access;

/// <summary>Who asks, and what they may see and do.</summary>
/// <param name="Name">As it stands in the audit: "user:ana", "key:crm", "http.token".</param>
internal sealed record Caller(string Name, Role Role)
{
    /// <summary>May do everything: who has http.token, or the key of admin.key.</summary>
    public static Caller Token { get; } = new("http.token", Role.Administrator);

    /// <summary>The agent that this user is; null: none.</summary>
    public string? Agent { get; init; }

    /// <summary>Names of the campaigns and queues that it is limited to; null: all.</summary>
    public IReadOnlySet<string>? Campaigns { get; init; }
    public IReadOnlySet<string>? Queues { get; init; }

    /// <summary>What a key is for, such as "campaigns:read"; null: whatever the role may.</summary>
    public IReadOnlySet<string>? Scopes { get; init; }

    /// <summary>Hash of the token that it showed; null: http.token.</summary>
    public string? TokenHash { get; init; }

    /// <summary>The session that this request came by; null: none.</summary>
    public string? Session { get; init; }

    public bool IsLimited => Campaigns is not null || Queues is not null;

    public bool SeesCampaign(string name) => (Campaigns is null && Queues is null) || Campaigns?.Contains(name) == true;

    public bool SeesQueue(string name) => (Campaigns is null && Queues is null) || Queues?.Contains(name) == true;

    /// <summary>An agent has its own name alone.</summary>
    public bool CommandsAgent(string name) => Role > Role.Agent || Agent == name;

    /// <summary>For the parameters of routes.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context) => ValueTask.FromResult(Of(context));

    public static Caller Of(HttpContext context) => context.Features.Get<Caller>() ?? throw new InvalidOperationException("Nobody is known to have asked.");
}
