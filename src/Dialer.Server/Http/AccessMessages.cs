using System.ComponentModel.DataAnnotations;
using Dialer.Server.Http.Access;

namespace Dialer.Server.Http;

/// <summary>Who you are to the dialer.</summary>
/// <param name="Name">As it stands in the audit: "user:ana", "key:crm", "http.token".</param>
/// <param name="Agent">The agent that this user is; left out: none.</param>
/// <param name="Campaigns">Names that you are limited to; left out: no limit.</param>
/// <param name="Queues">Names that you are limited to; left out: no limit.</param>
/// <param name="Scopes">What the key is for; left out: whatever the role may.</param>
public sealed record MeView(string Name, Role Role, string? Agent, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, IReadOnlyList<string>? Scopes);

/// <summary>Somebody who may log in.</summary>
/// <param name="HasPassword">Without one nobody logs in as this user.</param>
/// <param name="Agent">The agent that this user is; left out: none.</param>
/// <param name="Campaigns">Names it is limited to; left out, and queues too: no limit.</param>
/// <param name="Queues">Names it is limited to.</param>
/// <param name="Version">Grows with each change; in double quotes it is the ETag.</param>
public sealed record UserView(string Name, Role Role, bool HasPassword, string? Agent, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, bool Disabled, DateTimeOffset CreatedAt, long Version);

/// <summary>A new user.</summary>
/// <param name="Name">1 to 64 characters; no slash.</param>
/// <param name="Password">10 to 256 characters; left out: nobody logs in as this user until one is set.</param>
/// <param name="Agent">The agent that this user is, by name.</param>
/// <param name="Campaigns">Names to limit it to; null: no limit.</param>
/// <param name="Queues">Names to limit it to; null: no limit.</param>
public sealed record NewUserRequest([property: Required] string? Name, [property: Required] Role? Role, string? Password, string? Agent, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues);

/// <summary>What a user is from now on; what is left out is none.</summary>
/// <param name="Agent">The agent that this user is, by name.</param>
/// <param name="Campaigns">Names to limit it to; null: no limit.</param>
/// <param name="Queues">Names to limit it to; null: no limit.</param>
/// <param name="Disabled">It may not log in, and its sessions count no more.</param>
public sealed record UserRequest([property: Required] Role? Role, string? Agent, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, bool? Disabled);

/// <param name="Password">10 to 256 characters.</param>
/// <param name="Current">The password until now; an administrator may leave it out for others.</param>
public sealed record PasswordRequest([property: Required] string? Password, string? Current);

/// <summary>A log-in.</summary>
public sealed record SessionRequest([property: Required] string? User, [property: Required] string? Password);

/// <summary>A log-in that was taken. The answer sets the cookie dialer_session too, for pages.</summary>
/// <param name="Token">Send it as Authorization: Bearer; told once.</param>
public sealed record SessionReply(string Token, string User, Role Role, DateTimeOffset ExpiresAt);

/// <summary>A key by which a program asks.</summary>
/// <param name="Scopes">What it is for; left out: whatever the role may.</param>
/// <param name="ExpiresAt">Left out: never.</param>
public sealed record KeyView(string Id, string Name, Role Role, IReadOnlyList<string>? Scopes, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, string CreatedBy, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt);

/// <summary>A new key.</summary>
/// <param name="Name">As it stands in the audit; 1 to 64 characters.</param>
/// <param name="Scopes">Such as "campaigns:read"; null: whatever the role may.</param>
/// <param name="Campaigns">Names to limit it to; null: no limit.</param>
/// <param name="Queues">Names to limit it to; null: no limit.</param>
/// <param name="ExpiresAt">Null: never.</param>
public sealed record KeyRequest([property: Required] string? Name, [property: Required] Role? Role, IReadOnlyList<string>? Scopes, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, DateTimeOffset? ExpiresAt);

/// <param name="Token">Send it as Authorization: Bearer; told once, and kept nowhere.</param>
public sealed record KeyReply(string Token, KeyView Key);

/// <summary>One change, or one try to log in.</summary>
/// <param name="Who">"user:ana", "key:crm", "http.token", or the user that somebody tried.</param>
/// <param name="Source">The address that it came from.</param>
/// <param name="Action">The operation's id in this document; logIn, logInRefused.</param>
/// <param name="Subject">The path.</param>
/// <param name="Was">JSON of what was there; left out: nothing, or it is a command.</param>
/// <param name="Became">JSON of what is there since.</param>
public sealed record AuditView(long Id, DateTimeOffset At, string Who, string Source, string Action, string Subject, string? Was, string? Became);
