using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Dialer.Line;

namespace Dialer.Sip.Stack;

/// <summary>
/// The streams of an endpoint: TCP, TLS and WebSocket, accepted and opened. Its tables belong to the reactor thread; the
/// connections work on the thread pool and post to it. An open connection to an address is used again.
/// </summary>
internal sealed class StreamTransport : ISipWire, IDisposable
{
    private readonly SipEndpointOptions _options;
    private readonly SipReactor _reactor;
    private readonly SipStack _stack;
    private readonly Dictionary<long, SipConnection> _connections = [];
    private readonly Dictionary<SipHop, SipConnection> _byAddress = [];
    private readonly Dictionary<(ulong, ulong), int> _perSource = [];

    /// <summary>What others opened, the one silent longest first.</summary>
    private readonly LinkedList<SipConnection> _inbound = [];
    private readonly List<Socket> _listeners = [];
    private readonly SslStreamCertificateContext? _serverCertificate;
    private long _lastId;

    public StreamTransport(SipEndpointOptions options, SipReactor reactor, SipStack stack)
    {
        _options = options;
        _reactor = reactor;
        _stack = stack;
        if (options.Tls is { ServerCertificate: { } own } tls)
            _serverCertificate = SslStreamCertificateContext.Create(own, [.. tls.Intermediates], offline: true);
    }

    public SipCounters Counters => _stack.Counters;

    public static int HandshakeTimeoutMs => 10_000;

    public int MessageTimeoutMs => _options.StreamMessageTimeoutMs;

    public int IdleTimeoutMs => _options.StreamIdleTimeoutMs;

    /// <summary>A broken stream stays open this long, for its 400 to be read.</summary>
    public static int LingerMs => 200;

    /// <summary>Binds and accepts from now on. Throws <see cref="SocketException"/> if the port is taken.</summary>
    public IPEndPoint Listen(SipTransport transport, int port)
    {
        Socket listener = new(_options.BindAddress.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (_options.BindAddress.Equals(IPAddress.IPv6Any))
                listener.DualMode = true;
            listener.Bind(new IPEndPoint(_options.BindAddress, port));
            listener.Listen(512);
        }
        catch
        {
            listener.Dispose();
            throw;
        }
        _listeners.Add(listener);
        _ = AcceptAsync(listener, transport);
        return (IPEndPoint)listener.LocalEndPoint!;
    }

    private async Task AcceptAsync(Socket listener, SipTransport transport)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync().ConfigureAwait(false);
            }
            catch (Exception closed) when (closed is ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
            catch (SocketException refused)
            {
                if (refused.SocketErrorCode == SocketError.OperationAborted)
                    return;
                Counters.StreamFailures++;
                await Task.Delay(50).ConfigureAwait(false);
                continue;
            }
            if (socket.RemoteEndPoint is not IPEndPoint remote)
                socket.Dispose();
            else
                _reactor.Execute(() => Admit(socket, SipHop.From(transport, remote)));
        }
    }

    /// <summary>On the reactor thread: limits first, then a connection.</summary>
    private void Admit(Socket socket, SipHop remote)
    {
        if (!_stack.TrustsStream(remote) || !MakeRoomFor(remote) || !MakeRoom())
        {
            _stack.RefuseStream(remote);
            socket.Dispose();
            return;
        }
        SipConnection connection = new(this, ++_lastId, remote, isInbound: true);
        Add(connection);
        _inbound.AddLast(connection.Place);
        _ = connection.RunAsync(_ => Task.FromResult(socket), "");
    }

    /// <summary>A source at its limit loses a stream on which it never said a word. False: there is none.</summary>
    private bool MakeRoomFor(SipHop source) =>
        _perSource.GetValueOrDefault((source.High, source.Low)) < _options.MaxConnectionsPerSource
        || Evict(connection => connection.Remote.SameAddress(source) && !connection.HasSpoken);

    /// <summary>At the limit of all, a stranger's stream gives way, else one on which nothing was ever said. False: there is neither.</summary>
    private bool MakeRoom() =>
        _connections.Count < _options.MaxConnections
        || Evict(connection => !_stack.Knows(connection.Remote))
        || Evict(connection => !connection.HasSpoken);

    private bool Evict(Func<SipConnection, bool> mayGo)
    {
        for (var place = _inbound.First; place is not null; place = place.Next)
        {
            if (!mayGo(place.Value))
                continue;
            _stack.RefuseStream(place.Value.Remote);
            place.Value.Close();
            Remove(place.Value);
            return true;
        }
        return false;
    }

    private void NoteWord(SipConnection connection)
    {
        _complaints.Remove(connection.Remote with { Connection = 0 });
        connection.HasSpoken = true;
        if (connection.Place.List is null)
            return;
        _inbound.Remove(connection.Place);
        _inbound.AddLast(connection.Place);
    }

    private void Add(SipConnection connection)
    {
        var remote = connection.Remote;
        _connections.Add(connection.Id, connection);
        _byAddress[remote with { Connection = 0 }] = connection;
        if (connection.IsInbound)
            _perSource[(remote.High, remote.Low)] = _perSource.GetValueOrDefault((remote.High, remote.Low)) + 1;
        Counters.OpenStreams = _connections.Count;
    }

    /// <summary>From any thread: the connection has ended.</summary>
    public void Forget(SipConnection connection) => _reactor.Execute(() => Remove(connection));

    private void Remove(SipConnection connection)
    {
        if (!_connections.Remove(connection.Id))
            return;
        if (connection.Place.List is not null)
            _inbound.Remove(connection.Place);
        foreach (ulong key in connection.RecentRequests.ToArray())
            _stack.OnConnectionLost(key);
        var remote = connection.Remote;
        var address = remote with { Connection = 0 };
        if (_byAddress.TryGetValue(address, out var known) && known == connection)
            _byAddress.Remove(address);
        if (connection.IsInbound)
        {
            int left = _perSource.GetValueOrDefault((remote.High, remote.Low)) - 1;
            if (left > 0)
                _perSource[(remote.High, remote.Low)] = left;
            else
                _perSource.Remove((remote.High, remote.Low));
        }
        Counters.OpenStreams = _connections.Count;
    }

    public bool Reaches(in SipHop hop) => hop.Connection == 0 || _connections.ContainsKey(hop.Connection);

    public bool Send(in SipHop to, ReadOnlySpan<byte> message, ulong clientKey)
    {
        SipConnection? connection;
        if (to.Connection != 0)
        {
            if (!_connections.TryGetValue(to.Connection, out connection))
                return false;
        }
        else if (!_byAddress.TryGetValue(to, out connection))
        {
            if (!MakeRoom())
                return false;
            connection = Open(to);
        }
        return connection.TrySend(message.ToArray(), clientKey);
    }

    private SipConnection Open(SipHop to)
    {
        SipConnection connection = new(this, ++_lastId, to, isInbound: false);
        Add(connection);
        var remote = to.EndPoint;
        string name = _stack.ServerNameOf(to) ?? to.Address.ToString();
        _ = Task.Run(() => connection.RunAsync(
            async cancel =>
            {
                Socket socket = new(remote.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    await socket.ConnectAsync(remote, cancel).ConfigureAwait(false);
                    return socket;
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
            name));
        return connection;
    }

    /// <summary>From any thread. Certificates that do not fit show themselves here.</summary>
    public void NoteFailure(SipConnection connection, Exception failure)
    {
        Counters.StreamFailures++;
        string why = (failure.InnerException ?? failure).Message;
        if (connection.IsInbound)
            StackLog.StreamEnded(_options.Logger, connection.Remote, why);
        else
            _reactor.Execute(() => Complain(connection.Remote with { Connection = 0 }, why));
    }

    private const int MaxComplaints = 1024;

    /// <summary>Who could not be reached and was said to be so: a trunk that is down is asked every few seconds.</summary>
    private readonly HashSet<SipHop> _complaints = [];

    private void Complain(in SipHop target, string why)
    {
        if (_complaints.Count < MaxComplaints && _complaints.Add(target))
            StackLog.StreamFailed(_options.Logger, target, why);
    }

    public void TellSendFailed(ulong clientKey)
    {
        if (clientKey != 0)
            _reactor.Execute(() => _stack.OnSendFailed(clientKey));
    }

    public void HandOver(SipConnection connection, byte[] message, SemaphoreSlim inFlight) => _reactor.Execute(() =>
    {
        NoteWord(connection);
        _stack.Receive(message, message.Length, connection.Remote);
        inFlight.Release();
    });

    public void HandOverBroken(SipConnection connection, SipMessage head, SipRefusal refusal)
    {
        var copy = head.Clone();
        copy.Source = connection.Remote;
        _reactor.Execute(() =>
        {
            _stack.ReceiveBroken(copy, refusal);
            connection.CloseAfterFlush();
        });
    }

    public SslServerAuthenticationOptions ServerTls()
    {
        var tls = _options.Tls ?? throw new AuthenticationException("No TLS is configured.");
        return new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _serverCertificate,
            ClientCertificateRequired = tls.RequireClientCertificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                !tls.RequireClientCertificate || IsTrusted(tls, certificate, errors & ~SslPolicyErrors.RemoteCertificateNameMismatch),
        };
    }

    public SslClientAuthenticationOptions ClientTls(string serverName)
    {
        var tls = _options.Tls ?? new SipTlsOptions();
        return new SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            ClientCertificates = tls.ClientCertificate is { } own ? [own] : null,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                IsTrusted(tls, certificate, tls.CheckServerName ? errors : errors & ~SslPolicyErrors.RemoteCertificateNameMismatch),
        };
    }

    private static bool IsTrusted(SipTlsOptions tls, X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null)
            return false;
        if (tls.TrustedRoots.Count == 0)
            return errors == SslPolicyErrors.None;
        if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None)
            return false;
        using X509Chain chain = new();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var root in tls.TrustedRoots)
            chain.ChainPolicy.CustomTrustStore.Add(root);
        return chain.Build(certificate as X509Certificate2 ?? X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    public void StopListening()
    {
        foreach (var listener in _listeners)
            listener.Dispose();
    }

    /// <summary>After the reactor has stopped: nobody else looks at the tables.</summary>
    public void Dispose()
    {
        StopListening();
        foreach (var connection in _connections.Values.ToArray())
            connection.Close();
    }
}
