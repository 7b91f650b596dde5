using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Who changed what.</summary>
internal static class AuditRoutes
{
    public static void Map(RouteGroupBuilder api, AuditTable table) =>
        api.MapGet("/", (string? who, string? action, string? subject, DateTimeOffset? from, DateTimeOffset? until, int? limit, string? after) =>
            {
                if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
                    return wrong;
                var found = table.Read(who, action, subject, from, until, after is null ? long.MaxValue : last, count + 1);
                return Results.Ok(new Page<AuditView>([.. found.Take(count).Select(View)], found.Count > count ? Pager.Cursor(found[count - 1].Id) : null));
            })
            .Is("listAudit", Role.Administrator, "Every change and every log-in, the newest first: who, when, from where, before and after.").Says<Page<AuditView>>();

    private static AuditView View(AuditRecord record) => new(record.Id, record.At, record.Who, record.Source, record.Action, record.Subject, record.Was, record.Became);
}
