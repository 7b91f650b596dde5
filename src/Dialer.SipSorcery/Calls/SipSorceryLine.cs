using System.Net;
using System.Net.Sockets;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Log;
using Microsoft.Extensions.Logging;

namespace Dialer.SipSorcery.Calls;

/// <summary>The telephone line over SIPSorcery.</summary>
internal sealed class SipSorceryLine : ITelephoneLine
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LocateEvery = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan SettleLimit = TimeSpan.FromSeconds(2.5);
    private static readonly TimeSpan CloseLimit = TimeSpan.FromSeconds(3);

    /// <summary>What was sent last has left, and its first answers are heard, before the sockets close.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromMilliseconds(200);

    private volatile TelephoneLineOptions _options;
    private readonly SorceryCore _core;
    private readonly TimeProvider _time;
    private ITimer? _tick, _locate;
    private bool _started, _disposed;

    /// <exception cref="ArgumentException">A prompt's file cannot be read: names the prompt and the file.</exception>
    public SipSorceryLine(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger, TimeProvider time)
    {
        _options = options;
        _time = time;
        _core = new SorceryCore(options, signal, logger, time);
    }

    public IPEndPoint SipEndPoint => _started ? _core.Endpoint.LocalEndPoint : new(_options.BindAddress, _options.SipPort);

    public Action<CallQuality>? QualityMeasured
    {
        get => _core.QualityMeasured;
        set => _core.QualityMeasured = value;
    }

    public Action<TrunkReport>? TrunkReported
    {
        get => _core.TrunkReported;
        set => _core.TrunkReported = value;
    }

    public Action<HeardAnswer>? AnswerHeard
    {
        get => _core.Answers.Heard;
        set => _core.Answers.Heard = value;
    }

    public Action<LearnedGreeting>? GreetingLearned
    {
        get => _core.Answers.Greetings.Learned;
        set => _core.Answers.Greetings.Learned = value;
    }

    public Action<string>? GreetingForgotten
    {
        get => _core.Answers.Greetings.Forgot;
        set => _core.Answers.Greetings.Forgot = value;
    }

    public void RestoreGreetings(IEnumerable<LearnedGreeting> greetings)
    {
        ArgumentNullException.ThrowIfNull(greetings);
        _core.Answers.Greetings.Restore(greetings);
    }

    public void RestoreAnswers(IEnumerable<KnownAnswer> answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        _core.Answers.Priors.Restore(answers);
    }

    public void AgentSaid(CallId call, bool wasMachine) => _core.Post(() => _core.AgentSaid(call, wasMachine));

    public void ForgetGreetings(IReadOnlyCollection<string> numbers) => _core.Post(() => _core.Answers.Forget(numbers));

    public int ActiveCalls => _core.ActiveCalls;
    public int OpenLegs => _core.OpenLegs;

    public (long All, long Late) PacedPackets() => _core.Paced;

    public async Task StartAsync(CancellationToken cancellation)
    {
        var advertised = _options.AdvertisedAddress ?? await LocalAddressAsync(cancellation).ConfigureAwait(false);
        Task settled;
        try
        {
            settled = _core.Start(advertised);
        }
        catch (Exception taken) when (taken is SocketException or ApplicationException)
        {
            throw new IOException($"SIP cannot listen on {_options.BindAddress}, port {_options.SipPort} ({taken.Message}): is another program using the port?", taken);
        }
        _started = true;
        LineLog.Started(_core.Logger, SipEndPoint, advertised);
        _tick = _time.CreateTimer(_ => _core.Post(_core.Tick), null, TickEvery, TickEvery);
        _locate = _time.CreateTimer(_ => _core.Post(_core.Locate), null, LocateEvery, LocateEvery);

        // What is ordered right after the start should find the trunks registered, where they can be.
        await Task.WhenAny(settled, Task.Delay(SettleLimit, cancellation)).ConfigureAwait(false);
    }

    public void Configure(CampaignSettings campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        _core.Configure(campaign);
    }

    public Action Prepare(TelephoneLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options = options with { Trunks = _options.Trunks };
        var follow = _core.Prepare(options);
        return () =>
        {
            _options = options;
            follow();
        };
    }

    public int OrdersWaiting => _core.OrdersWaiting;

    public Action? OrdersCarried
    {
        get => _core.OrdersCarried;
        set => _core.OrdersCarried = value;
    }

    public void Carry(in EngineOutput order)
    {
        if (!order.IsLineOrder)
            throw new ArgumentException($"{order.Kind} is no order to the line.", nameof(order));
        _core.Carry(order);
    }

    public void Supervise(AgentId agent, string supervisor, SupervisionMode? mode)
    {
        if (!_options.Supervisors.ContainsKey(supervisor))
            throw new ArgumentException($"There is no supervisor \"{supervisor}\".", nameof(supervisor));
        _core.Post(() => _core.Supervise(agent, supervisor, mode));
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

    /// <summary>Ends every call (BYE, CANCEL), unregisters, closes the sockets; at most some seconds.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (_tick is not null)
            await _tick.DisposeAsync().ConfigureAwait(false);
        if (_locate is not null)
            await _locate.DisposeAsync().ConfigureAwait(false);
        if (_started)
        {
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _core.Post(() =>
            {
                _core.Close();
                closed.TrySetResult();
            });
            await Task.WhenAny(closed.Task, Task.Delay(CloseLimit)).ConfigureAwait(false);
            await Task.Delay(LastWords).ConfigureAwait(false);
        }
        _core.Dispose();
    }
}
