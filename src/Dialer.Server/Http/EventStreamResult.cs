using System.Text.Json;
using Dialer.Server.Monitoring;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dialer.Server.Http;

/// <summary>An event stream (text/event-stream): one JSON object an event, named by its type. Ends when the program stops.</summary>
internal sealed class EventStreamResult(EventHub.Listener listener, TimeSpan heartbeat) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        var json = httpContext.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        try
        {
            await response.StartAsync(httpContext.RequestAborted).ConfigureAwait(false);
            await response.WriteAsync(": listening\n\n", httpContext.RequestAborted).ConfigureAwait(false);
            await foreach (var happened in listener.ReadAsync(heartbeat, TimeProvider.System, httpContext.RequestAborted).ConfigureAwait(false))
                await WriteAsync(response, happened, json, httpContext.RequestAborted).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
        {
            // The listener left.
        }
        finally
        {
            listener.Dispose();
        }
    }

    private static async Task WriteAsync(HttpResponse response, DialerEvent happened, JsonSerializerOptions json, CancellationToken cancellation)
    {
        await response.WriteAsync($"event: {happened.Type}\ndata: {JsonSerializer.Serialize(happened, json)}\n\n", cancellation).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
