using System.Security.Cryptography;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Keys by which programs ask.</summary>
internal sealed class KeyRoutes(AccessBook book, TimeProvider time, Func<IReadOnlySet<string>> scopes)
{
    public void Map(RouteGroupBuilder api)
    {
        api.MapGet("/", (int? limit, string? after) => Pager.Of(book.Keys.OrderBy(key => key.Id, StringComparer.Ordinal).Select(View), key => key.Id, limit, after))
            .Is("listKeys", Role.Administrator, "All keys, without their secrets.").Says<Page<KeyView>>();
        api.MapPost("/", (HttpContext context, Caller caller, KeyRequest request) => AddAsync(context, caller, request))
            .Is("addKey", Role.Administrator, "A new key; its token is told once.").Says<KeyReply>(StatusCodes.Status201Created).Posts().TellsSecret();
        api.MapDelete("/{key}", async (HttpContext context, string key) =>
            {
                if (book.Keys.FirstOrDefault(one => one.Id == key) is not { } found)
                    return Refuse.Unknown("key", key);
                await book.DeleteKeyAsync(found).ConfigureAwait(false);
                AuditNote.Leave(context, View(found), null);
                return Results.NoContent();
            })
            .Is("deleteKey", Role.Administrator, "The key opens nothing any more, from now on.").SaysNothing().MayBeMissing();
    }

    private static KeyView View(AccessKeyRecord key) => new(key.Id, key.Name, Enum.Parse<Role>(key.Role), key.Scopes, key.Campaigns, key.Queues, key.CreatedBy, key.CreatedAt, key.ExpiresAt);

    private async Task<IResult> AddAsync(HttpContext context, Caller caller, KeyRequest request)
    {
        if ((Answers.TextError("name", request.Name, 64, required: true) ?? UserRoutes.NamesError("campaigns", request.Campaigns) ?? UserRoutes.NamesError("queues", request.Queues)) is { } wrong)
            return wrong;
        if (request.Role is not { } role || role == Role.Agent)
            return Refuse.Field("role", "A key is no agent", "Use supervisor, manager or administrator, and limit it by scopes.");
        if (role == Role.Administrator && (request.Campaigns ?? request.Queues) is not null)
            return Refuse.Field("role", "An administrator has no limits", "Leave the limits out, or give another role.");
        var known = scopes();
        if (request.Scopes?.FirstOrDefault(scope => scope is null || !known.Contains(scope)) is { } unknown)
            return Refuse.Field("scopes", $"There is no scope \"{Refuse.Shown(unknown)}\"", $"Use {string.Join(", ", known.Order(StringComparer.Ordinal))}.");
        if (request.ExpiresAt <= time.GetUtcNow())
            return Refuse.Field("expiresAt", "This moment has passed", "Give one that is to come, or leave it out.");
        if (book.Keys.Count >= AccessBook.MostKeys)
            return Refuse.NotPossible($"there are {AccessBook.MostKeys} keys already", "tooManyKeys");
        string token = Secrets.Make(Secrets.KeyPrefix);
        var made = new AccessKeyRecord(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)), request.Name!, Secrets.HashOf(token), role.ToString(), request.Scopes, request.Campaigns, request.Queues, caller.Name, time.GetUtcNow(), request.ExpiresAt);
        await book.AddKeyAsync(made).ConfigureAwait(false);
        AuditNote.Leave(context, null, View(made));
        return Results.Created($"/v1/keys/{made.Id}", new KeyReply(token, View(made)));
    }
}
