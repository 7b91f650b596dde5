using System.Net;
using Dialer.Core.Engine;
using Dialer.Core.Time;
using Dialer.Sip.Stack;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Trunks;

/// <summary>
/// One trunk at run time: registration, breaker, channels, rate. Every member is touched by the SIP reactor's thread alone.
/// </summary>
internal sealed class Trunk
{
    /// <summary>An INVITE without any answer for so long makes the trunk doubtful: it is asked at once.</summary>
    public static readonly TimeSpan DoubtAfter = TimeSpan.FromMilliseconds(900);

    private const int ProbeTimeoutMs = 900;

    private readonly SipEndpoint _endpoint;
    private readonly Action<EngineInput> _signal;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TrunkBreaker _breaker;
    private readonly SipUri _target;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SipRegistration? _registration;
    private bool _registered;
    private bool _probing;
    private bool _told;
    private long _heardSinceProbe;
    private Instant _nextCallAt = Instant.Epoch;

    public Trunk(TrunkOptions options, SipEndpoint endpoint, Action<EngineInput> signal, ILogger logger, TimeProvider time)
    {
        Options = options;
        _endpoint = endpoint;
        _signal = signal;
        _logger = logger;
        _time = time;
        _breaker = new(options.ProbeEvery);
        _target = SipUri.ToHost(options.Address, options.Port);
        Credentials = options.Password is null ? null : new SipCredentials(options.AuthorizationUser ?? options.UserName ?? "", options.Password);
        if (IPAddress.TryParse(options.Address, out IPAddress? address)) Addresses = [address];
    }

    public TrunkOptions Options { get; }
    public SipCredentials? Credentials { get; }

    /// <summary>Where its calls may come from; resolved anew by the line.</summary>
    public IReadOnlyList<IPAddress> Addresses { get; set; } = [];

    public string Domain => Options.Domain ?? Options.Address;

    /// <summary>Calls of both directions now.</summary>
    public int ActiveCalls { get; private set; }

    public bool IsAvailable => _breaker.State == BreakerState.Closed && (!Options.Register || _registered);

    public bool HasFreeChannel => ActiveCalls < Options.Channels;

    /// <summary>The engine spaces the calls of the trunk it orders; calls that fail over to another must keep that one's rate as well.</summary>
    public bool IsWithinRate => Now >= _nextCallAt;

    /// <summary>The SIP URI of a user behind this trunk.</summary>
    public SipUri UriOf(string user) => SipUri.ToUser(user, Domain, Options.Domain is null ? Options.Port : 0);

    /// <summary>Where requests are sent when the domain is not the address.</summary>
    public SipUri? OutboundProxy => Options.Domain is null ? null : _target with { Parameters = ";lr" };

    public SipUri Target => _target;

    /// <summary>Completes with the first word from the trunk, or its absence: registered or refused, answered or silent.</summary>
    public Task Settled => _settled.Task;

    public void Start()
    {
        if (Options.Register)
        {
            Tell("not registered yet");
            _registration = _endpoint.Register(
                new SipRegistrationOptions
                {
                    Registrar = SipUri.ToHost(Domain, Options.Domain is null ? Options.Port : 0),
                    AddressOfRecord = SipUri.ToUser(Options.UserName ?? "", Domain),
                    Credentials = Credentials,
                    OutboundProxy = OutboundProxy,
                    ExpiresSeconds = (int)Options.RegisterExpires.TotalSeconds,
                },
                (_, change) => OnRegistration(change));
        }
        Probe();
    }

    public void Stop() => _registration?.Stop();

    private void OnRegistration(in SipRegistrationChange change)
    {
        _registered = change.State == SipRegistrationState.Registered;
        Tell(_registered ? "" : $"REGISTER answered {change.StatusCode} {change.ReasonPhrase}".TrimEnd());
        if (change.State is SipRegistrationState.Registered or SipRegistrationState.Failed) _settled.TrySetResult();
    }

    public void CallStarted()
    {
        ActiveCalls++;
        _nextCallAt = Instant.Max(_nextCallAt, Now) + TimeSpan.FromSeconds(1 / Math.Max(0.01, Options.CallsPerSecond));
    }

    public void CallStopped() => ActiveCalls--;

    /// <summary>The trunk did its part, whatever the called party did.</summary>
    public void Heard()
    {
        _heardSinceProbe++;
        _breaker.Succeeded();
    }

    public void CallFailed(in SipFailure failure)
    {
        string why = failure.StatusCode > 0 ? $"{failure.StatusCode} {failure.ReasonPhrase}" : failure.Cause.ToString();
        TimeSpan? retryAfter = failure.StatusCode == 503 && failure.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (failure.StatusCode > 0) _heardSinceProbe++;
        if (_breaker.Failed(why, retryAfter, Now)) Tell(_breaker.Why);
        else if (failure.StatusCode == 0) Probe();
    }

    /// <summary>Asks the trunk whether it lives, unless it is being asked.</summary>
    public void Probe()
    {
        if (_probing) return;
        _probing = true;
        _heardSinceProbe = 0;
        _endpoint.Ping(_target, OnProbed, ProbeTimeoutMs);
    }

    private void OnProbed(SipPingResult result)
    {
        _probing = false;

        // Some carriers never answer OPTIONS. Other signs of life since the question count as well.
        bool alive = result.Alive || _heardSinceProbe > 0;
        if (_breaker.Probed(alive, "no answer to OPTIONS", Now)) Tell(_breaker.Why);
        if (!Options.Register || !alive) _settled.TrySetResult();
    }

    /// <summary>A few times a second.</summary>
    public void Tick(Instant now)
    {
        if (now >= _breaker.NextProbeAt) Probe();
    }

    private Instant Now => Instant.From(_time.GetUtcNow());

    private void Tell(string why)
    {
        bool available = IsAvailable;
        if (_told == !available) return;
        _told = !available;
        if (available)
        {
            LineLog.TrunkAvailable(_logger, Options.Name);
            _signal(EngineInput.TrunkAvailable(Options.Id));
            return;
        }
        LineLog.TrunkUnavailable(_logger, Options.Name, why);
        _signal(EngineInput.TrunkUnavailable(Options.Id, why));
    }
}
