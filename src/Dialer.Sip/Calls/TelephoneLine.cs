using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Calls;

/// <summary>
/// The telephone line over our own SIP and RTP.
/// </summary>
public sealed class TelephoneLine : ITelephoneLine
{
    private const int TickMs = 200;
    private static readonly TimeSpan LocateEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(3);

    private readonly Dictionary<string, (DateTime Written, long Length, Prompt Prompt)> _sounds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _phoneUsers = new(StringComparer.Ordinal);
    private volatile TelephoneLineOptions _options;
    private readonly ILogger _logger;
    private readonly MediaEngine _media;
    private readonly LineCore _core;
    private SipEndpoint? _endpoint;
    private Timer? _tick;
    private Timer? _locate;
    private int _tickWaiting;
    private bool _disposed;

    /// <param name="signal">The host's inbox. Called from the line's own threads; must not block.</param>
    /// <param name="time">The one clock; null: the system's.</param>
    /// <exception cref="ArgumentException">A prompt's file cannot be read: names the prompt and the file.</exception>
    public TelephoneLine(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(logger);
        options = WithOwnUsers(options);
        _options = options;
        _logger = logger;
        time ??= TimeProvider.System;
        var prompts = LinePrompts.Load(options, _sounds);
        _media = new MediaEngine(
            new MediaEngineOptions { FirstPort = options.FirstMediaPort, LastPort = options.LastMediaPort, MediaLostAfter = options.MediaLostAfter, Reactors = options.MediaThreads, Transport = options.MediaTransport },
            time);
        _core = new LineCore(options, prompts, signal, logger, time, _media);
    }

    /// <inheritdoc cref="TelephoneLine(TelephoneLineOptions, Action{EngineInput}, ILogger, TimeProvider?)"/>
    public static ITelephoneLine Make(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger, TimeProvider time) => new TelephoneLine(options, signal, logger, time);

    /// <summary>Where TLS, WebSocket and secure WebSocket are listened for; null: not.</summary>
    public IPEndPoint? TlsEndPoint => _endpoint?.TlsEndPoint;
    public IPEndPoint? WebSocketEndPoint => _endpoint?.WsEndPoint;
    public IPEndPoint? SecureWebSocketEndPoint => _endpoint?.WssEndPoint;

    /// <summary>Where SIP listens, once started.</summary>
    public IPEndPoint SipEndPoint => _endpoint?.LocalEndPoint ?? new(_options.BindAddress, _options.SipPort);

    /// <summary>Counts of messages, refusals, transactions and streams; once started.</summary>
    public SipCounters Counters => _endpoint?.Counters ?? throw new InvalidOperationException("The line has not been started.");

    /// <summary>Hears how each outbound call's audio arrived, before its CallEnded, on the line's thread; must not block. Set before the start.</summary>
    public Action<CallQuality>? QualityMeasured
    {
        get => _core.QualityMeasured;
        set => _core.QualityMeasured = value;
    }

    /// <summary>Hears what the analysis of each answered call came to, before its CallEnded, on the line's thread; must not block. Set before the start.</summary>
    public Action<HeardAnswer>? AnswerHeard
    {
        get => _core.Answers.Heard;
        set => _core.Answers.Heard = value;
    }

    /// <summary>Hears of each machine's greeting that is learned, on the line's thread; must not block. Set before the start.</summary>
    public Action<LearnedGreeting>? GreetingLearned
    {
        get => _core.Answers.Greetings.Learned;
        set => _core.Answers.Greetings.Learned = value;
    }

    /// <summary>Hears of each number whose greeting was a person's after all; as <see cref="GreetingLearned"/>.</summary>
    public Action<string>? GreetingForgotten
    {
        get => _core.Answers.Greetings.Forgot;
        set => _core.Answers.Greetings.Forgot = value;
    }

    /// <summary>Hears how each trunk is, at each change, on the line's thread; must not block. Set before the start.</summary>
    public Action<TrunkReport>? TrunkReported
    {
        get => _core.TrunkReported;
        set => _core.TrunkReported = value;
    }

    /// <summary>Calls of all kinds that have not ended.</summary>
    public int ActiveCalls => _core.ActiveCalls;

    /// <summary>Clips for a review that were chosen and not written: too many at once, or a disk that refused.</summary>
    public long ReviewClipsDropped => _core.ReviewClips.Dropped;

    /// <summary>RTP legs open now.</summary>
    public int OpenLegs => _media.OpenLegs;

    /// <summary>Packets that were paced since the start, and those of them that left 50 ms late or more.</summary>
    public (long All, long Late) PacedPackets() => _media.PacedPackets();

    /// <summary>Binds the sockets, registers and probes the trunks, for at most 2.5 s. A trunk that is not there yet does not fail the start.</summary>
    /// <exception cref="IOException">The SIP port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        var advertised = _options.AdvertisedAddress ?? await LocalAddressAsync(cancellation).ConfigureAwait(false);
        try
        {
            _endpoint = SipEndpoint.Start(EndpointOptions(advertised), _core);
        }
        catch (SocketException error)
        {
            throw new IOException($"SIP cannot listen on {_options.BindAddress}, port {Ports()} ({error.SocketErrorCode}): is another program using the port?", error);
        }
        LineLog.Started(_logger, _endpoint.LocalEndPoint, advertised);
        var settled = _core.Start(_endpoint, advertised);
        _tick = new Timer(_ => OnTick(), null, TickMs, TickMs);
        _locate = new Timer(_ => _core.Post(_core.Locate), null, LocateEvery, LocateEvery);

        // What is ordered right after the start should find the trunks registered, where they can be.
        await Task.WhenAny(settled, Task.Delay(SettleLimit, cancellation)).ConfigureAwait(false);
    }

    private SipEndpointOptions EndpointOptions(IPAddress advertised) => new()
    {
        BindAddress = _options.BindAddress,
        Port = _options.SipPort,
        AdvertisedAddress = advertised,
        UserAgent = "Dialer",
        Logger = _logger,
        ListenTcp = _options.ListenTcp,
        TlsPort = _options.TlsPort,
        WsPort = _options.WebSocketPort,
        WssPort = _options.SecureWebSocketPort,
        Tls = _options.Tls,
        Registrar = _options.Registrar,
        Hosts = _options.Hosts,
        DnsServers = _options.DnsServers,
        IsKnown = _core.IsTrunk,
        IsBehindNat = _core.IsBehindNat,
        Challenges = _core.ChallengeOf,
        CheckDialogSource = true,
        MaxRequestsPerSecondPerSource = _options.StrangerRequestsPerSecond,
    };

    private string Ports() => string.Join(" or ", new int?[] { _options.SipPort, _options.TlsPort, _options.WebSocketPort, _options.SecureWebSocketPort }.Where(port => port is not null));

    /// <summary>What the line must know of a campaign: its analysis mode and limit, its caller id. Before its first PlaceCall; again at each change.</summary>
    public void Configure(CampaignSettings campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        _core.Configure(campaign);
    }

    /// <summary>What earlier runs learned of machines' greetings, the oldest first. Before the start.</summary>
    public void RestoreGreetings(IEnumerable<LearnedGreeting> greetings)
    {
        ArgumentNullException.ThrowIfNull(greetings);
        _core.Answers.Greetings.Restore(greetings);
    }

    /// <summary>Earlier calls of which it is known who answered, the oldest first. Before the start.</summary>
    public void RestoreAnswers(IEnumerable<KnownAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        _core.Answers.Priors.Restore(answers);
    }

    /// <summary>The agent's word on what answered a call, whenever it comes. Thread-safe; returns at once.</summary>
    public void AgentSaid(CallId call, bool wasMachine) => _core.Post(() => _core.AgentSaid(call, wasMachine));

    /// <summary>Their greetings are not known any more: a person is erased. Thread-safe; returns at once.</summary>
    /// <param name="numbers">E.164.</param>
    public void ForgetGreetings(IReadOnlyCollection<string> numbers) => _core.Post(() => _core.Answers.Forget(numbers));

    /// <summary>Reads the recordings that other options need, so that <see cref="Reconfigure"/> cannot fail for them. Not from two threads at once.</summary>
    /// <exception cref="ArgumentException">One cannot be read: names the prompt and the file.</exception>
    public Action Prepare(TelephoneLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var prompts = LinePrompts.Load(options, _sounds);
        return () => Reconfigure(options, prompts);
    }

    /// <summary>Phones, prompts, numbers served, caller ids, analysis, recordings and supervisors follow; addresses, ports, trunks and media stay as they were at the start.</summary>
    private void Reconfigure(TelephoneLineOptions options, Dictionary<string, Prompt> prompts)
    {
        options = WithOwnUsers(options with { Trunks = _options.Trunks });
        _options = options;
        _core.Post(() => _core.Reconfigure(options, prompts));
    }

    /// <summary>The registrar goes on with the one book of users that it began with.</summary>
    private TelephoneLineOptions WithOwnUsers(TelephoneLineOptions options)
    {
        if (options.Registrar is not { } registrar)
            return options;
        foreach (string gone in _phoneUsers.Keys.Except(registrar.Users.Keys))
            _phoneUsers.TryRemove(gone, out _);
        foreach (var (user, password) in registrar.Users)
            _phoneUsers[user] = password;
        return options with { Registrar = registrar with { Users = _phoneUsers } };
    }

    /// <summary>Orders that were taken and not carried out yet.</summary>
    public int OrdersWaiting => _core.OrdersWaiting;

    /// <summary>Hears, on the line's thread, each time that orders were carried out; must not block. Set before the start.</summary>
    public Action? OrdersCarried
    {
        get => _core.OrdersCarried;
        set => _core.OrdersCarried = value;
    }

    /// <summary>Takes one order (<see cref="EngineOutput.IsLineOrder"/>). Thread-safe; orders are carried out in the order given; returns at once.</summary>
    public void Carry(in EngineOutput order)
    {
        if (!order.IsLineOrder)
            throw new ArgumentException($"{order.Kind} is no order to the line.", nameof(order));
        _core.Carry(order);
    }

    /// <summary>
    /// Lets a supervisor hear an agent's conversations, and be heard, until it hangs up: its phone is called, unless it watches this agent
    /// already. Another supervisor of the agent is hung up. Null: the agent's supervisor is hung up. Thread-safe; returns at once.
    /// </summary>
    /// <param name="supervisor">A name of <see cref="TelephoneLineOptions.Supervisors"/>.</param>
    public void Supervise(AgentId agent, string supervisor, SupervisionMode? mode)
    {
        if (!_options.Supervisors.ContainsKey(supervisor))
            throw new ArgumentException($"There is no supervisor \"{supervisor}\".", nameof(supervisor));
        _core.Post(() => _core.Supervise(agent, supervisor, mode));
    }

    private void OnTick()
    {
        if (Interlocked.Exchange(ref _tickWaiting, 1) == 0)
        {
            _core.Post(() =>
            {
                Volatile.Write(ref _tickWaiting, 0);
                _core.Tick();
            });
        }
        else
            _core.Schedule();
    }

    // A socket bound to every address has none to write into Contact and SDP: ask the routing table which one faces the first trunk.
    private async Task<IPAddress> LocalAddressAsync(CancellationToken cancellation)
    {
        bool any = _options.BindAddress.Equals(IPAddress.Any) || _options.BindAddress.Equals(IPAddress.IPv6Any);
        if (!any)
            return _options.BindAddress;
        string host = _options.Trunks.Count > 0 ? _options.Trunks[0].Address : "192.0.2.1";
        try
        {
            using var socket = new Socket(_options.BindAddress.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            await socket.ConnectAsync(host, 5060, cancellation).ConfigureAwait(false);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return IPAddress.Loopback;
        }
    }

    /// <summary>Ends every call (BYE, CANCEL), unregisters, closes the sockets; at most 3 s.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_tick is not null)
            await _tick.DisposeAsync().ConfigureAwait(false);
        if (_locate is not null)
            await _locate.DisposeAsync().ConfigureAwait(false);
        if (_endpoint is not null)
        {
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _core.Post(() =>
            {
                _core.Close();
                closed.TrySetResult();
            });
            await Task.WhenAny(closed.Task, Task.Delay(CloseLimit)).ConfigureAwait(false);
            for (int waited = 0; waited < 50 && _endpoint.ActiveCalls > 0; waited++)
                await Task.Delay(20).ConfigureAwait(false);
            _endpoint.Dispose();
        }
        _core.Recordings.Dispose();
        _media.Dispose();
        _core.ReviewClips.Dispose();
    }
}
