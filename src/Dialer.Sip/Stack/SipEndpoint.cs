using System.Net;
using System.Net.Sockets;

namespace Dialer.Sip.Stack;

/// <summary>
/// A SIP user agent on the network: sockets, transactions, dialogs and timers, all owned by one reactor thread. Other
/// threads post to it; handlers run on it. Nothing that arrives throws past it.
/// </summary>
public sealed class SipEndpoint : ITrunkSignalling, IDisposable
{
    private readonly SipReactor _reactor;
    private readonly SipStack _stack;
    private readonly string _host;
    private readonly List<SipRegistration> _registrations = [];

    /// <summary>For whoever calls from another thread; the stack's own belong to the reactor.</summary>
    private readonly SipIds _ids = new();
    private readonly StreamTransport? _streams;

    private SipEndpoint(SipEndpointOptions options, ISipEndpointHandler? handler)
    {
        _reactor = new SipReactor(options);
        var servers = options.DnsServers.Count > 0 ? options.DnsServers : DnsLookup.SystemServers();
        SipResolver resolver = new(options, _reactor, transport => _stack!.Local(transport) is not null, new DnsLookup(servers, options.Time));
        _stack = new SipStack(options, new MonotonicClock(options.Time), _reactor, _reactor, new SipIds(), resolver)
        {
            Handler = handler,
            Registrar = options.Registrar is { } registrar ? new SipRegistrar(registrar) : null,
        };
        _reactor.Stack = _stack;
        LocalEndPoint = _reactor.LocalEndPoint;
        var address = options.AdvertisedAddress ?? Reachable(options.BindAddress);
        AdvertisedEndPoint = new IPEndPoint(address, options.AdvertisedPort ?? LocalEndPoint.Port);
        _host = address.ToString();
        _stack.SetLocal(SipTransport.Udp, _host, AdvertisedEndPoint.Port);
        if (!options.ListenTcp && options.TlsPort is null && options.Tls is null && options.WsPort is null && options.WssPort is null)
            return;
        _streams = new StreamTransport(options, _reactor, _stack);
        _reactor.Streams = _streams;
        try
        {
            ListenToStreams(options);
        }
        catch
        {
            _streams.Dispose();
            _reactor.Dispose();
            throw;
        }
    }

    private void ListenToStreams(SipEndpointOptions options)
    {
        if (options.ListenTcp)
            TcpEndPoint = Listen(SipTransport.Tcp, LocalEndPoint.Port, options.AdvertisedPort);
        if (options.TlsPort is { } tls)
            TlsEndPoint = Listen(SipTransport.Tls, tls, null);
        else if (options.Tls is not null)
            _stack.SetLocal(SipTransport.Tls, _host, SipTargets.DefaultPort(SipTransport.Tls));
        if (options.WsPort is { } ws)
            WsEndPoint = Listen(SipTransport.Ws, ws, null);
        if (options.WssPort is { } wss)
            WssEndPoint = Listen(SipTransport.Wss, wss, null);
    }

    private IPEndPoint Listen(SipTransport transport, int port, int? advertisedPort)
    {
        var bound = _streams!.Listen(transport, port);
        _stack.SetLocal(transport, _host, advertisedPort ?? bound.Port);
        return bound;
    }

    /// <summary>Where TCP, TLS and WebSocket are heard; null where they are not.</summary>
    public IPEndPoint? TcpEndPoint { get; private set; }

    public IPEndPoint? TlsEndPoint { get; private set; }

    public IPEndPoint? WsEndPoint { get; private set; }

    public IPEndPoint? WssEndPoint { get; private set; }

    /// <summary>Binds and starts. Throws <see cref="SocketException"/> if the port is taken.</summary>
    public static SipEndpoint Start(SipEndpointOptions options, ISipEndpointHandler? handler = null)
    {
        var endpoint = Bind(options, handler);
        endpoint._reactor.Start();
        return endpoint;
    }

    /// <summary>A port that is free for UDP may be taken for TCP: with any port allowed, the next one is tried.</summary>
    private static SipEndpoint Bind(SipEndpointOptions options, ISipEndpointHandler? handler)
    {
        for (int tries = 1; ; tries++)
        {
            try
            {
                return new SipEndpoint(options, handler);
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse && options.Port == 0 && tries < 16)
            {
                continue;
            }
        }
    }

    /// <summary>The bound UDP address.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>The address in Via and Contact.</summary>
    public IPEndPoint AdvertisedEndPoint { get; }

    /// <summary>Counts of messages, refusals, transactions and calls.</summary>
    public SipCounters Counters => _stack.Counters;

    public bool IsOnReactorThread => _reactor.IsCurrent;

    /// <summary>Calls in progress (answered or not).</summary>
    public int ActiveCalls => _stack.ActiveCalls;

    /// <summary>Deadlines that are set now; for a test, when the endpoint rests.</summary>
    internal int Deadlines => _stack.TimerCount;

    /// <summary>Runs <paramref name="work"/> on the reactor thread. False: the queue is full or the endpoint stopped; nothing will run.</summary>
    public bool Post(Action work) => _reactor.TryPost(work);

    /// <summary>
    /// Places a call. May be called from any thread; on the reactor thread the INVITE leaves in this turn. Failure of any kind is
    /// reported by <see cref="ISipCallHandler.OnFailed"/>.
    /// </summary>
    public SipCall Invite(SipInvite invite, ISipCallHandler handler)
    {
        ulong id = NextId();
        string callId = $"{NextId():x16}@{_host}";
        var call = SipCall.Outgoing(_stack, invite, handler, id, callId);
        Run(call.StartOutgoing);
        return call;
    }

    /// <summary>Registers, and keeps registered until <see cref="SipRegistration.Stop"/>.</summary>
    public SipRegistration Register(SipRegistrationOptions options, Action<SipRegistration, SipRegistrationChange> changed)
    {
        SipRegistration registration = new(_stack, options, changed, NextId());
        lock (_registrations)
            _registrations.Add(registration);
        Run(registration.Start);
        return registration;
    }

    Action ITrunkSignalling.KeepRegistered(SipRegistrationOptions options, Action<SipRegistrationChange> changed) => Register(options, (_, change) => changed(change)).Stop;

    /// <summary>One OPTIONS; <paramref name="done"/> runs on the reactor thread, at the latest after <paramref name="timeoutMs"/>.</summary>
    public void Ping(SipUri target, Action<SipPingResult> done, int timeoutMs = 2_000) =>
        Run(new SipPing(_stack, target, done, timeoutMs).Start);

    /// <summary>Where requests to <paramref name="target"/> would go, best first (RFC 3263). <paramref name="done"/> runs on the reactor thread.</summary>
    public void Locate(SipUri target, Action<IReadOnlyList<SipHop>> done) => Run(() => _stack.Resolve(target, done));

    /// <summary>Where a user of our own registrar can be reached now; empty when nowhere. From any thread.</summary>
    public IReadOnlyList<SipBinding> FindBindings(string user) => _stack.Registrar?.Find(user, _stack.NowMs) ?? [];

    private void Run(Action work)
    {
        if (_reactor.IsCurrent)
            work();
        else
            _reactor.Execute(work);
    }

    private ulong NextId()
    {
        lock (_ids)
            return _ids.Next();
    }

    /// <summary>A wildcard address cannot be written into a Contact: take the one that leads outside, or loopback.</summary>
    private static IPAddress Reachable(IPAddress bound)
    {
        if (!bound.Equals(IPAddress.Any) && !bound.Equals(IPAddress.IPv6Any))
            return bound;
        try
        {
            // Connecting a datagram socket sends nothing; it only asks the routing table. The address is from TEST-NET-1.
            using Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(new IPEndPoint(IPAddress.Parse("192.0.2.1"), 9));
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return IPAddress.Loopback;
        }
    }

    /// <summary>Ends each call as Stopped, tells the registrars, closes the sockets and joins the thread.</summary>
    public void Dispose()
    {
        lock (_registrations)
        {
            foreach (var registration in _registrations)
                registration.Stop();
            _registrations.Clear();
        }
        _streams?.StopListening();
        _reactor.Dispose();
        _streams?.Dispose();
    }
}
