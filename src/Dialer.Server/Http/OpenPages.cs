using Scalar.AspNetCore;

namespace Dialer.Server.Http;

/// <summary>
/// What is told without a token: how the dialer is, so that a monitor can look without one, and what the interface can do, with a
/// page to read and try it. No numbers, and no names of people.
/// </summary>
internal static class OpenPages
{
    private const string Reference = "/reference";
    private const string Policy = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'";

    public static bool IsOpen(PathString path) => path.StartsWithSegments(HealthRoutes.Path, StringComparison.Ordinal) || path == "/openapi.json" || path.StartsWithSegments(Reference, StringComparison.Ordinal);

    public static void Map(IEndpointRouteBuilder routes) => routes.MapScalarApiReference(Reference, options =>
    {
        options.Title = "Dialer";
        options.OpenApiRoutePattern = "/openapi.json";
        options.DefaultFonts = false;
    });

    /// <summary>The page reaches nothing but this program, whatever its scripts try.</summary>
    public static Task KeepInside(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Path.StartsWithSegments(Reference, StringComparison.Ordinal))
            context.Response.Headers.ContentSecurityPolicy = Policy;
        return next(context);
    }
}
