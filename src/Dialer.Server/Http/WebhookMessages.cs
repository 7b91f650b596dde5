using System.ComponentModel.DataAnnotations;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>A program that is told what happens.</summary>
/// <param name="Kinds">Of events; left out: all that have a number.</param>
/// <param name="Campaigns">Names; left out, and queues too: all.</param>
/// <param name="Queues">Names.</param>
/// <param name="Version">Grows with each change; in double quotes it is the ETag.</param>
public sealed record WebhookView(string Id, string Url, IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, bool Enabled, DateTimeOffset CreatedAt, long Version);

/// <summary>What a webhook is from now on.</summary>
/// <param name="Url">https, and no address of this machine or of a private network, unless http.webhookHosts allows the host.</param>
/// <param name="Kinds">Of events; null: all that have a number.</param>
/// <param name="Campaigns">Names; null, and queues too: all.</param>
/// <param name="Queues">Names.</param>
/// <param name="Enabled">Default true; false: nothing is sent, and what happens meanwhile is not kept for it.</param>
public sealed record WebhookRequest([property: Required] string? Url, IReadOnlyList<string>? Kinds, IReadOnlyList<string>? Campaigns, IReadOnlyList<string>? Queues, bool? Enabled);

/// <param name="Secret">Signs what is sent; told once.</param>
public sealed record WebhookReply(string Secret, WebhookView Webhook);

/// <summary>One event on its way to a webhook.</summary>
/// <param name="Event">Its number: the same for each try.</param>
/// <param name="Subject">What it is about: of one subject the next is sent when the one before is done.</param>
/// <param name="NextAt">When it is tried next; left out: not any more.</param>
/// <param name="Status">HTTP status of the last try; left out: none was answered.</param>
/// <param name="Trouble">Why the last try failed.</param>
public sealed record DeliveryView(long Id, long Event, string Kind, string Subject, DeliveryState State, int Tries, DateTimeOffset CreatedAt, DateTimeOffset? NextAt, DateTimeOffset? DoneAt, int? Status, string? Trouble);
