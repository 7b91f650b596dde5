using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Trunks;
using Dialer.SipSorcery.Media;
using Dialer.SipSorcery.Signalling;
using Microsoft.Extensions.Logging;
using SIPSorcery.SIP;
using SIPSorcery.Sys;

namespace Dialer.SipSorcery.Calls;

/// <summary>The calls of the line and what they share. Work from other threads goes to the line's own, in order; all else here belongs to it.</summary>
internal sealed class SorceryCore : IEndpointUser, IDisposable
{
    private readonly Action<EngineInput> _signal;
    private readonly TimeProvider _time;
    private readonly Dictionary<CallId, SorceryCall> _calls = [];
    private readonly Dictionary<AgentId, SorceryCall> _agentCalls = [];
    private readonly Dictionary<TrunkId, Trunk> _trunks = [];
    private readonly Dictionary<TrunkId, SIPEndPoint> _places = [];
    private readonly Dictionary<TrunkId, (TrunkCondition State, string? Why)> _told = [];
    private readonly Dictionary<(Prompt Zip, Prompt Notice), Prompt> _zipsWithNotice = [];
    private readonly ConcurrentDictionary<CampaignId, CampaignSettings> _campaigns = new();
    private readonly Dictionary<string, (DateTime Written, long Length, Prompt Prompt)> _sounds = new(StringComparer.Ordinal);
    private Dictionary<string, Prompt> _prompts;
    private InboundNumbers _numbers;
    private readonly LineThread _thread;
    private readonly MediaPacer _pacer;
    private readonly PortRange _ports;
    private IPAddress _advertised = IPAddress.None;
    private long _nextInbound;
    private bool _closing;
    private int _ordersWaiting;

    /// <exception cref="ArgumentException">A prompt's file cannot be read: names the prompt and the file.</exception>
    public SorceryCore(TelephoneLineOptions options, Action<EngineInput> signal, ILogger logger, TimeProvider time)
    {
        Options = options;
        _prompts = LinePrompts.Load(options, _sounds);
        _numbers = new InboundNumbers(options.ServedNumbers);
        _signal = signal;
        _time = time;
        Logger = logger;
        _ports = new PortRange(options.FirstMediaPort + (options.FirstMediaPort & 1), options.LastMediaPort);
        Recordings = new LineRecordings(options, time, logger);
        ReviewClips = new ReviewClips(options.ReviewClipsFolder, options.ReviewClips, time, logger);
        Supervision = new SorcerySupervision(this);
        Answers = new AnswerBook(options.Analysis, time);
        _thread = new LineThread(time, error => SorceryLog.WorkFailed(logger, error));
        _pacer = new MediaPacer(time);
        Endpoint = new Endpoint(options, _thread, this);

        // Ids of two runs must not meet in one store: a run begins where its second says, with room for a million calls.
        _nextInbound = CallId.FirstInbound + (time.GetUtcNow().ToUnixTimeSeconds() << 20);
    }

    public TelephoneLineOptions Options { get; private set; }

    /// <summary>Reads the recordings of other options; what is returned makes the line follow them, and calls go on.</summary>
    /// <exception cref="ArgumentException">A recording cannot be read: names the prompt and the file.</exception>
    public Action Prepare(TelephoneLineOptions options)
    {
        var prompts = LinePrompts.Load(options, _sounds);
        return () => Post(() =>
        {
            Options = options;
            _prompts = prompts;
            _numbers = new InboundNumbers(options.ServedNumbers);
            Recordings.Follow(options);
            ReviewClips.Follow(options.ReviewClips);
        });
    }
    public Endpoint Endpoint { get; }
    public ILogger Logger { get; }
    public LineRecordings Recordings { get; }
    public ReviewClips ReviewClips { get; }
    public SorcerySupervision Supervision { get; }
    public AnswerBook Answers { get; }
    public Prompt Zip { get; } = Tones.Zip();
    public Prompt Beep { get; } = Tones.Beep();
    public Prompt ComfortNoise { get; } = Sip.Calls.ComfortNoise.Loop();
    public Prompt OpeningFrame { get; } = Sip.Calls.ComfortNoise.OneFrame();
    public long Timestamp => _time.GetTimestamp();
    public int ActiveCalls => _calls.Count;
    public int OpenLegs => _pacer.Legs;
    public (long All, long Late) Paced => _pacer.Paced;

    public Action<CallQuality>? QualityMeasured { get; set; }
    public Action<TrunkReport>? TrunkReported { get; set; }

    public TimeSpan Elapsed(long from, long to) => _time.GetElapsedTime(from, to);

    public void Signal(in EngineInput input) => _signal(input);

    public void TellQuality(in CallQuality quality) => QualityMeasured?.Invoke(quality);

    /// <summary>The word may come while the call is up, or long after it.</summary>
    public void AgentSaid(CallId call, bool wasMachine)
    {
        if (Find(call) is { } live)
            live.AgentSaid(wasMachine);
        else
            Answers.AgentSaid(call, wasMachine);
    }

    public Prompt? FindPrompt(string name) => _prompts.GetValueOrDefault(name);

    public Prompt ZipWithNotice(Prompt zip, Prompt notice)
    {
        if (!_zipsWithNotice.TryGetValue((zip, notice), out var both))
            _zipsWithNotice[(zip, notice)] = both = Prompt.Concat($"{zip.Name}, {notice.Name}", zip, notice);
        return both;
    }

    public SorceryLeg Open(ILegObserver observer, CallMedia media, bool behindNat) =>
        new(_pacer, observer, media, Options.BindAddress, _advertised, _ports, behindNat);

    public void Post(Action work) => _thread.Post(work);

    public void After(TimeSpan wait, Action work) => _thread.After(wait, work);

    // ---- The start and the end ----

    /// <summary>Completes when each trunk has said its first word, or kept silent.</summary>
    /// <exception cref="SocketException">A port is taken.</exception>
    public Task Start(IPAddress advertised)
    {
        _advertised = advertised;
        Endpoint.Start(advertised.Equals(Options.BindAddress) ? null : advertised);
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            foreach (var options in Options.Trunks)
                _trunks.Add(options.Id, new Trunk(options, Endpoint, OnTrunkChanged, Logger, _time));
            Locate();
            foreach (var trunk in _trunks.Values)
                trunk.Start();
            started.SetResult(Task.WhenAll(_trunks.Values.Select(trunk => trunk.Settled)));
        });
        return started.Task.Unwrap();
    }

    /// <summary>Looks up where the trunks are: calls are taken from there, and a trunk known by a name may move.</summary>
    public void Locate()
    {
        foreach (var trunk in _trunks.Values)
        {
            Endpoint.Locate(SIPURI.ParseSIPURI(trunk.Target.ToString()), place =>
            {
                if (place is not null)
                    _places[trunk.Options.Id] = place;
            });
        }
    }

    public void Tick()
    {
        var now = Instant.From(_time.GetUtcNow());
        foreach (var trunk in _trunks.Values)
            trunk.Tick(now);
        long timestamp = Timestamp;
        foreach (var call in (SorceryCall[])[.. _calls.Values])
            call.Tick(timestamp);
    }

    public void Close()
    {
        _closing = true;
        foreach (var call in (SorceryCall[])[.. _calls.Values])
            call.Abort();
        foreach (var trunk in _trunks.Values)
            trunk.Stop();
    }

    public void Dispose()
    {
        Endpoint.Dispose();
        _thread.Dispose();
        Recordings.Dispose();
        _pacer.Dispose();
        ReviewClips.Dispose();
    }

    // ---- Orders ----

    public void Configure(CampaignSettings campaign) => _campaigns[campaign.Id] = campaign;

    public int OrdersWaiting => Volatile.Read(ref _ordersWaiting);

    /// <summary>Hears each time that an order was carried out.</summary>
    public Action? OrdersCarried { get; set; }

    public void Carry(in EngineOutput order)
    {
        var kept = order;
        Interlocked.Increment(ref _ordersWaiting);
        Post(() =>
        {
            Run(kept);
            Interlocked.Decrement(ref _ordersWaiting);
            OrdersCarried?.Invoke();
        });
    }

    private void Run(in EngineOutput order)
    {
        try
        {
            Execute(order);
        }
#pragma warning disable CA1031 // One order that fails must not take every other call with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LineLog.OrderFailed(Logger, error, order.Kind, order.Call.Value);
            Find(order.Call)?.Abort();
        }
    }

    private void Execute(in EngineOutput order)
    {
        switch (order.Kind)
        {
            case EngineOutputKind.PlaceCall: PlaceCall(order); break;
            case EngineOutputKind.PlaceAgentCall: PlaceAgentCall(order); break;
            case EngineOutputKind.AnswerCall: Find(order.Call)?.AnswerInbound(); break;
            case EngineOutputKind.RejectCall: Find(order.Call)?.Refuse(order.SipStatus); break;
            case EngineOutputKind.HangUp: Find(order.Call)?.HangUp(); break;
            case EngineOutputKind.BridgeLegs:
                if (Find(order.OtherCall) is { } agent)
                    Find(order.Call)?.BridgeTo(agent, order.ZipTone, order.Queue);
                break;
            case EngineOutputKind.UnbridgeLegs: Find(order.Call)?.Unbridge(); break;
            case EngineOutputKind.Play: Find(order.Call)?.Play(order.Prompt, order.Loops); break;
            case EngineOutputKind.StopPlaying: Find(order.Call)?.StopPlaying(); break;
            case EngineOutputKind.JoinLegs:
                if (Find(order.OtherCall) is { } host)
                    Find(order.Call)?.JoinConference(host);
                break;
            case EngineOutputKind.MuteLeg: Find(order.Call)?.Leg?.Muted = order.IsMuted; break;
            case EngineOutputKind.SendKeys: Find(order.Call)?.Leg?.SendKeys(order.Keys); break;
            case EngineOutputKind.ControlRecording: Find(order.Call)?.ControlRecording(order.RecordingCommand, order.Queue); break;

            // No phone's wish is taken here: see Shortfalls.
            case EngineOutputKind.AnswerTransfer: break;
            case EngineOutputKind.RecordMessage: Find(order.Call)?.RecordMessage(order.Mailbox); break;
            default: throw new ArgumentOutOfRangeException(nameof(order), order.Kind, "no order to a telephone line");
        }
    }

    // An order about a call that is over came after its CallEnded had left: there is nothing to do.
    private SorceryCall? Find(CallId call) => _calls.GetValueOrDefault(call);

    private void PlaceCall(in EngineOutput order)
    {
        var call = new SorceryCall(this, order.Call, LineCallKind.Outbound) { Attempt = order.Attempt, Reference = $"attempt{order.Attempt.Value}" };
        if (!_calls.TryAdd(order.Call, call))
            throw new InvalidOperationException($"Call {order.Call.Value} is placed twice.");
        string number = order.Number;
        var route = _trunks.TryGetValue(order.Trunk, out var own) ? RouteFor(own, number) : [];
        if (route.Count == 0 || _closing)
        {
            _calls.Remove(order.Call);
            _signal(EngineInput.CallEnded(order.Call, _closing ? CallResult.Cancelled : CallResult.Failed, EndedBy.Dialer, 0, 0, trunkFault: true));
            return;
        }
        var rule = CallerIdRule.For(number, Options.CallerIds.GetValueOrDefault(order.Campaign) ?? []);
        string? callerId = rule?.CallerId ?? _campaigns.GetValueOrDefault(order.Campaign)?.CallerId;
        var target = new CallTarget(order.Campaign, number, null, order.RingTimeout, callerId, Self) { IsWithheld = rule is { CallerId: null } };

        // The engine spaces the calls of the trunk that it names, where no other shares them.
        call.Dial(target, route, spaced: own!.Options.Weights.Count == 0 ? own : null);
    }

    private List<Trunk> RouteFor(Trunk own, string number)
    {
        var turn = own.Turns.Next(id => _trunks.TryGetValue(id, out var trunk) && trunk.CanTakeInTime);
        List<Trunk> route = [];
        foreach (var id in TrunkRouting.Order(own.Options, number, turn))
        {
            if (_trunks.TryGetValue(id, out var trunk))
                route.Add(trunk);
        }
        return route;
    }

    private void PlaceAgentCall(in EngineOutput order)
    {
        var call = new SorceryCall(this, order.Call, LineCallKind.Agent, order.Agent);
        Trunk? via = null;
        bool known = Options.AgentPhones.TryGetValue(order.Agent, out var phone);
        if (!known || _closing || (phone!.Via is { } trunk && !_trunks.TryGetValue(trunk, out via)) || !SipUri.TryParse(phone.Uri, out var uri))
        {
            _signal(EngineInput.AgentLegDown(order.Agent, order.Call, 404, _closing ? "the dialer is closing" : "no phone is configured, or its trunk is not known"));
            return;
        }
        if (!_calls.TryAdd(order.Call, call))
            throw new InvalidOperationException($"Call {order.Call.Value} is placed twice.");
        _agentCalls[order.Agent] = call;
        call.Dial(new CallTarget(default, null, uri, Options.AgentRingTimeout, null, Self, phone.Media), via is null ? [] : [via], spaced: via);
    }

    /// <summary>The agent's leg; null: there is none.</summary>
    public SorceryCall? AgentCall(AgentId agent) => _agentCalls.GetValueOrDefault(agent);

    /// <summary>The supervisor's phone is called, unless it watches this agent already. Null: it hangs up.</summary>
    public void Supervise(AgentId agent, string supervisor, SupervisionMode? mode)
    {
        var before = Supervision.Of(agent);
        if (mode is { } change && before is not null && before.Reference == supervisor)
        {
            Supervision.Change(agent, change);
            return;
        }
        before?.HangUp();

        // A phone that hears two agents at once hears neither: the supervisor leaves the one for the other.
        if (mode is not null)
            Supervision.ByName(supervisor)?.HangUp();
        var phone = Options.Supervisors[supervisor];
        var via = phone.Via is { } trunk ? _trunks.GetValueOrDefault(trunk) : null;
        if (mode is not { } start || _closing || !SipUri.TryParse(phone.Uri, out var uri))
            return;
        var call = new SorceryCall(this, new CallId(_nextInbound++), LineCallKind.Supervisor, agent) { Reference = supervisor };
        _calls.Add(call.Id, call);
        Supervision.Start(agent, call, start);
        call.Dial(new CallTarget(default, null, uri, Options.AgentRingTimeout, null, Self, phone.Media), via is null ? [] : [via], spaced: via);
    }

    private SipUri Self => SipUri.ToUser(InboundNumbers.OwnUser, new IPEndPoint(_advertised, Endpoint.LocalEndPoint.Port));

    public void Forget(SorceryCall call)
    {
        _calls.Remove(call.Id);
        if (call.Kind == LineCallKind.Agent && AgentCall(call.Agent) == call)
            _agentCalls.Remove(call.Agent);
    }

    public CallProgressAnalyzer? AnalyzerFor(CampaignId campaign, TrunkId trunk, string? number)
    {
        if (!_campaigns.TryGetValue(campaign, out var settings) || settings.Analysis == AnalysisMode.Off)
            return null;
        var options = Options.Analysis.GetValueOrDefault(campaign) ?? CallProgressOptions.Default;
        int limit = (int)settings.AnalysisLimit.TotalMilliseconds;
        var analyzer = new CallProgressAnalyzer(limit > 0 && limit < options.TotalMs ? options with { TotalMs = limit } : options);
        if (options.RemembersGreetings)
            Answers.Greetings.Prepare(analyzer, campaign, trunk, number);
        return analyzer;
    }

    /// <summary>Null: the begin of this call is not kept.</summary>
    public ReviewClip? ReviewClipFor(CampaignId campaign, AttemptId attempt) =>
        _campaigns.TryGetValue(campaign, out var settings) ? ReviewClips.Begin(settings, attempt) : null;

    public bool ListensInBackground(CampaignId campaign) =>
        _campaigns.TryGetValue(campaign, out var settings) && settings.Analysis == AnalysisMode.Background;

    // ---- Trunks ----

    /// <summary>Where a call's requests all go: a PBX's phones, and trunks whose domain is not their address. Null: where its URI says.</summary>
    public SIPEndPoint? ProxyOf(Trunk? trunk, bool isPhone) =>
        trunk is not null && (isPhone || trunk.OutboundProxy is not null) ? _places.GetValueOrDefault(trunk.Options.Id) : null;

    /// <summary>Trunks at one address are told apart by the port; null: none is meant.</summary>
    public Trunk? TrunkNamed(SipUri uri) =>
        _trunks.Values.Where(trunk => trunk.IsNamed(uri)).OrderByDescending(trunk => trunk.Options.Port == uri.Port).FirstOrDefault();

    /// <summary>The engine hears of a trunk's end when nothing is left that serves its calls: not it, nor those that share or take them over.</summary>
    private void OnTrunkChanged(Trunk changed)
    {
        TrunkReported?.Invoke(changed.Report);
        if (changed is { IsAvailable: false, IsSilent: true })
        {
            foreach (var call in (SorceryCall[])[.. _calls.Values])
                call.LeaveSilent(changed);
        }
        foreach (var trunk in _trunks.Values)
        {
            Trunk[] members = [.. TrunkRouting.Members(trunk.Options).Select(id => _trunks.GetValueOrDefault(id)).OfType<Trunk>()];
            var word = TrunkWord.Of(trunk, members);
            if (word == _told.GetValueOrDefault(trunk.Options.Id))
                continue;
            _told[trunk.Options.Id] = word;
            _signal(TrunkWord.Told(trunk.Options.Id, word.State, word.Why));
        }
    }

    private Trunk? TrunkOf(IPEndPoint source)
    {
        Trunk? byAddress = null;
        foreach (var trunk in _trunks.Values)
        {
            if (_places.GetValueOrDefault(trunk.Options.Id) is not { } place || !place.Address.Equals(source.Address))
                continue;
            if (place.Port == source.Port)
                return trunk;
            byAddress ??= trunk;
        }
        return byAddress ?? _trunks.Values.FirstOrDefault(trunk => trunk.Options.Sources.Any(network => network.Contains(source.Address)));
    }

    // ---- Inbound ----

    void IEndpointUser.Incoming(Dialog dialog, SIPRequest invite)
    {
        dialog.User = Nobody.One;
        string called = invite.URI.UnescapedUser ?? "";
        var source = invite.RemoteSIPEndPoint.GetIPEndPoint();
        if (TrunkOf(source) is not { } trunk)
        {
            // The same answer for every number: a stranger learns nothing.
            Refuse(dialog, 403, source, called, "not a trunk");
            return;
        }
        if (_closing || !trunk.HasFreeChannel)
        {
            Refuse(dialog, _closing ? 503 : 486, source, called, _closing ? "closing" : "no free channel");
            return;
        }
        if (!string.IsNullOrEmpty(invite.Header.Replaces))
        {
            Refuse(dialog, 603, source, called, "Replaces: the line transfers nobody");
            return;
        }
        var id = new CallId(_nextInbound++);
        var incoming = new SorceryCall(this, id, LineCallKind.Inbound) { Reference = $"call{id.Value}" };
        SorceryLeg? leg = null;
        if (!string.IsNullOrEmpty(invite.Body))
        {
            leg = Open(incoming, trunk.Options.Media, trunk.Options.MediaBehindNat);
            if (!leg.TryTake(invite.Body, isOffer: true, out string why))
            {
                leg.Dispose();
                Refuse(dialog, 488, source, called, $"session description: {why}");
                return;
            }
        }
        _calls.Add(id, incoming);
        incoming.Offer(dialog, trunk, leg);
        _signal(EngineInput.InboundCall(id, trunk.Options.Id, _numbers.CalledBy(trunk.Options, InviteNumbers.Of(invite)), _numbers.CallerOf(trunk.Options, InviteNumbers.CallerOf(invite))));
    }

    private void Refuse(Dialog dialog, int status, IPEndPoint source, string called, string why)
    {
        LineLog.InboundRefused(Logger, source.Address.ToString(), called, why);
        dialog.Reject(status);
    }
}
