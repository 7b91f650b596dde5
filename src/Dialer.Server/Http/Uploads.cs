using Dialer.Server.Http.Description;
using Microsoft.AspNetCore.Http.Metadata;

namespace Dialer.Server.Http;

/// <summary>Bodies that are files: bounded, and put on the disk as they come.</summary>
internal static class Uploads
{
    public const long MostBytes = 256L * 1024 * 1024;

    public static RouteHandlerBuilder TakesFile(this RouteHandlerBuilder route) => route.WithMetadata(new SizeLimit(), new TakesFile());

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
