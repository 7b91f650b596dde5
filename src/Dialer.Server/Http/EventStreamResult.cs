using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Dialer.Server.Monitoring;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace Dialer.Server.Http;

/// <summary>An event stream (text/event-stream): one JSON object an event, named by its type. Ends when the program stops.</summary>
internal sealed class EventStreamResult(EventHub.Listener listener, TimeSpan heartbeat, TimeProvider time) : IResult
{
    private static readonly ConditionalWeakTable<DialerEvent, byte[]> Frames = [];

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
            await foreach (var happened in listener.ReadAsync(heartbeat, time, httpContext.RequestAborted).ConfigureAwait(false))
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

    /// <summary>Written out once, however many listen.</summary>
    private static byte[] Frame(DialerEvent happened, JsonSerializerOptions json) =>
        Frames.GetValue(happened, one => Encoding.UTF8.GetBytes($"event: {one.Type}\ndata: {JsonSerializer.Serialize(one, json)}\n\n"));

    private static async Task WriteAsync(HttpResponse response, DialerEvent happened, JsonSerializerOptions json, CancellationToken cancellation)
    {
        await response.Body.WriteAsync(Frame(happened, json), cancellation).ConfigureAwait(false);
        await response.Body.FlushAsync(cancellation).ConfigureAwait(false);
    }
}
