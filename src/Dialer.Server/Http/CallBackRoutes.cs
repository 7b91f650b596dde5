using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;
using Dialer.Store.Tables;

namespace Dialer.Server.Http;

/// <summary>Call backs that were promised and are not kept yet.</summary>
internal sealed class CallBackRoutes(IDialerDesk desk, LeadTable table)
{
    public void Map(RouteGroupBuilder api) => api.MapGet("/", (Caller caller, string? campaign, int? limit, string? after) => List(caller, campaign, limit, after))
        .Is("listCallBacks", Role.Supervisor, "Call backs that were promised and are not kept yet, by lead; of one campaign where it is named.").Says<Page<CallBackView>>().MayBeMissing();

    private IResult List(Caller caller, string? campaign, int? limit, string? after)
    {
        int? id = null;
        if (campaign is not null && (id = Found.Campaign(desk, caller, campaign)?.Id) is null)
            return Refuse.Unknown("campaign", campaign);
        if (Pager.Read(limit, after, out int count, out long last) is { } wrong)
            return wrong;
        var found = table.CallBacks(id, after is null ? 0 : last, count + 1);
        return Results.Ok(new Page<CallBackView>([.. found.Take(count).Where(one => caller.SeesCampaign(desk.NameOf(new CampaignId(one.Campaign)))).Select(View)], found.Count > count ? Pager.Cursor(found[count - 1].Lead) : null));
    }

    private CallBackView View(PromisedCall one) => new(one.Lead, desk.NameOf(new CampaignId(one.Campaign)), one.Number, one.At,
        one.Agent is { } agent && desk.Agents(agent.ToString(CultureInfo.InvariantCulture)) is [{ } row, ..] ? row.Name : null);
}
