using Dialer.Line;
using Dialer.Server.Http.Problems;
using Dialer.Server.Running;

namespace Dialer.Server.Http;

/// <summary>How the dialer is, for those who watch it; no numbers and no names of people. Asked without a token.</summary>
internal static class HealthRoutes
{
    public const string Path = "/health";

    public static void Map(IEndpointRouteBuilder routes, IDialerDesk desk) =>
        routes.MapGet(Path, () => HealthAsync(desk)).WithTags("health").WithName("getHealth").WithSummary("Is the dialer able to work?")
            .Produces<HealthReply>().Produces<HealthReply>(StatusCodes.Status503ServiceUnavailable)
            .Produces<Problem>(StatusCodes.Status400BadRequest, ProblemResult.MediaType).Produces<Problem>(StatusCodes.Status421MisdirectedRequest, ProblemResult.MediaType);

    private static async Task<IResult> HealthAsync(IDialerDesk desk)
    {
        var trouble = await desk.TroubleAsync().ConfigureAwait(false);
        var view = desk.View();
        string? overload = desk.Overload;
        string[] trunks = [.. view.Trunks.Where(trunk => trunk.Cause is not null && trunk.State != TrunkCondition.Starting).Select(trunk => $"trunk {trunk.Name}: {trunk.Cause}. {trunk.Remedy}")];
        string[] overloads = overload is null ? [] : [$"overload, no new calls: {overload}"];
        string status = trouble.Count > 0 ? "failing" : view.Draining ? "draining" : overload is not null ? "overloaded" : trunks.Length > 0 ? "degraded" : "ok";
        return Results.Json(new HealthReply(status, [.. trouble, .. overloads, .. trunks]), statusCode: trouble.Count > 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
