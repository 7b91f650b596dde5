using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Log;
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

    /// <summary>A call waits no longer for its turn in the trunk's rate; another trunk does better then.</summary>
    public static readonly TimeSpan MaxWaitForSlot = TimeSpan.FromSeconds(2);

    /// <summary>Nobody is warned of a trunk that has said nothing yet, for so long after the start.</summary>
    public static readonly TimeSpan FirstAnswerWithin = TimeSpan.FromSeconds(5);

    private readonly ITrunkSignalling _signalling;
    private readonly Action<Trunk> _changed;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly TrunkBreaker _breaker;
    private readonly SipUri _target;
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _unregister;
    private bool _registered;
    private bool _probing;

    /// <summary>The question that is out was put without a doubt: one that is not answered proves nothing, and is put once more.</summary>
    private bool _isKeepAlive;
    private TrunkCondition _told = TrunkCondition.Available;
    private TrunkTrouble? _toldTrouble;
    private TrunkTrouble? _registrationTrouble;
    private TrunkTrouble? _callTrouble;
    private Instant _startedAt = Instant.Never;

    /// <summary>Some answer came, whatever it said.</summary>
    private bool _everHeard;
    private long _heardSinceProbe;
    private Instant _nextCallAt = Instant.Epoch;
    private Instant _nextKeepAliveAt = Instant.Epoch;

    /// <param name="changed">Hears of each change of <see cref="State"/> and <see cref="Trouble"/>.</param>
    public Trunk(TrunkOptions options, ITrunkSignalling signalling, Action<Trunk> changed, ILogger logger, TimeProvider time)
    {
        Options = options;
        _signalling = signalling;
        _changed = changed;
        _logger = logger;
        _time = time;
        _breaker = new(options.ProbeEvery);
        _target = SipUri.ToHost(options.Address, options.Port) with { Scheme = Scheme, Parameters = TransportParameter };
        Credentials = options.Password is null ? null : new SipCredentials(options.AuthorizationUser ?? options.UserName ?? "", options.Password);
        Turns = new(options.Weights);
    }

    private SipUriScheme Scheme => Options.Transport == TrunkTransport.Sips ? SipUriScheme.Sips : SipUriScheme.Sip;

    private string TransportParameter => Options.Transport switch
    {
        TrunkTransport.Auto or TrunkTransport.Sips => "",
        TrunkTransport.Udp => ";transport=udp",
        TrunkTransport.Tcp => ";transport=tcp",
        TrunkTransport.Tls => ";transport=tls",
    };

    public TrunkOptions Options { get; }
    public SipCredentials? Credentials { get; }

    /// <summary>Where its servers are; looked up anew by the line.</summary>
    public IReadOnlyList<SipHop> Servers { get; set; } = [];

    /// <summary>Whose turn it is among the trunks that share its calls.</summary>
    public WeightedTurns Turns { get; }

    public string Domain => Options.Domain ?? Options.Address;

    /// <summary>Calls of both directions now.</summary>
    public int ActiveCalls { get; private set; }

    /// <summary>Before its first word, or for some seconds without one, there is nothing to warn of.</summary>
    public TrunkCondition State
    {
        get
        {
            bool goOut = (!Options.Register || _registered) && _breaker.State != BreakerState.Open;
            if (goOut)
                return _breaker.State == BreakerState.Trial ? TrunkCondition.OnTrial : TrunkCondition.Available;
            return _everHeard || Now >= _startedAt + FirstAnswerWithin ? TrunkCondition.Unavailable : TrunkCondition.Starting;
        }
    }

    /// <summary>What is wrong, and what to do; null: nothing is known to be.</summary>
    public TrunkTrouble? Trouble => State == TrunkCondition.Starting ? TrunkTrouble.Starting(Options)
        : Options.Register && !_registered ? _registrationTrouble ?? TrunkTrouble.NoFirstAnswer(Options)
        : _callTrouble;

    public TrunkReport Report => new(Options.Id, Options.Name, State, Trouble?.Cause, Trouble?.Remedy);

    /// <summary>Calls go out.</summary>
    public bool IsAvailable => State is TrunkCondition.Available or TrunkCondition.OnTrial;

    /// <summary>It did not answer the last question: calls that wait for its first word wait in vain.</summary>
    public bool IsSilent { get; private set; }

    public bool HasFreeChannel => ActiveCalls < Options.Channels;

    /// <summary>How long a call must wait to keep the trunk's rate; zero: it may leave now.</summary>
    public TimeSpan UntilSlot => Now >= _nextCallAt ? TimeSpan.Zero : _nextCallAt - Now;

    public bool CanTake => IsAvailable && HasFreeChannel;

    public bool CanTakeInTime => CanTake && UntilSlot <= MaxWaitForSlot;

    /// <summary>Whether a URI's host is this trunk's domain or address.</summary>
    public bool IsNamed(SipUri uri) =>
        string.Equals(uri.Host, Domain, StringComparison.OrdinalIgnoreCase) || string.Equals(uri.Host, Options.Address, StringComparison.OrdinalIgnoreCase);

    /// <summary>How a user behind this trunk is called.</summary>
    public SipUri UriOf(string user) => AddressOf(user) with { Parameters = Options.Domain is null ? TransportParameter : "" };

    /// <summary>How a user behind this trunk is named in From and the like.</summary>
    public SipUri AddressOf(string user) => SipUri.ToUser(user, Domain, Options.Domain is null ? Options.Port : 0) with { Scheme = Scheme };

    /// <summary>Where requests are sent when the domain is not the address.</summary>
    public SipUri? OutboundProxy => Options.Domain is null ? null : _target;

    public SipUri Target => _target;

    /// <summary>Completes with the first word from the trunk, or its absence: registered or refused, answered or silent.</summary>
    public Task Settled => _settled.Task;

    public void Start()
    {
        _startedAt = Now;
        if (Options.Register)
        {
            Tell();
            _unregister = _signalling.KeepRegistered(
                new SipRegistrationOptions
                {
                    Registrar = Options.Domain is null ? _target : SipUri.ToHost(Domain) with { Scheme = Scheme },
                    AddressOfRecord = SipUri.ToUser(Options.UserName ?? "", Domain) with { Scheme = Scheme },
                    Credentials = Credentials,
                    OutboundProxy = OutboundProxy,
                    ExpiresSeconds = (int)Options.RegisterExpires.TotalSeconds,
                },
                change => OnRegistration(change));
        }
        Probe();
    }

    public void Stop() => _unregister?.Invoke();

    private void OnRegistration(in SipRegistrationChange change)
    {
        _registered = change.State == SipRegistrationState.Registered;
        _everHeard |= change.StatusCode > 0;
        _registrationTrouble = _registered ? null : TrunkTrouble.Registration(Options, change.StatusCode, change.ReasonPhrase);

        // Who grants a registration lives, whatever it does with OPTIONS; it may refuse calls all the same.
        if (_registered)
        {
            _heardSinceProbe++;
            if (!_breaker.RefusesCalls)
                _breaker.Succeeded();
        }
        Tell();
        if (change.State is SipRegistrationState.Registered or SipRegistrationState.Failed)
            _settled.TrySetResult();
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
        _everHeard = true;
        _breaker.Succeeded();
        if (_breaker.State != BreakerState.Open)
            _callTrouble = null;
        Tell();
    }

    public void CallFailed(in SipFailure failure)
    {
        var trouble = TrunkTrouble.Calls(Options, failure);
        TimeSpan? retryAfter = failure.StatusCode == 503 && failure.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        if (failure.StatusCode > 0)
            _heardSinceProbe++;
        _everHeard |= failure.StatusCode > 0;
        bool opened = _breaker.Failed(trouble.Cause, retryAfter, Now, answered: failure.StatusCode > 0);
        if (opened)
            _callTrouble = trouble with { Cause = _breaker.Why };
        else if (_breaker.State != BreakerState.Open)
            _callTrouble ??= trouble;
        Tell();
        if (!opened && failure.StatusCode == 0)
            Probe();
    }

    /// <summary>Asks the trunk whether it lives, unless it is being asked.</summary>
    public void Probe()
    {
        _isKeepAlive = false;
        if (_probing)
            return;
        _probing = true;
        _heardSinceProbe = 0;
        _signalling.Ping(_target, OnProbed, (int)Options.ProbeTimeout.TotalMilliseconds);
    }

    private void OnProbed(SipPingResult result)
    {
        _probing = false;

        // Some carriers never answer OPTIONS. Other signs of life since the question count as well.
        bool refuses = result.StatusCode == 503;
        bool alive = (result.Alive && !refuses) || _heardSinceProbe > 0;
        _nextKeepAliveAt = Now + Options.KeepAliveEvery;
        if (_isKeepAlive && !alive)
        {
            Probe();
            return;
        }
        IsSilent = !alive && !refuses;
        _everHeard |= result.Alive;
        var trouble = refuses ? TrunkTrouble.OptionsRefused(result.StatusCode) : TrunkTrouble.Silent(Options);
        bool changed = _breaker.Probed(alive, trouble.Cause, Now);
        if (_breaker.State == BreakerState.Open ? changed : !alive)
            _callTrouble = trouble;
        else if (_breaker is { State: BreakerState.Closed, RefusesCalls: false })
            _callTrouble = null;
        Tell();
        if (!Options.Register || !alive)
            _settled.TrySetResult();
    }

    private bool KeepAliveIsDue(Instant now) =>
        Options.KeepAliveEvery > TimeSpan.Zero && !_probing && _breaker is { State: BreakerState.Closed, AnswersOptions: true } && now >= _nextKeepAliveAt;

    /// <summary>A few times a second.</summary>
    public void Tick(Instant now)
    {
        if (_told == TrunkCondition.Starting)
            Tell();
        if (now >= _breaker.NextProbeAt)
            Probe();
        if (!KeepAliveIsDue(now))
            return;
        Probe();
        _isKeepAlive = true;
    }

    private Instant Now => Instant.From(_time.GetUtcNow());

    private void Tell()
    {
        var state = State;
        var trouble = Trouble;
        if (_told == state && _toldTrouble == trouble)
            return;
        bool wasAway = _told is TrunkCondition.Unavailable or TrunkCondition.OnTrial;
        _told = state;
        _toldTrouble = trouble;
        switch (state)
        {
            case TrunkCondition.Available when trouble is not null: LineLog.TrunkRefusesCalls(_logger, Options.Name, trouble.ToString()); break;
            case TrunkCondition.Available when wasAway: LineLog.TrunkAvailable(_logger, Options.Name); break;
            case TrunkCondition.OnTrial: LineLog.TrunkOnTrial(_logger, Options.Name, trouble?.Cause ?? "nothing heard"); break;
            case TrunkCondition.Unavailable: LineLog.TrunkUnavailable(_logger, Options.Name, trouble?.ToString() ?? "unknown"); break;
            case TrunkCondition.Available or TrunkCondition.Starting: break;
        }
        _changed(this);
    }
}
