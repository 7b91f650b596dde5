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
        return Results.Json(Health.Of(trouble, desk.View(), desk.Overload), statusCode: trouble.Count > 0 ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
