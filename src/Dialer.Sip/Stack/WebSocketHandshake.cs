using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>The opening of a WebSocket that speaks the sub-protocol "sip" (RFC 6455 section 4, RFC 7118 section 4).</summary>
internal static class WebSocketHandshake
{
    private const int MaxHead = 8 * 1024;
    private const string Accepts = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    public static async Task<WebSocket> AcceptAsync(Stream stream, CancellationToken cancel)
    {
        var fields = await ReadHeadAsync(stream, "GET ", cancel).ConfigureAwait(false);
        bool wanted = fields.GetValueOrDefault("upgrade", "").Contains("websocket", StringComparison.OrdinalIgnoreCase)
            && fields.GetValueOrDefault("sec-websocket-version") == "13"
            && fields.GetValueOrDefault("sec-websocket-protocol", "").Split(',').Any(p => p.Trim() == "sip")
            && fields.ContainsKey("sec-websocket-key");
        if (!wanted)
        {
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\nSec-WebSocket-Version: 13\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), cancel).ConfigureAwait(false);
            throw new IOException("Not a WebSocket that speaks SIP.");
        }
        string answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + $"Sec-WebSocket-Accept: {AnswerTo(fields["sec-websocket-key"])}\r\nSec-WebSocket-Protocol: sip\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), cancel).ConfigureAwait(false);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true, SubProtocol = "sip", KeepAliveInterval = KeepAlive });
    }

    public static async Task<WebSocket> ConnectAsync(Stream stream, string host, CancellationToken cancel)
    {
        string key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        string request = $"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            + "Sec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), cancel).ConfigureAwait(false);
        var fields = await ReadHeadAsync(stream, "HTTP/1.1 101", cancel).ConfigureAwait(false);
        if (fields.GetValueOrDefault("sec-websocket-accept") != AnswerTo(key))
            throw new IOException("The WebSocket was refused.");
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = false, SubProtocol = "sip", KeepAliveInterval = KeepAlive });
    }

    private static string AnswerTo(string key)
    {
#pragma warning disable CA5350 // RFC 6455 section 4.2.2 names SHA-1; it proves the protocol, not an identity.
        return Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + Accepts)));
#pragma warning restore CA5350
    }

    /// <summary>Byte by byte, so that nothing behind the head is taken from the WebSocket.</summary>
    private static async Task<Dictionary<string, string>> ReadHeadAsync(Stream stream, string firstLine, CancellationToken cancel)
    {
        byte[] head = new byte[MaxHead];
        int length = 0;
        while (length < 4 || !head.AsSpan(0, length).EndsWith("\r\n\r\n"u8))
        {
            if (length == head.Length || await stream.ReadAsync(head.AsMemory(length, 1), cancel).ConfigureAwait(false) == 0)
            {
                throw new IOException("The WebSocket handshake was cut off.");
            }
            length++;
        }
        string[] lines = Encoding.ASCII.GetString(head, 0, length).Split("\r\n");
        if (!lines[0].StartsWith(firstLine, StringComparison.Ordinal))
            throw new IOException("Not a WebSocket handshake.");
        Dictionary<string, string> fields = [];
        foreach (string line in lines.Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
                fields.TryAdd(line[..colon].Trim().ToLowerInvariant(), line[(colon + 1)..].Trim());
        }
        return fields;
    }
}
