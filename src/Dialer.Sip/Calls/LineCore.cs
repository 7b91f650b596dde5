using System.Collections.Concurrent;
using System.Net;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Log;
using Dialer.Sip.Media;
using Dialer.Sip.Stack;
using Dialer.Sip.Stack.Sdp;
using Dialer.Sip.Trunks;
using Microsoft.Extensions.Logging;

namespace Dialer.Sip.Calls;

/// <summary>
/// The calls of a line and what they share. Work from other threads goes through one queue, in order, and runs on the
/// SIP reactor's thread; all else here belongs to that thread.
/// </summary>
internal sealed class LineCore : ISipEndpointHandler
{
    private const int WorkPerTurn = 1_024;

    private readonly record struct Work(EngineOutput Order, Action? Action);

    private TelephoneLineOptions _options;
    private readonly Action<EngineInput> _signal;
    private readonly TimeProvider _time;
    private readonly ConcurrentQueue<Work> _waiting = new();
    private readonly Dictionary<CallId, LineCall> _calls = [];
    private readonly Dictionary<AgentId, LineCall> _agentCalls = [];
    private readonly Dictionary<CallMedia, CallSdp> _plainSdp = [];
    private readonly Dictionary<(Prompt Zip, Prompt Notice), Prompt> _zipsWithNotice = [];
    private readonly Dictionary<TrunkId, Trunk> _trunks = [];
    private readonly Dictionary<TrunkId, (TrunkCondition State, string? Why)> _told = [];
    private readonly Dictionary<(ulong High, ulong Low), Trunk> _byAddress = [];
    private readonly ConcurrentDictionary<CampaignId, CampaignSettings> _campaigns = new();
    private Dictionary<string, Prompt> _prompts;
    private InboundNumbers _numbers;
    private readonly Dictionary<TrunkId, SipRegistrar> _inboundUsers;
    private readonly bool _anyBehindNat;
    private readonly Action _drain;
    private int _drainScheduled;
    private int _ordersWaiting;
    private IPAddress _advertised = IPAddress.None;
    private long _nextInbound;
    private bool _closing;

    public LineCore(TelephoneLineOptions options, Dictionary<string, Prompt> prompts, Action<EngineInput> signal, ILogger logger, TimeProvider time, MediaEngine media)
    {
        _options = options;
        _prompts = prompts;
        _numbers = new InboundNumbers(options.ServedNumbers);
        _anyBehindNat = options.Trunks.Any(trunk => trunk.SignallingBehindNat);
        _inboundUsers = options.Trunks.Where(trunk => trunk.InboundPassword is not null).ToDictionary(trunk => trunk.Id, InboundUsersOf);
        _signal = signal;
        _time = time;
        Logger = logger;
        Media = media;
        Recordings = new LineRecordings(options, time, logger);
        ReviewClips = new ReviewClips(options.ReviewClipsFolder, options.ReviewClips, time, logger);
        Supervision = new Supervision(this);
        Answers = new AnswerBook(options.Analysis, time);
        _drain = Drain;

        // Ids of two runs must not meet in one store: a run begins where its second says, with room for a million calls.
        _nextInbound = CallId.FirstInbound + (time.GetUtcNow().ToUnixTimeSeconds() << 20);
    }

    public SipEndpoint Endpoint { get; private set; } = null!;
    public MediaEngine Media { get; }
    public ILogger Logger { get; }
    public LineRecordings Recordings { get; }
    public ReviewClips ReviewClips { get; }
    public Supervision Supervision { get; }
    public IPAddress MediaAddress => _options.BindAddress;
    public TimeSpan AgentSilentAfter => _options.AgentSilentAfter;
    public TimeSpan AgentReportsBelievedFor => _options.AgentReportsBelievedFor;
    public Prompt Zip { get; } = Tones.Zip();
    public Prompt Beep { get; } = Tones.Beep();
    public Prompt ComfortNoise { get; } = Calls.ComfortNoise.Loop();
    public Prompt OpeningFrame { get; } = Calls.ComfortNoise.OneFrame();
    public long Timestamp => _time.GetTimestamp();
    public int ActiveCalls => _calls.Count;

    public TimeSpan Elapsed(long from, long to) => _time.GetElapsedTime(from, to);

    public void Signal(in EngineInput input) => _signal(input);

    /// <summary>Hears of the audio of each outbound call that had some.</summary>
    public Action<CallQuality>? QualityMeasured { get; set; }

    public void TellQuality(in CallQuality quality) => QualityMeasured?.Invoke(quality);

    public Prompt? FindPrompt(string name) => _prompts.GetValueOrDefault(name);

    public Prompt ZipWithNotice(Prompt zip, Prompt notice)
    {
        if (!_zipsWithNotice.TryGetValue((zip, notice), out var both))
            _zipsWithNotice[(zip, notice)] = both = Prompt.Concat($"{zip.Name}, {notice.Name}", zip, notice);
        return both;
    }

    /// <summary>Our half of a call's offers and answers. Without keys there is nothing of one call in it.</summary>
    public CallSdp SdpFor(CallMedia media)
    {
        if (media.Srtp != MediaSecurity.Off)
            return new CallSdp(_advertised, media);
        if (!_plainSdp.TryGetValue(media, out var plain))
            _plainSdp[media] = plain = new CallSdp(_advertised, media);
        return plain;
    }

    /// <summary>Completes when each trunk has said its first word, or kept silent.</summary>
    public Task Start(SipEndpoint endpoint, IPAddress advertised)
    {
        _advertised = advertised;
        var started = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            Endpoint = endpoint;
            foreach (var options in _options.Trunks)
            {
                _trunks.Add(options.Id, new Trunk(options, endpoint, OnTrunkChanged, Logger, _time));
            }
            Locate();
            foreach (var trunk in _trunks.Values)
                trunk.Start();
            started.SetResult(Task.WhenAll(_trunks.Values.Select(trunk => trunk.Settled)));
        });
        EndpointStarted(endpoint);
        return started.Task.Unwrap();
    }

    private SipEndpoint? _started;

    private void EndpointStarted(SipEndpoint endpoint)
    {
        Volatile.Write(ref _started, endpoint);
        Schedule();
    }

    /// <summary>Calls go on; what is looked up from here on is the new.</summary>
    public void Reconfigure(TelephoneLineOptions options, Dictionary<string, Prompt> prompts)
    {
        _options = options;
        _prompts = prompts;
        _numbers = new InboundNumbers(options.ServedNumbers);
        Recordings.Follow(options);
        ReviewClips.Follow(options.ReviewClips);
    }

    public void Configure(CampaignSettings campaign) => _campaigns[campaign.Id] = campaign;

    // ---- The queue ----

    public int OrdersWaiting => Volatile.Read(ref _ordersWaiting);

    /// <summary>Hears each time that orders were carried out.</summary>
    public Action? OrdersCarried { get; set; }

    public void Carry(in EngineOutput order)
    {
        Interlocked.Increment(ref _ordersWaiting);
        _waiting.Enqueue(new Work(order, null));
        Schedule();
    }

    public void Post(Action action)
    {
        _waiting.Enqueue(new Work(default, action));
        Schedule();
    }

    // A refused post leaves the flag down: the line's tick tries again.
    public void Schedule()
    {
        if (Volatile.Read(ref _started) is not { } endpoint || Interlocked.Exchange(ref _drainScheduled, 1) != 0)
            return;
        if (!endpoint.Post(_drain))
            Volatile.Write(ref _drainScheduled, 0);
    }

    private void Drain()
    {
        Volatile.Write(ref _drainScheduled, 0);
        int orders = 0, done = 0;
        for (; done < WorkPerTurn && _waiting.TryDequeue(out var work); done++)
        {
            Run(work);
            if (work.Action is null)
                orders++;
        }
        if (orders > 0)
        {
            Interlocked.Add(ref _ordersWaiting, -orders);
            OrdersCarried?.Invoke();
        }
        if (done == WorkPerTurn)
            Schedule();
    }

    private void Run(in Work work)
    {
        try
        {
            if (work.Action is { } action)
                action();
            else
                Execute(work.Order);
        }
#pragma warning disable CA1031 // One order that fails must not take the reactor and every other call with it.
        catch (Exception error)
#pragma warning restore CA1031
        {
            LineLog.OrderFailed(Logger, error, work.Order.Kind, work.Order.Call.Value);
            if (_calls.TryGetValue(work.Order.Call, out var call))
                call.Abort();
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
                    Find(order.Call)?.Join(host);
                break;
            case EngineOutputKind.MuteLeg: Find(order.Call)?.Leg?.SetMuted(order.IsMuted); break;
            case EngineOutputKind.SendKeys: Find(order.Call)?.SendKeys(order.Keys); break;
            case EngineOutputKind.ControlRecording: Find(order.Call)?.ControlRecording(order.RecordingCommand, order.Queue); break;
            case EngineOutputKind.AnswerTransfer: Find(order.Call)?.AnswerTransfer(order.IsTransferred); break;
            case EngineOutputKind.RecordMessage: Find(order.Call)?.RecordMessage(order.Mailbox); break;
            default: throw new ArgumentOutOfRangeException(nameof(order), order.Kind, "no order to a telephone line");
        }
    }

    // An order about a call that is over came after its CallEnded had left: there is nothing to do.
    private LineCall? Find(CallId call) => _calls.GetValueOrDefault(call);

    private void PlaceCall(in EngineOutput order)
    {
        var call = new LineCall(this, order.Call, LineCallKind.Outbound) { Attempt = order.Attempt, Reference = $"attempt{order.Attempt.Value}" };
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
        var rule = CallerIdRule.For(number, _options.CallerIds.GetValueOrDefault(order.Campaign) ?? []);
        string? callerId = rule?.CallerId ?? _campaigns.GetValueOrDefault(order.Campaign)?.CallerId;
        var target = new OutboundTarget(order.Campaign, number, null, order.RingTimeout, callerId, Self) { IsWithheld = rule is { CallerId: null } };

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

    /// <summary>Trunks at one address are told apart by the port; null: none is meant.</summary>
    public Trunk? TrunkNamed(SipUri uri) =>
        _trunks.Values.Where(trunk => trunk.IsNamed(uri)).OrderByDescending(trunk => trunk.Options.Port == uri.Port).FirstOrDefault();

    /// <summary>Hears how each trunk is.</summary>
    public Action<TrunkReport>? TrunkReported { get; set; }

    /// <summary>The engine hears of a trunk's end when nothing is left that serves its calls: not it, nor those that share or take them over.</summary>
    private void OnTrunkChanged(Trunk changed)
    {
        TrunkReported?.Invoke(changed.Report);
        if (changed is { IsAvailable: false, IsSilent: true })
        {
            foreach (var call in (LineCall[])[.. _calls.Values])
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

    private void PlaceAgentCall(in EngineOutput order)
    {
        var call = new LineCall(this, order.Call, LineCallKind.Agent, order.Agent);
        Trunk? via = null;
        bool known = _options.AgentPhones.TryGetValue(order.Agent, out var phone);
        if (!known || _closing || (phone!.Via is { } trunk && !_trunks.TryGetValue(trunk, out via)))
        {
            _signal(EngineInput.AgentLegDown(order.Agent, order.Call, 404, _closing ? "the dialer is closing" : "no phone is configured, or its trunk is not known"));
            return;
        }
        if (!TryReach(phone, via, out var uri, out var flow))
        {
            _signal(EngineInput.AgentLegDown(order.Agent, order.Call, 480, "phone is not registered here"));
            return;
        }
        if (!_calls.TryAdd(order.Call, call))
            throw new InvalidOperationException($"Call {order.Call.Value} is placed twice.");
        _agentCalls[order.Agent] = call;
        call.Dial(new OutboundTarget(default, null, uri, _options.AgentRingTimeout, null, Self, phone.Media) { Flow = flow, AllowsRefer = PhonesMayTransfer }, via is null ? [] : [via], spaced: via);
    }

    public bool PhonesMayTransfer => _options.PhonesMayTransfer;

    /// <summary>Whose phone is named; 0: nobody's.</summary>
    public AgentId AgentAt(string user)
    {
        foreach (var (agent, phone) in _options.AgentPhones)
            if (SipUri.TryParse(phone.Uri, out var uri) && uri.UserText == user)
                return agent;
        return default;
    }

    /// <summary>The agent's leg; null: there is none.</summary>
    public LineCall? AgentCall(AgentId agent) => _agentCalls.GetValueOrDefault(agent);

    // ---- Supervisors ----

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
        var phone = _options.Supervisors[supervisor];
        var via = phone.Via is { } trunk ? _trunks.GetValueOrDefault(trunk) : null;
        if (mode is not { } start || _closing || !TryReach(phone, via, out var uri, out var flow))
            return;
        var call = new LineCall(this, new CallId(_nextInbound++), LineCallKind.Supervisor, agent) { Reference = supervisor };
        _calls.Add(call.Id, call);
        Supervision.Start(agent, call, start);
        call.Dial(new OutboundTarget(default, null, uri, _options.AgentRingTimeout, null, Self, phone.Media) { Flow = flow }, via is null ? [] : [via], spaced: via);
    }

    /// <summary>Where a phone is called: at its address, or where it registered here. False: it is registered nowhere now.</summary>
    private bool TryReach(AgentPhone phone, Trunk? via, out SipUri uri, out SipHop? flow)
    {
        flow = null;
        if (!SipUri.TryParse(phone.Uri, out uri))
            return false;
        bool registersHere = via is null && string.Equals(uri.Host, _options.Registrar?.Realm, StringComparison.OrdinalIgnoreCase);
        if (!registersHere)
            return true;
        var bindings = Endpoint.FindBindings(uri.UserText);
        if (bindings.Count == 0)
            return false;
        (uri, flow) = (bindings[^1].Contact, bindings[^1].Flow);
        return true;
    }

    /// <summary>Runs work on the reactor's thread after a while.</summary>
    public void After(TimeSpan wait, Action work)
    {
        ITimer? timer = null;
        timer = _time.CreateTimer(
            _ =>
            {
                timer?.Dispose();
                Post(work);
            },
            null,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(wait, Timeout.InfiniteTimeSpan);
    }

    private SipUri Self => SipUri.ToUser(InboundNumbers.OwnUser, Endpoint.AdvertisedEndPoint);

    public void Forget(LineCall call)
    {
        _calls.Remove(call.Id);
        if (call.Kind == LineCallKind.Agent && AgentCall(call.Agent) == call)
            _agentCalls.Remove(call.Agent);
    }

    public CallProgressAnalyzer? AnalyzerFor(CampaignId campaign, TrunkId trunk, string? number)
    {
        if (!_campaigns.TryGetValue(campaign, out var settings) || settings.Analysis == AnalysisMode.Off)
            return null;
        var options = _options.Analysis.GetValueOrDefault(campaign) ?? CallProgressOptions.Default;
        int limit = (int)settings.AnalysisLimit.TotalMilliseconds;
        var analyzer = new CallProgressAnalyzer(limit > 0 && limit < options.TotalMs ? options with { TotalMs = limit } : options);
        if (options.RemembersGreetings)
            Answers.Greetings.Prepare(analyzer, campaign, trunk, number);
        return analyzer;
    }

    public AnswerBook Answers { get; }

    /// <summary>The word may come while the call is up, or long after it.</summary>
    public void AgentSaid(CallId call, bool wasMachine)
    {
        if (Find(call) is { } live)
            live.AgentSaid(wasMachine);
        else
            Answers.AgentSaid(call, wasMachine);
    }

    /// <summary>Null: the begin of this call is not kept.</summary>
    public ReviewClip? ReviewClipFor(CampaignId campaign, AttemptId attempt) =>
        _campaigns.TryGetValue(campaign, out var settings) ? ReviewClips.Begin(settings, attempt) : null;

    private const int MaxOddSdp = 64;
    private readonly HashSet<(SdpFault, string)> _oddSdp = [];

    /// <summary>A far end that writes an odd line writes it with each call: it is told of once.</summary>
    public void NoteOddSdp(CallId call, in SdpReading reading)
    {
        var first = reading.Oddities[0];
        string kind = first.Text.Length > 9 ? first.Text[..9] : first.Text;
        if (_oddSdp.Count < MaxOddSdp && _oddSdp.Add((first.Fault, kind)))
            LineLog.OddSdp(Logger, call.Value, reading.ToString());
    }

    public bool ListensInBackground(CampaignId campaign) =>
        _campaigns.TryGetValue(campaign, out var settings) && settings.Analysis == AnalysisMode.Background;

    // ---- Inbound ----

    void ISipEndpointHandler.OnIncomingCall(SipCall call, SipMessage invite)
    {
        string called = invite.Target.UserText;
        var source = invite.Source.Address;
        if (TrunkOf(invite.Source) is not { } trunk)
        {
            // The same answer for every number: neither a stranger, whom the stack refused already, nor a phone learns anything.
            Refuse(call, 403, source, called, "not a trunk");
            return;
        }
        if (_closing || !trunk.HasFreeChannel)
        {
            Refuse(call, _closing ? 503 : 486, source, called, _closing ? "closing" : "no free channel");
            return;
        }
        if (invite.Has(SipHeader.Replaces))
        {
            // The engine has no word for a person handed on: the call that was to be replaced stays as it is.
            Refuse(call, 603, source, called, "Replaces: the line transfers nobody");
            return;
        }
        CallOffer? offer = null;
        var sdp = SdpFor(trunk.Options.Media);
        SdpReading reading = default;
        if (invite.HasBody && !sdp.TryReadOffer(invite, out offer, out reading))
        {
            Refuse(call, 488, source, called, $"session description: {reading}");
            return;
        }
        var id = new CallId(_nextInbound++);
        if (reading.Oddities is { Count: > 0 })
            NoteOddSdp(id, reading);
        var incoming = new LineCall(this, id, LineCallKind.Inbound) { Sdp = sdp, CallerOffer = offer, Reference = $"call{id.Value}" };
        _calls.Add(id, incoming);
        incoming.Offer(call, trunk);
        _signal(EngineInput.InboundCall(id, trunk.Options.Id, _numbers.CalledBy(trunk.Options, invite), _numbers.CallerOf(trunk.Options, invite)));
    }

    private void Refuse(SipCall call, int status, IPAddress source, string called, string why)
    {
        LineLog.InboundRefused(Logger, source.ToString(), called, why);
        call.Reject(status);
    }

    /// <summary>Whether a request comes from one of the trunks.</summary>
    public bool IsTrunk(SipHop source) => _byAddress.ContainsKey((source.High, source.Low)) || ByNetwork(source) is not null;

    public bool IsBehindNat(SipHop source) => _anyBehindNat && TrunkOf(source) is { Options.SignallingBehindNat: true };

    /// <summary>Whom a call from there is authenticated by; null: a trunk that is known by its address alone, or no trunk.</summary>
    public SipRegistrar? ChallengeOf(SipHop source) =>
        _inboundUsers.Count > 0 && TrunkOf(source) is { } trunk ? _inboundUsers.GetValueOrDefault(trunk.Options.Id) : null;

    private static SipRegistrar InboundUsersOf(TrunkOptions trunk) => new(new SipRegistrarOptions
    {
        Realm = trunk.Domain ?? trunk.Address,
        Users = new Dictionary<string, string> { [trunk.InboundUser ?? ""] = trunk.InboundPassword ?? "" },
    });

    /// <summary>Trunks at one address are told apart by the port, where it helps.</summary>
    private Trunk? TrunkOf(SipHop source)
    {
        foreach (var trunk in _trunks.Values)
        {
            if (trunk.Servers.Any(server => server.SameAddress(source) && server.Port == source.Port))
                return trunk;
        }
        return _byAddress.GetValueOrDefault((source.High, source.Low)) ?? ByNetwork(source);
    }

    private Trunk? ByNetwork(SipHop source)
    {
        foreach (var trunk in _trunks.Values)
        {
            if (trunk.Options.Sources.Count == 0)
                continue;
            var address = source.Address;
            if (trunk.Options.Sources.Any(network => network.Contains(address)))
                return trunk;
        }
        return null;
    }

    /// <summary>Looks up where the trunks are: calls are taken from there, and a trunk known by a name may move.</summary>
    public void Locate()
    {
        foreach (var trunk in _trunks.Values)
            Endpoint.Locate(trunk.Target, servers => SetServers(trunk, servers));
    }

    // Where a look-up finds nothing, the last known stay; the probe says whether the trunk lives.
    private void SetServers(Trunk located, IReadOnlyList<SipHop> servers)
    {
        if (servers.Count == 0)
            return;
        located.Servers = servers;
        _byAddress.Clear();
        foreach (var trunk in _trunks.Values)
        {
            foreach (var server in trunk.Servers)
                _byAddress.TryAdd((server.High, server.Low), trunk);
        }
    }

    // ---- Time and the end ----

    public void Tick()
    {
        var now = Instant.From(_time.GetUtcNow());
        foreach (var trunk in _trunks.Values)
            trunk.Tick(now);
        long timestamp = Timestamp;
        foreach (var call in (LineCall[])[.. _calls.Values])
            call.Tick(timestamp);
    }

    public void Close()
    {
        _closing = true;
        foreach (var call in (LineCall[])[.. _calls.Values])
            call.Abort();
        foreach (var trunk in _trunks.Values)
            trunk.Stop();
    }
}
