using System.Net.WebSockets;
using System.Text;

namespace Dialer.Server.Http.Streams;

/// <summary>The same events over a WebSocket: one JSON object a text message. Nothing is asked over it; what comes is passed over.</summary>
internal sealed class SocketResult(EventStream stream) : IResult
{
    private static readonly TimeSpan CloseWithin = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SendWithin = TimeSpan.FromSeconds(30);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (stream)
        using (var socket = await httpContext.WebSockets.AcceptWebSocketAsync().ConfigureAwait(false))
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted))
        {
            var listening = ListenAsync(socket, end);
            try
            {
                await foreach (var happened in stream.ReadAsync(end.Token).ConfigureAwait(false))
                    await SendAsync(socket, happened.Body).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
            {
                // The listener left.
            }
            await CloseAsync(socket, listening).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(false);
        }
    }

    /// <summary>Who takes nothing for so long is gone.</summary>
    private static async Task SendAsync(WebSocket socket, string body)
    {
        using var patience = new CancellationTokenSource(SendWithin);
        await socket.SendAsync(Encoding.UTF8.GetBytes(body), WebSocketMessageType.Text, endOfMessage: true, patience.Token).ConfigureAwait(false);
    }

    /// <summary>Says that the stream has ended, or answers who said so, and waits a moment for the other side.</summary>
    private static async Task CloseAsync(WebSocket socket, Task listening)
    {
        using var patience = new CancellationTokenSource(CloseWithin);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, patience.Token).ConfigureAwait(false);
            await listening.WaitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // It does not matter any more.
        }
    }

    /// <summary>Until the other side closes.</summary>
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource end)
    {
        byte[] buffer = new byte[1_024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, end.Token).ConfigureAwait(false)).MessageType != WebSocketMessageType.Close)
            {
                // Passed over.
            }
            await end.CancelAsync().ConfigureAwait(false);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }
}
