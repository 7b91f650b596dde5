using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Tests.Stack;

/// <summary>A raw peer on a stream: it writes any bytes and reads what comes back.</summary>
internal sealed class StreamClient : IAsyncDisposable
{
    private readonly Stream? _stream;
    private readonly ClientWebSocket? _webSocket;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _length;

    private StreamClient(Stream? stream, ClientWebSocket? webSocket)
    {
        _stream = stream;
        _webSocket = webSocket;
    }

    /// <summary>Made for the tests, never used elsewhere.</summary>
    public static X509Certificate2 Certificate { get; } = MakeCertificate("127.0.0.1");

    public static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public static async Task<StreamClient> ConnectAsync(SipTransport transport, SipEndpoint endpoint, CancellationToken cancel)
    {
        if (transport == SipTransport.Ws)
        {
            ClientWebSocket webSocket = new();
            webSocket.Options.AddSubProtocol("sip");
            await webSocket.ConnectAsync(new Uri($"ws://127.0.0.1:{endpoint.WsEndPoint!.Port}/"), cancel);
            return new StreamClient(null, webSocket);
        }
        var target = transport == SipTransport.Tls ? endpoint.TlsEndPoint! : endpoint.TcpEndPoint!;
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target, cancel);
        Stream stream = new NetworkStream(socket, ownsSocket: true);
        if (transport == SipTransport.Tls)
        {
            SslStream tls = new(stream, false, (_, certificate, _, _) => certificate?.GetCertHashString() == Certificate.GetCertHashString());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" }, cancel);
            stream = tls;
        }
        return new StreamClient(stream, null);
    }

    public async Task SendAsync(byte[] bytes, CancellationToken cancel)
    {
        if (_webSocket is not null)
            await _webSocket.SendAsync(bytes, WebSocketMessageType.Text, true, cancel);
        else
            await _stream!.WriteAsync(bytes, cancel);
    }

    /// <summary>The next SIP message head as text; null when the far end closed.</summary>
    public async Task<string?> ReceiveAsync(CancellationToken cancel)
    {
        while (true)
        {
            int end = _buffer.AsSpan(0, _length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
                return Take(end + 4);
            int count = await ReadAsync(cancel);
            if (count <= 0)
                return null;
            _length += count;
        }
    }

    private string Take(int headLength)
    {
        string head = Encoding.UTF8.GetString(_buffer, 0, headLength);
        int at = head.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        int body = at < 0 ? 0 : int.Parse(head.AsSpan(at + 16, head.IndexOf('\r', at) - at - 16), System.Globalization.CultureInfo.InvariantCulture);
        int all = Math.Min(_length, headLength + body);
        string text = Encoding.UTF8.GetString(_buffer, 0, all);
        _buffer.AsSpan(all, _length - all).CopyTo(_buffer);
        _length -= all;
        return text;
    }

    private async Task<int> ReadAsync(CancellationToken cancel)
    {
        try
        {
            if (_webSocket is null)
                return await _stream!.ReadAsync(_buffer.AsMemory(_length), cancel);
            var result = await _webSocket.ReceiveAsync(_buffer.AsMemory(_length), cancel);
            return result.MessageType == WebSocketMessageType.Close ? 0 : result.Count;
        }
        catch (Exception closed) when (closed is IOException or WebSocketException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _webSocket?.Dispose();
        if (_stream is not null)
            await _stream.DisposeAsync();
    }
}
