using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Configuration;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Description;
using Dialer.Server.Http.Paging;
using Dialer.Server.Http.Problems;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Store.Reports;

namespace Dialer.Server.Http;

/// <summary>Campaigns as they are at this moment, and their commands.</summary>
internal static class CampaignRoutes
{
    public static void Map(RouteGroupBuilder api, IDialerDesk desk)
    {
        api.MapGet("/", (Caller caller, string? state, int? limit, string? after) =>
                Pager.Of(desk.View().Campaigns.Where(row => caller.SeesCampaign(row.Name) && (state is null || row.State == state)), row => row.Id, limit, after))
            .Is("listCampaigns", Role.Supervisor, "All campaigns, by number; of one state where it is named.").Says<Page<CampaignRow>>();
        api.MapGet("/{campaign}", (Caller caller, string campaign) => Found.Campaign(desk, caller, campaign) is { } row ? Results.Ok(row) : Unknown(campaign))
            .Is("getCampaign", Role.Supervisor, "One campaign, by number or name.").Says<CampaignRow>().MayBeMissing();
        api.MapGet("/{campaign}/report", (Caller caller, string campaign) => Found.Campaign(desk, caller, campaign) is { } row ? Results.Ok(desk.Report(new CampaignId(row.Id))) : Unknown(campaign))
            .Is("getCampaignReport", Role.Supervisor, "Its results from the store.").Says<CampaignReport>().MayBeMissing();
        api.MapPost("/{campaign}/release-interrupted", async (Caller caller, string campaign) => Found.Campaign(desk, caller, campaign) is { } row
                ? Results.Ok(new ReleasedReply(await desk.ReleaseInterruptedAsync(new CampaignId(row.Id)).ConfigureAwait(false)))
                : Unknown(campaign))
            .Is("releaseInterruptedLeads", Role.Manager, "Lets leads be dialed again whose attempt a crash cut off.").Says<ReleasedReply>().MayBeMissing().Posts();
        api.MapPost("/{campaign}/mode", (Caller caller, string campaign, HttpRequest request) => ChangeDialModeAsync(desk, caller, campaign, request))
            .Accepts<DialModeRequest>("application/json")
            .Is("changeDialMode", Role.Supervisor, "How it dials from now on. New calls follow at once; calls in flight and previews on screens end as they began. Holds until the program ends; then the configuration counts.")
            .SaysNothing().MayBeMissing().Posts();
        MapCommand("start", "startCampaign", EngineInput.StartCampaign, "Dial.");
        MapCommand("pause", "pauseCampaign", EngineInput.PauseCampaign, "No new calls; those in flight go on.");
        MapCommand("stop", "stopCampaign", EngineInput.StopCampaign, "No new calls, and the leads held go back to the list.");

        void MapCommand(string route, string id, Func<CampaignId, EngineInput> command, string summary) =>
            api.MapPost("/{campaign}/" + route, (Caller caller, string campaign) => Found.Campaign(desk, caller, campaign) is { } row ? Answers.TellAsync(desk, command(new CampaignId(row.Id))) : Task.FromResult<IResult>(Unknown(campaign)))
                .Is(id, Role.Supervisor, summary).SaysNothing().MayBeMissing().Posts();
    }

    private static async Task<IResult> ChangeDialModeAsync(IDialerDesk desk, Caller caller, string campaign, HttpRequest request)
    {
        if (Found.Campaign(desk, caller, campaign) is not { } row)
            return Unknown(campaign);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        var (change, errors) = DialModeSection.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        if (errors.Count > 0)
            return Refuse.Fields([.. errors.Select(error => (FieldOf(error), error.What, error.Do))]);
        return await Answers.TellAsync(desk, EngineInput.ChangeDialMode(new CampaignId(row.Id), change)).ConfigureAwait(false);
    }

    private static string FieldOf(ConfigError error) => error.Path.Length > 2 ? error.Path[2..] : "body";

    private static ProblemResult Unknown(string campaign) => Refuse.Unknown("campaign", campaign);
}
