using System.Collections.Concurrent;
using System.Net;
using Dialer.Core.Time;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;

namespace Dialer.Simulation.Loopback;

/// <summary>
/// A carrier with its called public, on the loopback interface: speaks SIP and RTP, answers each number as
/// <see cref="CalledPublic"/> draws it, and knows the truth about every call. It tells the dialer nothing of it: what the
/// dialer concludes comes from the signalling and the audio alone.
/// </summary>
public sealed class LoopbackCarrier : ISipEndpointHandler, IAsyncDisposable
{
    private readonly LoopbackCarrierOptions _options;
    private readonly CalledPublic _public;
    /// <summary>What was true of each call, and the call itself while it lasts: one that has ended holds its audio and its SIP no longer.</summary>
    private readonly ConcurrentDictionary<string, CalledNumber> _calls = new();
    private readonly SeededRandom _inboundRandom;
    private SipEndpoint _endpoint = null!;
    private ReactorTimers _timers = null!;
    private IPEndPoint? _dialer;
    private string _inboundNumber = "";
    private double _inboundPerHour;
    private long _invites, _answered, _inboundPlaced, _inboundAnswered;
    private int _active;

    private LoopbackCarrier(LoopbackCarrierOptions options)
    {
        _options = options;
        _public = new CalledPublic(options.Scenario, options.Seed);
        _inboundRandom = new SeededRandom(options.Seed).Fork(0x1B0);
        Audio = options.Audio ?? AudioLibrary.Generated();
        Media = new MediaEngine(new MediaEngineOptions
        {
            FirstPort = options.FirstMediaPort,
            LastPort = options.LastMediaPort,
            Reactors = options.MediaThreads,
            MediaLostAfter = TimeSpan.Zero,
        });
        Sdp = new CallSdp(options.Address);
    }

    /// <summary>Binds and begins to answer.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">The port is taken.</exception>
    public static LoopbackCarrier Start(LoopbackCarrierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var carrier = new LoopbackCarrier(options);
        carrier._endpoint = SipEndpoint.Start(new SipEndpointOptions { BindAddress = options.Address, Port = options.Port, UserAgent = "Dialer loopback carrier", ContactUser = "carrier" }, carrier);
        carrier._timers = new ReactorTimers(carrier._endpoint, options.Time);
        return carrier;
    }

    /// <summary>Somebody speaks for a few seconds: stands in for an announcement that nobody recorded.</summary>
    public Prompt SpokenPrompt => Audio.Announcement;

    internal AudioLibrary Audio { get; }
    internal MediaEngine Media { get; }
    internal CallSdp Sdp { get; }
    internal LoopbackCarrierOptions Options => _options;
    internal SipEndpoint Endpoint => _endpoint;

    /// <summary>Where the dialer's trunk points.</summary>
    public IPEndPoint SipEndPoint => _endpoint.LocalEndPoint;

    public CarrierCounts Counts => new(
        Volatile.Read(ref _invites), Volatile.Read(ref _answered), Volatile.Read(ref _inboundPlaced), Volatile.Read(ref _inboundAnswered), Volatile.Read(ref _active));

    /// <summary>What was true of each call to a number, in the order in which its INVITEs came.</summary>
    public IReadOnlyList<CalledTruth> TruthsOf(string number) =>
        _calls.TryGetValue(number, out var calls) ? calls.Truths : [];

    /// <summary>Every number that was called.</summary>
    public IReadOnlyCollection<string> CalledNumbers => [.. _calls.Keys];

    void ISipEndpointHandler.OnIncomingCall(SipCall call, SipMessage invite)
    {
        string number = invite.Target.UserText;
        var calls = _calls.GetOrAdd(number, _ => new CalledNumber());
        int attempt = calls.Count;
        var party = _options.Override?.Invoke(number, attempt) ?? _public.Draw(number, attempt, 0);
        Interlocked.Increment(ref _invites);
        Interlocked.Increment(ref _active);
        var called = new CarrierCall(this, number, attempt, party);
        calls.Add(called);
        called.Incoming(call, invite);
    }

    internal void In(TimeSpan delay, Action action) => _timers.In(delay, action);

    internal void Post(Action action) => _endpoint.Post(action);

    internal void CountAnswer(bool inbound) => Interlocked.Increment(ref inbound ? ref _inboundAnswered : ref _answered);

    internal void Ended(CarrierCall call, string number)
    {
        Interlocked.Decrement(ref _active);
        if (_calls.TryGetValue(number, out var calls))
            calls.Ended(call);
    }

    /// <summary>Calls the dialer at <paramref name="calledNumber"/>, at random moments, as often as the scenario or <paramref name="perHour"/> says.</summary>
    public void StartInbound(IPEndPoint dialer, string calledNumber, double? perHour = null)
    {
        ArgumentNullException.ThrowIfNull(dialer);
        _dialer = dialer;
        _inboundNumber = calledNumber;
        _inboundPerHour = perHour ?? _options.Scenario.InboundPerHour;
        if (_inboundPerHour > 0)
            Post(PlanInbound);
    }

    private void PlanInbound()
    {
        double seconds = -3600 / _inboundPerHour * Math.Log(1 - _inboundRandom.NextDouble());
        In(TimeSpan.FromSeconds(Math.Min(seconds, 86_400)), () =>
        {
            PlaceInbound(_dialer!, _inboundNumber, $"+33600{_inboundPlaced:D6}");
            PlanInbound();
        });
    }

    /// <summary>One caller, now.</summary>
    public void PlaceInbound(IPEndPoint dialer, string calledNumber, string from) => Post(() =>
    {
        Interlocked.Increment(ref _inboundPlaced);
        Interlocked.Increment(ref _active);
        var party = _public.Draw(from, (int)_inboundPlaced, 0) with { Kind = CalledPartyKind.Live };
        new CarrierCall(this, from, 0, party).CallIn(dialer, calledNumber);
    });

    /// <summary>Whoever was called last at this number presses keys.</summary>
    public void Press(string number, string digits) => Post(() =>
    {
        if (_calls.TryGetValue(number, out var calls))
            calls.Press(digits);
    });

    /// <summary>Hangs up on everyone and closes.</summary>
    public ValueTask DisposeAsync()
    {
        _timers.Dispose();
        _endpoint.Dispose();
        Media.Dispose();
        return ValueTask.CompletedTask;
    }
}
