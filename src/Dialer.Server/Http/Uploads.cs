using Microsoft.AspNetCore.Http.Metadata;

namespace Dialer.Server.Http;

/// <summary>Bodies that are files: bounded, and put on the disk as they come.</summary>
internal static class Uploads
{
    public const long MostBytes = 256L * 1024 * 1024;

    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route, params string[] types) =>
        route.WithMetadata(new SizeLimit()).Accepts<Stream>(types[0], types[1..]);

    public static async Task SaveAsync(HttpContext context, string file)
    {
        await using var to = File.Create(file);
        await context.Request.Body.CopyToAsync(to, context.RequestAborted).ConfigureAwait(false);
    }

    private sealed class SizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => MostBytes;
    }
}
