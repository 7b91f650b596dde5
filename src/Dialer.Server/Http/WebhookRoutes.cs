using System.Security.Cryptography;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Server.Webhooks;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Programs that are told what happens.</summary>
internal sealed class WebhookRoutes(IDialerDesk desk, TargetRule rule)
{
    private const string SecretPrefix = "dlw_";

    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", (int? limit, string? after) => Pager.Of(desk.Webhooks.All.OrderBy(hook => hook.Id, StringComparer.Ordinal).Select(View), hook => hook.Id, limit, after))
            .Is("listWebhooks", Role.Administrator, "All webhooks, without their secrets.").Says<Page<WebhookView>>();
        api.MapPost("/", (HttpContext context, WebhookRequest request) => AddAsync(context, request))
            .Is("addWebhook", Role.Administrator, "A new webhook; its secret is told once.").Says<WebhookReply>(StatusCodes.Status201Created).Posts().TellsSecret();
        api.MapGet("/{webhook}", (HttpContext context, string webhook) => desk.Webhooks.Find(webhook) is { } hook ? Shown(context, hook) : Unknown(webhook))
            .Is("getWebhook", Role.Administrator, "One webhook, with its ETag.").Says<WebhookView>().MayBeMissing();
        api.MapPut("/{webhook}", (HttpContext context, string webhook, WebhookRequest request) => ChangeAsync(context, webhook, request))
            .Is("changeWebhook", Role.Administrator, "What the webhook is from now on; its secret stays.").Says<WebhookView>().MayBeMissing().Changes();
        api.MapDelete("/{webhook}", (HttpContext context, string webhook) => DeleteAsync(context, webhook))
            .Is("deleteWebhook", Role.Administrator, "The webhook is gone, with all that was to be sent to it.").Deletes();
        api.MapGet("/{webhook}/deliveries", (string webhook, DeliveryState? state, int? limit, string? after) => Deliveries(webhook, state, limit, after))
            .Is("listDeliveries", Role.Administrator, "What was sent to it, or is to be, the newest first; of one state where it is named. What is done is shown for 7 days.").Says<Page<DeliveryView>>().MayBeMissing();
        api.MapPost("/{webhook}/deliveries/{delivery:long}/send-again", async (string webhook, long delivery) =>
            {
                if (desk.Webhooks.Find(webhook) is null)
                    return Unknown(webhook);
                if (!await desk.Deliveries.SendAgainAsync(webhook, delivery, desk.Time.GetUtcNow()).ConfigureAwait(false))
                    return Refuse.With(StatusCodes.Status404NotFound, "unknownDelivery", "Not found.", "There is no such delivery to this webhook.", "Look at the list of deliveries.", "delivery");
                desk.Webhooks.Changed?.Invoke();
                return Results.NoContent();
            })
            .Is("sendDeliveryAgain", Role.Administrator, "Sends it once more, and tries for another day.").SaysNothing().MayBeMissing().Posts();
    }

    private static WebhookView View(WebhookRecord hook) => new(hook.Id, hook.Url, hook.Kinds, hook.Campaigns, hook.Queues, hook.Enabled, hook.CreatedAt, hook.Version);

    private static IResult Shown(HttpContext context, WebhookRecord hook)
    {
        ETags.Say(context, hook.Version);
        return Results.Ok(View(hook));
    }

    private async Task<IResult> AddAsync(HttpContext context, WebhookRequest request)
    {
        if (Wrong(request) is { } wrong)
            return wrong;
        if (desk.Webhooks.All.Count >= WebhookBook.Most)
            return Refuse.NotPossible($"there are {WebhookBook.Most} webhooks already", "tooManyWebhooks");
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        var made = new WebhookRecord(id, request.Url!, Secrets.Make(SecretPrefix), request.Kinds, request.Campaigns, request.Queues, request.Enabled ?? true, desk.Time.GetUtcNow(), 1);
        await desk.Webhooks.ChangeAsync(id, was => was is null, _ => made).ConfigureAwait(false);
        AuditNote.Leave(context, null, View(made));
        ETags.Say(context, made.Version);
        return Results.Created($"/v1/webhooks/{id}", new WebhookReply(made.Secret, View(made)));
    }

    private async Task<IResult> ChangeAsync(HttpContext context, string id, WebhookRequest request)
    {
        if (desk.Webhooks.Find(id) is null)
            return Unknown(id);
        if (Wrong(request) is { } wrong)
            return wrong;
        if (ETags.Seen(context) is not { } seen)
            return Refuse.NeedsMatch();
        var (done, was, now) = await desk.Webhooks.ChangeAsync(id, hook => hook is not null && ETags.Matches(seen, hook.Version),
            hook => hook! with { Url = request.Url!, Kinds = request.Kinds, Campaigns = request.Campaigns, Queues = request.Queues, Enabled = request.Enabled ?? true, Version = hook.Version + 1 }).ConfigureAwait(false);
        if (!done)
            return was is null ? Unknown(id) : Refuse.Stale(ETags.Of(was.Version));
        AuditNote.Leave(context, View(was!), View(now!));
        return Shown(context, now!);
    }

    private async Task<IResult> DeleteAsync(HttpContext context, string id)
    {
        string seen = ETags.Seen(context) ?? "*";
        var (done, was, _) = await desk.Webhooks.ChangeAsync(id, hook => hook is not null && ETags.Matches(seen, hook.Version), _ => null).ConfigureAwait(false);
        if (!done)
            return was is null ? Unknown(id) : Refuse.Stale(ETags.Of(was.Version));
        AuditNote.Leave(context, View(was!), null);
        return Results.NoContent();
    }

    private IResult Deliveries(string webhook, DeliveryState? state, int? limit, string? after)
    {
        if (desk.Webhooks.Find(webhook) is null)
            return Unknown(webhook);
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        var found = desk.Deliveries.Deliveries(webhook, state, after is null ? long.MaxValue : last, count + 1);
        return Results.Ok(new Page<DeliveryView>([.. found.Take(count).Select(View)], found.Count > count ? Pager.Cursor(found[count - 1].Id) : null));
    }

    private static DeliveryView View(DeliveryRecord one) =>
        new(one.Id, one.Event, one.Kind, one.Subject, one.State, one.Tries, one.CreatedAt, one.State == DeliveryState.Pending ? one.NextAt : null, one.DoneAt, one.Status, one.Trouble);

    private ProblemResult? Wrong(WebhookRequest request)
    {
        if (Answers.TextError("url", request.Url, 2_048, required: true) is { } unread)
            return unread;
        if (rule.Refusal(request.Url!) is { } refused)
            return Refuse.Field("url", refused.What, refused.Do);
        if (request.Kinds?.FirstOrDefault(kind => kind is null || !EventKinds.All.Contains(kind) || EventKinds.OfTheMoment.Contains(kind)) is { } unknown)
            return Refuse.Field("kinds", $"No event of the kind \"{Refuse.Shown(unknown)}\" is sent", $"Use {string.Join(", ", EventKinds.All.Except(EventKinds.OfTheMoment).Order(StringComparer.Ordinal))}.");
        return UserRoutes.NamesError("campaigns", request.Campaigns) ?? UserRoutes.NamesError("queues", request.Queues);
    }

    private static ProblemResult Unknown(string webhook) => Refuse.Unknown("webhook", webhook);
}
