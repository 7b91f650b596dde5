using Dialer.Server.Http.Problems;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>How the dialer is, for those who watch it; no numbers and no names of people. Asked without a token.</summary>
internal static class HealthRoutes
{
    public const string Path = "/health";

    public static void Map(IEndpointRouteBuilder routes, IDialerDesk desk)
    {
        Say(routes.MapGet(Path, () => HealthAsync(desk)), "getHealth", "Is the dialer able to work, and does everything that belongs to it?");
        Say(routes.MapGet(Path + "/live", () => Results.Ok(new HealthReply("ok", []))), "getLiveness", "Does the program answer at all? Where it does not, start it anew.");
        Say(routes.MapGet(Path + "/ready", () => ReadyAsync(desk)), "getReadiness", "May it be given work? 503 while it is ending, and where its loop or its store does not answer.");
    }

    private static void Say(RouteHandlerBuilder route, string id, string summary) => route.WithTags("health").WithName(id).WithSummary(summary)
        .Produces<HealthReply>().Produces<HealthReply>(StatusCodes.Status503ServiceUnavailable)
        .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemResult.MediaType).Produces<Problem>(StatusCodes.Status421MisdirectedRequest, ProblemResult.MediaType);

    private static async Task<IResult> ReadyAsync(IDialerDesk desk)
    {
        var trouble = await desk.TroubleAsync().ConfigureAwait(false);
        bool isDraining = desk.View().Draining;
        string status = trouble.Count > 0 ? "failing" : isDraining ? "draining" : "ok";
        return Results.Json(new HealthReply(status, trouble), statusCode: status == "ok" ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> HealthAsync(IDialerDesk desk)
    {
        var trouble = await desk.TroubleAsync().ConfigureAwait(false);
        return Results.Json(Health.Of(trouble, desk.View(), desk.Overload), statusCode: trouble.Count > 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
