using System.Runtime.CompilerServices;
using System.Text;
using Dialer.Store.Tables;

namespace Dialer.Server.Http.Streams;

/// <summary>An event stream (text/event-stream): one JSON object an event, named by its type, with its number as id.</summary>
internal sealed class ServerSentResult(EventStream stream) : IResult
{
    private static readonly ConditionalWeakTable<EventRecord, byte[]> Frames = [];

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        using (stream)
            try
            {
                await response.StartAsync(httpContext.RequestAborted).ConfigureAwait(false);
                await response.WriteAsync(": listening\n\n", httpContext.RequestAborted).ConfigureAwait(false);
                await response.Body.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
                await foreach (var happened in stream.ReadAsync(httpContext.RequestAborted).ConfigureAwait(false))
                {
                    await response.Body.WriteAsync(Frame(happened), httpContext.RequestAborted).ConfigureAwait(false);
                    await response.Body.FlushAsync(httpContext.RequestAborted).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (httpContext.RequestAborted.IsCancellationRequested)
            {
                // The listener left.
            }
    }

    /// <summary>Written out once, however many listen.</summary>
    private static byte[] Frame(EventRecord happened) => Frames.GetValue(happened, one =>
        Encoding.UTF8.GetBytes(one.Number == 0 ? $"event: {one.Kind}\ndata: {one.Body}\n\n" : $"id: {one.Number}\nevent: {one.Kind}\ndata: {one.Body}\n\n"));
}
