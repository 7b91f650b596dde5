using Dialer.Store;
using Microsoft.AspNetCore.Diagnostics;

namespace Dialer.Server.Http.Problems;

/// <summary>The refusals that no route gives itself: what failed, and what was never routed.</summary>
internal static class Unanswered
{
    /// <summary>A store that does not write in time is said to be that; what it was asked for may still be kept.</summary>
    public static Task AnswerFailureAsync(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        return (failure switch
        {
            BadHttpRequestException bad => UnreadBody.Refuse(context, bad),
            TimeoutException or StoreException => Refuse.NotStored("the store did not write it in time"),
            _ => Refuse.With(StatusCodes.Status500InternalServerError, "failed", "The dialer failed.", "This is a mistake of the dialer; the log has it.", "Look whether it was done before asking again, and report what the log says."),
        }).ExecuteAsync(context);
    }

    public static int StatusOf(Exception failure) => failure switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        TimeoutException or StoreException => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>An answer with a status and no body.</summary>
    public static Task AnswerEmptyAsync(HttpContext context) => (context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Refuse.With(StatusCodes.Status404NotFound, "unknownRoute", "Not found.", $"There is no {context.Request.Method} {Refuse.Shown(context.Request.Path.Value ?? "")}.", "GET /openapi.json names every route."),
        StatusCodes.Status405MethodNotAllowed => Refuse.With(StatusCodes.Status405MethodNotAllowed, "methodNotAllowed", "Another method is needed.", $"{context.Request.Method} is not taken here.", $"Use {context.Response.Headers.Allow}."),
        StatusCodes.Status415UnsupportedMediaType => Refuse.With(StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType", "The body's type is not taken.", "This route takes another media type.", "Send Content-Type: application/json, or what the description of this route names."),
        int status => Refuse.With(status, "refused", "Refused.", "The request was refused.", "Compare it with /openapi.json."),
    }).ExecuteAsync(context);
}
