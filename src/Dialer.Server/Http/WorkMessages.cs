using System.ComponentModel.DataAnnotations;

namespace Dialer.Server.Http;

/// <summary>Something that is no call, to be dealt with by an agent.</summary>
/// <param name="Queue">Name or number.</param>
/// <param name="Channel">callBack, chat, email, letter, fax, form, message, task or ticket.</param>
/// <param name="Reference">Names it in your system; events carry it as party. At most 200 characters.</param>
/// <param name="Priority">-100 to 100, higher first; left out: the queue's.</param>
/// <param name="Value">What the customer is worth, 0 to 100.</param>
/// <param name="PreferredAgent">Name of who is asked first, where the queue prefers.</param>
public sealed record WorkRequest([property: Required] string? Queue, [property: Required] string? Channel, [property: Required] string? Reference, int? Priority = null, int? Value = null, string? PreferredAgent = null);

/// <summary>It waits, or has its agent already: events say which.</summary>
/// <param name="Interaction">The name that commands and events know it by. Never used again.</param>
public sealed record WorkReply(long Interaction);

/// <summary>What came of it.</summary>
/// <param name="Code">At most 64 characters.</param>
/// <param name="Note">Free text, at most 4,000 characters.</param>
public sealed record CloseWorkRequest([property: Required] string? Code, string? Note = null);

/// <summary>Work that is open.</summary>
/// <param name="Agent">Who has accepted it; left out: nobody yet.</param>
/// <param name="AnsweredAt">When an agent answered it for the first time.</param>
public sealed record WorkView(long Interaction, string Queue, string Channel, string Reference, DateTimeOffset PostedAt, DateTimeOffset? AcceptedAt, DateTimeOffset? AnsweredAt, string? Agent);
