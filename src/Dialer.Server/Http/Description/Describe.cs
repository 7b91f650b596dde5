using Dialer.Server.Http.Access;
using Dialer.Server.Http.Problems;
using Dialer.Server.Http.Repeats;

namespace Dialer.Server.Http.Description;

/// <summary>What a route says of itself: its name, who may, what it answers and what it refuses. The document is made from it.</summary>
internal static class Describe
{
    private static readonly int[] OfEveryRoute =
    [
        StatusCodes.Status400BadRequest, StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status421MisdirectedRequest,
        StatusCodes.Status429TooManyRequests, StatusCodes.Status500InternalServerError, StatusCodes.Status503ServiceUnavailable,
    ];

    private static readonly int[] OfEveryPost = [StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status422UnprocessableEntity];

    /// <summary>A resource: its routes, its tag and the area of its scopes.</summary>
    public static RouteGroupBuilder MapArea(this IEndpointRouteBuilder routes, string prefix, string area) => routes.MapGroup(prefix).WithTags(area);

    /// <param name="least">Who may.</param>
    /// <param name="id">Its name in generated clients.</param>
    public static RouteHandlerBuilder Is(this RouteHandlerBuilder route, string id, Role least, string summary)
    {
        route.WithName(id).WithSummary(summary).Refuses(OfEveryRoute);
        route.Finally(builder =>
        {
            string method = builder.Metadata.OfType<IHttpMethodMetadata>().Last().HttpMethods[0];
            string area = builder.Metadata.OfType<Microsoft.AspNetCore.Http.Metadata.ITagsMetadata>().Last().Tags[0];
            builder.Metadata.Add(new Right(least, area, method != HttpMethods.Get));
        });
        return route;
    }

    /// <summary>A PUT or PATCH that needs If-Match.</summary>
    public static RouteHandlerBuilder Changes(this RouteHandlerBuilder route) =>
        route.WithMetadata(new NeedsMatch()).Refuses(StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType, StatusCodes.Status428PreconditionRequired);

    /// <summary>A DELETE that heeds If-Match where it is sent.</summary>
    public static RouteHandlerBuilder Deletes(this RouteHandlerBuilder route) =>
        route.WithMetadata(new NeedsMatch()).SaysNothing().MayBeMissing().Refuses(StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed);

    public static RouteHandlerBuilder AlsoAsCsv(this RouteHandlerBuilder route) => route.WithMetadata(new AlsoAsCsv());

    /// <summary>Its answer is told once, and kept nowhere: no Idempotency-Key is taken.</summary>
    public static RouteHandlerBuilder TellsSecret(this RouteHandlerBuilder route) => route.WithMetadata(new TellsSecret());

    public static RouteHandlerBuilder Posts(this RouteHandlerBuilder route) => route.Refuses(OfEveryPost);

    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (int status in statuses)
            route.Produces<Problem>(status, ProblemResult.MediaType);
        return route;
    }

    /// <summary>By a name in the path.</summary>
    public static RouteHandlerBuilder MayBeMissing(this RouteHandlerBuilder route) => route.Refuses(StatusCodes.Status404NotFound);

    /// <summary>Answers 204.</summary>
    public static RouteHandlerBuilder SaysNothing(this RouteHandlerBuilder route) => route.Produces(StatusCodes.Status204NoContent);

    public static RouteHandlerBuilder Says<T>(this RouteHandlerBuilder route, int status = StatusCodes.Status200OK) => route.Produces<T>(status);
}
