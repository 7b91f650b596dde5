using System.Net;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;

namespace Dialer.Simulation.Lines;

/// <summary>
/// A telephone line without a network and without sound: what each number does is said by who is called, early media included, at its
/// moment of the clock that it is given. It tells and takes what every line does (a contract test runs over it and over SIP), so
/// that a service, or an engine, works on it unchanged. Orders are carried out and signals told one at a time, on a timer's thread.
/// </summary>
/// <param name="who">What answers a number (E.164); null: nobody has the number.</param>
internal sealed class SimulatedLine(TelephoneLineOptions options, Action<EngineInput> signal, Func<string, CalledParty?> who, TimeProvider time) : ITelephoneLine
{
    private static readonly TimeSpan UntilRinging = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan AgentPicksUp = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UntilVerdict = TimeSpan.FromMilliseconds(900);
    private static readonly TimeSpan UntilTone = TimeSpan.FromMilliseconds(1_100);
    private static readonly TimeSpan GreetingLasts = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan MachineRecords = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AnnouncementLasts = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan MediaTakes = TimeSpan.FromMilliseconds(20);

    private TelephoneLineOptions _options = options;
    private readonly Lock _lock = new();
    private readonly PriorityQueue<Action, (long At, long Sequence)> _due = new();
    private readonly Dictionary<CallId, SimulatedCall> _calls = [];
    private readonly Dictionary<CampaignId, CampaignSettings> _campaigns = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _timer;
    private long _sequence;
    private long _inbound;
    private int _ordersWaiting;
    private bool _isPumping;
    private bool _isClosing;

    public IPEndPoint SipEndPoint => new(_options.BindAddress, _options.SipPort);
    public Action<CallQuality>? QualityMeasured { get; set; }
    public Action<TrunkReport>? TrunkReported { get; set; }
    public Action<HeardAnswer>? AnswerHeard { get; set; }
    public Action<LearnedGreeting>? GreetingLearned { get; set; }
    public Action<string>? GreetingForgotten { get; set; }
    public int OrdersWaiting => Volatile.Read(ref _ordersWaiting);
    public Action? OrdersCarried { get; set; }

    /// <summary>Nothing is paced here.</summary>
    public (long All, long Late) PacedPackets() => default;

    /// <summary>There is no audio of which anything could be remembered.</summary>
    public void RestoreGreetings(IEnumerable<LearnedGreeting> greetings)
    {
    }

    /// <inheritdoc cref="RestoreGreetings"/>
    public void RestoreAnswers(IEnumerable<KnownAnswer> answers)
    {
    }

    /// <inheritdoc cref="RestoreGreetings"/>
    public void AgentSaid(CallId call, bool wasMachine)
    {
    }

    /// <inheritdoc cref="RestoreGreetings"/>
    public void ForgetGreetings(IReadOnlyCollection<string> numbers)
    {
    }

    public Task StartAsync(CancellationToken cancellation)
    {
        lock (_lock)
        {
            _timer = time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            foreach (var trunk in _options.Trunks)
                In(TimeSpan.Zero, () => signal(EngineInput.TrunkAvailable(trunk.Id)));
            SetTimer();
        }
        return Task.CompletedTask;
    }

    public void Configure(CampaignSettings campaign)
    {
        ArgumentNullException.ThrowIfNull(campaign);
        lock (_lock)
            _campaigns[campaign.Id] = campaign;
    }

    public Action Prepare(TelephoneLineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return () => Post(() => _options = options with { Trunks = _options.Trunks });
    }

    public void Carry(in EngineOutput order)
    {
        if (!order.IsLineOrder)
            throw new ArgumentException($"{order.Kind} is no order to the line.", nameof(order));
        Interlocked.Increment(ref _ordersWaiting);
        var taken = order;
        Post(() =>
        {
            Execute(taken);
            Interlocked.Decrement(ref _ordersWaiting);
            OrdersCarried?.Invoke();
        });
    }

    /// <summary>Nobody could hear anything here; who may watch whom is known.</summary>
    public void Supervise(AgentId agent, string supervisor, SupervisionMode? mode)
    {
        if (!_options.Supervisors.ContainsKey(supervisor))
            throw new ArgumentException($"There is no supervisor \"{supervisor}\".", nameof(supervisor));
    }

    /// <summary>Somebody calls in by this trunk, and talks as <paramref name="caller"/> does once they have somebody.</summary>
    public void CallIn(TrunkId trunk, string called, string from, CalledParty caller) => Post(() =>
    {
        var call = new SimulatedCall(new CallId(CallId.FirstInbound + ++_inbound), SimulatedCallKind.Inbound) { Party = caller, State = SimulatedCallState.Ringing };
        _calls.Add(call.Id, call);
        signal(EngineInput.InboundCall(call.Id, trunk, called, from));
    });

    /// <summary>Ends every call, tells of each, and then says nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        Post(() =>
        {
            _isClosing = true;
            foreach (var call in (SimulatedCall[])[.. _calls.Values])
                HangUp(call);
            _closed.TrySetResult();
        });
        if (_timer is null)
            return;
        Pump();
        await _closed.Task.ConfigureAwait(false);
        await _timer.DisposeAsync().ConfigureAwait(false);
    }

    private void Execute(in EngineOutput order)
    {
        switch (order.Kind)
        {
            case EngineOutputKind.PlaceCall: PlaceCall(order); break;
            case EngineOutputKind.PlaceAgentCall: PlaceAgentCall(order.Agent, order.Call); break;
            case EngineOutputKind.BridgeLegs: Bridge(order.Call, order.OtherCall); break;
            case EngineOutputKind.AnswerCall when Find(order.Call) is { State: SimulatedCallState.Ringing, Kind: SimulatedCallKind.Inbound } caller: Answered(caller); break;
            case EngineOutputKind.RejectCall or EngineOutputKind.HangUp when Find(order.Call) is { } call: HangUp(call); break;
            case EngineOutputKind.UnbridgeLegs when Find(order.Call) is { } call: Part(call); break;
            case EngineOutputKind.Play when Find(order.Call) is { State: SimulatedCallState.Answered } call: Play(call, order.Prompt, order.Loops); break;
            case EngineOutputKind.StopPlaying when Find(order.Call) is { } call: call.Playing++; break;
            case EngineOutputKind.RecordMessage when Find(order.Call) is { State: SimulatedCallState.Answered } call: Record(call); break;
            default: break; // of a call that is over, or not so far
        }
    }

    private SimulatedCall? Find(CallId call) => _calls.GetValueOrDefault(call);

    private void PlaceCall(in EngineOutput order)
    {
        var by = order.Trunk;
        if (_isClosing || !_options.Trunks.Any(trunk => trunk.Id == by))
        {
            signal(EngineInput.CallEnded(order.Call, _isClosing ? CallResult.Cancelled : CallResult.Failed, EndedBy.Dialer, 0, 0, trunkFault: true));
            return;
        }
        var call = new SimulatedCall(order.Call, SimulatedCallKind.Outbound) { Trunk = by, Campaign = order.Campaign };
        _calls.Add(order.Call, call);
        if (who(order.Number) is not { } party)
        {
            In(UntilRinging, () => Refuse(call, 404));
            return;
        }
        call.Party = party;
        if (party.Kind is not (CalledPartyKind.Busy or CalledPartyKind.Failure))
            In(UntilRinging, () => Rings(call));
        In(order.RingTimeout, () =>
        {
            if (call.State is SimulatedCallState.Dialing or SimulatedCallState.Ringing)
                End(call, CallResult.NoAnswer, EndedBy.Dialer);
        });
        if (party.Kind != CalledPartyKind.NoAnswer)
            In(party.After, () => Decide(call));
    }

    private void Rings(SimulatedCall call)
    {
        if (call.State != SimulatedCallState.Dialing)
            return;
        call.State = SimulatedCallState.Ringing;
        signal(EngineInput.CallRinging(call.Id, call.Trunk));
    }

    private void Decide(SimulatedCall call)
    {
        if (call.State is not (SimulatedCallState.Dialing or SimulatedCallState.Ringing))
            return;
        if (call.Party.Kind == CalledPartyKind.Busy)
            Refuse(call, 486);
        else if (call.Party.Kind == CalledPartyKind.Failure)
            Refuse(call, call.Party.SipStatus is >= 300 and < 700 ? call.Party.SipStatus : 500);
        else if (call.Party is { Kind: CalledPartyKind.SpecialInformationTone, Variation: var variation } && variation % 2 == 0)
            SpeaksBeforeTheAnswer(call);
        else
        {
            Rings(call);
            Answered(call);
        }
    }

    /// <summary>As networks do: tones and a voice in early media, and a refusal when nobody has hung up.</summary>
    private void SpeaksBeforeTheAnswer(SimulatedCall call)
    {
        Rings(call);
        if (IsAnalysed(call))
            In(UntilTone, () =>
            {
                if (call.State == SimulatedCallState.Ringing)
                    signal(EngineInput.ToneHeard(call.Id, ProgressTone.SpecialInformation, SitClass.Intercept));
            });
        In(AnnouncementLasts, () => Refuse(call, 404));
    }

    private void Refuse(SimulatedCall call, int status)
    {
        if (call.State is not (SimulatedCallState.Dialing or SimulatedCallState.Ringing))
            return;
        var ending = CallEndings.FromStatus(status);
        End(call, ending.Result, ending.Result == CallResult.Busy ? EndedBy.CalledParty : EndedBy.Network, status, ending.TrunkFault);
    }

    private bool IsAnalysed(SimulatedCall call) => _campaigns.GetValueOrDefault(call.Campaign) is { Analysis: not AnalysisMode.Off };

    private void Answered(SimulatedCall call)
    {
        call.State = SimulatedCallState.Answered;
        call.AnsweredAt = time.GetTimestamp();
        if (call.Kind == SimulatedCallKind.Outbound)
            signal(EngineInput.CallAnswered(call.Id, call.Trunk));
        if (call.Kind == SimulatedCallKind.Outbound && IsAnalysed(call))
            In(UntilVerdict, () => Classified(call));
        if (call.Party.Kind == CalledPartyKind.Live && call.Party.Patience < TimeSpan.FromDays(1))
            In(call.Party.Patience, () =>
            {
                if (!call.HasTalked)
                    TheyHangUp(call);
            });
        if (call.Party.Kind is CalledPartyKind.Machine or CalledPartyKind.Fax or CalledPartyKind.SpecialInformationTone)
            In(MachineRecords, () => TheyHangUp(call));
    }

    private void Classified(SimulatedCall call)
    {
        if (call.State != SimulatedCallState.Answered)
            return;
        signal(EngineInput.AnswerClassified(call.Id, VerdictOf(call.Party.Kind), 0.9f, TimeSpan.Zero));
        if (call.Party.Kind == CalledPartyKind.Machine)
            In(GreetingLasts, () =>
            {
                if (call.State == SimulatedCallState.Answered)
                    signal(EngineInput.MessageMoment(call.Id));
            });
    }

    private static CpaVerdict VerdictOf(CalledPartyKind kind) => kind switch
    {
        CalledPartyKind.Live => CpaVerdict.LiveVoice,
        CalledPartyKind.Machine => CpaVerdict.AnsweringMachine,
        CalledPartyKind.Fax => CpaVerdict.Fax,
        CalledPartyKind.SpecialInformationTone => CpaVerdict.SpecialInformationTone,
        CalledPartyKind.NoAnswer or CalledPartyKind.Busy or CalledPartyKind.Failure => CpaVerdict.NoMedia,
    };

    private void PlaceAgentCall(AgentId agent, CallId id)
    {
        if (_isClosing || !_options.AgentPhones.ContainsKey(agent))
        {
            signal(EngineInput.AgentLegDown(agent, id, 404, _isClosing ? "the dialer is closing" : "no phone is configured, or its trunk is not known"));
            return;
        }
        var leg = new SimulatedCall(id, SimulatedCallKind.Agent) { Agent = agent };
        _calls.Add(id, leg);
        In(AgentPicksUp, () =>
        {
            if (leg.State != SimulatedCallState.Dialing)
                return;
            leg.State = SimulatedCallState.Answered;
            signal(EngineInput.AgentLegUp(agent, id));
        });
    }

    private void Bridge(CallId first, CallId second)
    {
        if (Find(first) is not { State: SimulatedCallState.Answered } call || Find(second) is not { State: SimulatedCallState.Answered } other)
            return;
        Part(call);
        Part(other);
        (call.Peer, other.Peer) = (other, call);
        call.Playing++;
        In(MediaTakes, () =>
        {
            if (call.Peer != other || call.State != SimulatedCallState.Answered)
                return;
            var since = time.GetElapsedTime(call.AnsweredAt);
            signal(EngineInput.LegsBridged(call.Id, since));
            if (call.HasTalked || call.Party.Kind != CalledPartyKind.Live)
                return;
            call.HasTalked = true;
            signal(EngineInput.CustomerHeard(call.Id, since));
            In(call.Party.Talk, () => TheyHangUp(call));
        });
    }

    private static void Part(SimulatedCall call)
    {
        if (call.Peer is not { } other)
            return;
        call.Peer = null;
        other.Peer = null;
    }

    private void Play(SimulatedCall call, string prompt, bool loops)
    {
        Part(call);
        int playing = ++call.Playing;
        if (loops)
            return;
        var length = _options.Prompts.TryGetValue(prompt, out var sound) ? TimeSpan.FromSeconds((double)sound.Samples.Length / sound.SampleRate) : TimeSpan.Zero;
        In(length, () =>
        {
            if (call.Playing == playing && call.State == SimulatedCallState.Answered)
                signal(EngineInput.PlaybackEnded(call.Id));
        });
    }

    private void Record(SimulatedCall call)
    {
        Part(call);
        call.RecordingSince ??= time.GetTimestamp();
    }

    private void TheyHangUp(SimulatedCall call)
    {
        if (call.State == SimulatedCallState.Answered)
            End(call, CallResult.Answered, EndedBy.CalledParty, 200);
    }

    private void HangUp(SimulatedCall call)
    {
        if (call.State == SimulatedCallState.Answered)
            End(call, CallResult.Answered, EndedBy.Dialer, 200);
        else
            End(call, call.Kind == SimulatedCallKind.Inbound ? CallResult.Rejected : CallResult.Cancelled, EndedBy.Dialer);
    }

    private void End(SimulatedCall call, CallResult result, EndedBy by, int status = 0, bool trunkFault = false)
    {
        Part(call);
        call.State = SimulatedCallState.Ended;
        _calls.Remove(call.Id);
        if (call.RecordingSince is { } since)
            signal(EngineInput.MessageRecorded(call.Id, "", time.GetElapsedTime(since)));
        signal(call.Kind == SimulatedCallKind.Agent
            ? EngineInput.AgentLegDown(call.Agent, call.Id, status, by: by)
            : EngineInput.CallEnded(call.Id, result, by, status, 0, trunkFault, servedBy: call.Trunk));
    }

    private void Post(Action work)
    {
        lock (_lock)
        {
            In(TimeSpan.Zero, work);
            SetTimer();
        }
    }

    /// <summary>Of several at one moment the one that was asked for first comes first.</summary>
    private void In(TimeSpan delay, Action work)
    {
        long at = time.GetTimestamp() + (long)(Math.Max(0, delay.TotalSeconds) * time.TimestampFrequency);
        lock (_lock)
            _due.Enqueue(work, (at, ++_sequence));
    }

    private void SetTimer()
    {
        if (_timer is null || _isPumping || !_due.TryPeek(out _, out var next))
            return;
        double seconds = (next.At - time.GetTimestamp()) / (double)time.TimestampFrequency;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Max(0, Math.Ceiling(seconds * 1_000))), Timeout.InfiniteTimeSpan);
    }

    /// <summary>All that is due, in order, by one thread at a time.</summary>
    private void Pump()
    {
        lock (_lock)
        {
            if (_isPumping)
                return;
            _isPumping = true;
        }
        while (Next() is { } work)
            work();
    }

    private Action? Next()
    {
        lock (_lock)
        {
            if (!_closed.Task.IsCompleted && _due.TryPeek(out _, out var first) && first.At <= time.GetTimestamp())
                return _due.Dequeue();
            _isPumping = false;
            if (!_closed.Task.IsCompleted)
                SetTimer();
            return null;
        }
    }
}
