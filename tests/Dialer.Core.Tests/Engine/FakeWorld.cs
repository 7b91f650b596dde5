using System.Buffers;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Log;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Engine;

/// <summary>
/// A line, a public, agents and a store for an engine in virtual time. It does what the orders say, after delays drawn
/// from its seed, and now and then what nobody ordered: a leg that drops, a trunk that is away, a signal that comes
/// late, twice or to nobody.
/// </summary>
internal sealed partial class FakeWorld
{
    private readonly record struct Event(Action Happens);

    private readonly WorldPlan _plan;
    private readonly SeededRandom _random;
    private readonly PriorityQueue<Event, (Instant, long)> _events = new();
    private readonly Dictionary<long, CallResult> _lines = [];
    private readonly Dictionary<long, CpaVerdict> _truth = [];
    private readonly HashSet<long> _answered = [];
    private readonly Dictionary<int, Queue<HopperLead>> _lists = [];
    private readonly Dictionary<int, PriorityQueue<(HopperLead Lead, int Version), (long, long)>> _later = [];
    private readonly Dictionary<long, HopperLead> _out = [];
    private readonly HashSet<int> _wantsReady = [];
    private readonly PastConversations _past = new();
    private readonly List<EngineOutput> _turn = [];
    private readonly Action<Outbox, Instant>? _watch;
    private readonly Action<EngineInput, Instant>? _hear;
    private readonly ArrayBufferWriter<byte>? _log;
    private readonly EngineLogWriter _writer = new();
    private long _sequence;
    private long _nextInbound = CallId.FirstInbound;

    public FakeWorld(ulong seed, WorldPlan plan, Action<Outbox, Instant>? watch = null, Action<EngineInput, Instant>? hear = null, bool log = false)
    {
        _plan = plan;
        _random = new SeededRandom(seed).Fork(1);
        _watch = watch;
        _hear = hear;
        Engine = new DialerEngine(new EngineOptions(1, plan.Pacers));
        if (log)
        {
            _log = new ArrayBufferWriter<byte>();
            _writer.WriteHeader(1, _log);
        }
    }

    public DialerEngine Engine { get; }
    public OutputDigest Digest { get; } = new();
    public long Inputs { get; private set; }
    public bool Drained { get; private set; }
    public Instant Now { get; private set; } = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    public ReadOnlySpan<byte> Log => _log!.WrittenSpan;

    public void Run()
    {
        Configure();
        At(_plan.DrainAfter.TotalSeconds, () => Send(EngineInput.Drain(_plan.DrainWithin)));
        if (_plan.Trouble > 0)
            At(1, MakeTrouble);
        if (_plan.InboundPerMinute > 0)
            At(1, Ring);
        if (_plan.ModeChangesPerMinute > 0)
            At(1, ChangeMode);
        if (_plan.HandoversPerMinute > 0)
            At(1, HandAround);
        while (!Drained && Next() is { } next)
        {
            Now = Instant.Max(Now, next);
            if (Engine.NextDeadline is { } due && due <= next)
            {
                Engine.AdvanceTo(next);
                Carry();
            }
            else if (_events.TryDequeue(out var happens, out _))
                happens.Happens();
        }
        Send(EngineInput.Tick());
    }

    private Instant? Next()
    {
        var deadline = Engine.NextDeadline;
        if (!_events.TryPeek(out _, out var at))
            return deadline;
        return deadline is { } due && due < at.Item1 ? due : at.Item1;
    }

    private void Configure()
    {
        Send(EngineInput.ConfigureTrunk(_plan.Trunk));
        Send(EngineInput.ConfigureQueue(new QueueSettings(new QueueId(1), "people", [], 0, TimeSpan.FromSeconds(20), _plan.WrapUpLimit)));
        var callers = new QueueSettings(new QueueId(2), "callers", [new RequiredSkill(new SkillId(1), 3)], 5, TimeSpan.FromSeconds(20), _plan.WrapUpLimit) { Door = new QueueDoor { MaxWaiting = 5 }, CallBackCampaign = _plan.SharedPeople ? new CampaignId(1) : null };
        Send(EngineInput.ConfigureQueue(_plan.Routing is { } routing ? Relaxing(callers, routing) : callers));
        if (_plan.HandoversPerMinute > 0)
            Send(EngineInput.ConfigureHandovers(HandoverSettings.Default with { Numbers = ["47xx"], ParkLimit = TimeSpan.FromSeconds(40), HoldLimit = TimeSpan.FromSeconds(90), FromPhones = true }));
        for (int i = 1; i <= _plan.Campaigns; i++)
        {
            var settings = new CampaignSettings
            {
                Id = new CampaignId(i),
                Name = "campaign",
                Trunk = _plan.Trunk.Id,
                Queue = new QueueId(1),
                Message = "message",
                WrapUpLimit = _plan.WrapUpLimit,
                Retry = new RetryRules(3, [new RetryRule(CallResult.Busy, CpaVerdict.None, TimeSpan.FromMinutes(2), 2), new RetryRule(CallResult.NoAnswer, CpaVerdict.None, TimeSpan.FromMinutes(10), 2)]),
            };
            settings = _plan.Change(settings);
            Send(EngineInput.ConfigureCampaign(_plan.Hours ? settings with { Calling = ClosedAt(15) } : settings));
            if (_plan.Hours)
                At(1800, () => Send(EngineInput.ConfigureCampaign(settings with { Calling = ClosedAt(45) })));
            _lists[i] = new Queue<HopperLead>();
            _later[i] = new PriorityQueue<(HopperLead Lead, int Version), (long, long)>();
            for (int n = 0; n < _plan.Leads; n++)
                _lists[i].Enqueue(Lead(i, n));
        }
        for (int i = 1; i <= _plan.Agents; i++)
            Send(EngineInput.ConfigureAgent(Agent(i)));
        for (int i = 1; i <= _plan.Campaigns; i++)
            Send(EngineInput.StartCampaign(new CampaignId(i)));
        for (int i = 1; i <= _plan.Agents; i++)
            LogIn(i);
    }

    /// <summary>Much is asked at first, then less, then nothing; some are asked for by name.</summary>
    private static QueueSettings Relaxing(QueueSettings queue, string routing) => queue with
    {
        Steps =
        [
            new RelaxStep(TimeSpan.Zero, SkillExpression.AllOf(queue.Skills)),
            new RelaxStep(TimeSpan.FromSeconds(8), SkillExpression.AllOf([new RequiredSkill(new SkillId(1), 1)])),
            new RelaxStep(TimeSpan.FromSeconds(25), null),
        ],
        AgeingAfter = TimeSpan.FromSeconds(40),
        PreferredFor = TimeSpan.FromSeconds(6),
        Group = new QueueGroup("desk", routing),
    };

    private HopperLead Lead(int campaign, int number)
    {
        var lead = OwnLead(campaign, number);
        if (_plan.Hours && number % 4 == 0)
            lead = lead with { Phones = [.. lead.Phones.Select(phone => phone with { TimeZone = Kathmandu })] };
        if (!_plan.SharedPeople || number % 7 > 2)
            return lead;
        return (number % 7) switch
        {
            0 => lead with { Phones = [new LeadPhone(SharedNumber(number), PhoneKind.Unknown), .. lead.Phones] },
            1 => lead with { Phones = [.. lead.Phones, new LeadPhone(SharedNumber(number), PhoneKind.Unknown)] },
            _ => lead with { Person = new PersonId(number + 1) },
        };
    }

    /// <summary>All day but a quarter of each hour, and at most five calls an hour to one number.</summary>
    private static CallingRules ClosedAt(int minute) => new(
        [.. Enum.GetValues<DayOfWeek>().SelectMany(day => Enumerable.Range(0, 24).SelectMany(hour => Open(day, hour, minute)))],
        new HashSet<DateOnly>())
    { Limits = [new AttemptLimit(5, TimeSpan.FromHours(1))] };

    private static CallingHours[] Open(DayOfWeek day, int hour, int closed) =>
    [
        new(day, new TimeOnly(hour, 0), new TimeOnly(hour, closed)),
        .. closed < 45 ? [new CallingHours(day, new TimeOnly(hour, closed + 15), hour == 23 ? TimeOnly.MinValue : new TimeOnly(hour + 1, 0))] : Array.Empty<CallingHours>(),
    ];

    /// <summary>Five and three quarters of an hour ahead: what is open there is closed here.</summary>
    private static readonly TimeZoneInfo Kathmandu = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu");

    private static string SharedNumber(int number) => $"+331620{number / 14:D5}";

    private HopperLead OwnLead(int campaign, int number) => new(
        new LeadId((campaign * 1_000_000L) + number),
        campaign,
        number % 5 == 0
            ? [new LeadPhone($"+33162{campaign}{number:D5}", PhoneKind.Landline), new LeadPhone($"+3362{campaign}{number:D6}", PhoneKind.Mobile)]
            : [new LeadPhone($"+33162{campaign}{number:D5}", PhoneKind.Landline)],
        0,
        0,
        TimeZoneInfo.Utc,
        number % 97 == 0 ? 1 : 0,
        _plan.Trouble > 0 && number % 50 == 49 ? new AgentId(1 + (number % _plan.Agents)) : null);

    private AgentSettings Agent(int number)
    {
        var campaigns = Enumerable.Range(1, _plan.Campaigns).Where(c => _plan.Campaigns == 1 || c % 2 == number % 2 || number % 3 == 0).Select(c => new CampaignId(c)).ToArray();
        return new AgentSettings(new AgentId(number), $"agent {number}", number % 2 == 0 ? [new AgentSkill(new SkillId(1), number % 10)] : [], campaigns)
        {
            Preferences = _plan.Routing is not null && number % 3 == 0 ? [new QueuePreference(new QueueId(2), 1 + (number % 10))] : [],
            Ceilings = _plan.Routing is not null && number % 4 == 0 ? new AgentCeilings { Occupancy = 0.5, Unbroken = TimeSpan.FromMinutes(10), Rest = TimeSpan.FromSeconds(30) } : null,
        };
    }

    private void LogIn(int agent)
    {
        _wantsReady.Add(agent);
        Send(EngineInput.AgentLogIn(new AgentId(agent)));
        if (_random.Next(2) == 0)
            Send(EngineInput.AgentReady(new AgentId(agent)));
    }

    private void At(double seconds, Action happens) => _events.Enqueue(new Event(happens), (Now + TimeSpan.FromSeconds(seconds), ++_sequence));

    private void Send(EngineInput input)
    {
        Inputs++;
        _hear?.Invoke(input, Now);
        if (_log is not null)
            _writer.Write(input, Now, _log);
        Engine.Apply(input, Now);
        Carry();
    }

    private void Carry()
    {
        _watch?.Invoke(Engine.Outbox, Now);
        Digest.Add(Engine.Outbox);
        foreach (ref readonly var output in Engine.Outbox.Outputs)
        {
            _past.See(output, Engine.Outbox);
            if (output.Kind == EngineOutputKind.AttemptClosed)
                Store(Engine.Outbox.AttemptOf(output));
            else if (output.Kind == EngineOutputKind.ConversationDescribed)
                Store(output, Engine.Outbox.DescriptionOf(output));
            else
                _turn.Add(output);
        }
        Engine.Outbox.Clear();

        // The orders are carried out once the turn is over, as a line on another thread would.
        if (_turn.Count == 0)
            return;
        var orders = _turn.ToArray();
        _turn.Clear();
        foreach (var order in orders)
            Carry(order);
    }

    private void Carry(in EngineOutput order)
    {
        var call = order.Call;
        switch (order.Kind)
        {
            case EngineOutputKind.PlaceCall:
                Dial(call, order.RingTimeout);
                break;
            case EngineOutputKind.HangUp:
                At(Delay(0.1), () => EndedByUs(call));
                break;
            case EngineOutputKind.PlaceAgentCall:
                PlaceAgentCall(order.Agent, call);
                break;
            case EngineOutputKind.BridgeLegs:
                Bridged(order);
                break;
            case EngineOutputKind.Play when !order.Loops:
                At(5 + Delay(5), () => Say(EngineInput.PlaybackEnded(call)));
                if (order.Prompt == "message" && _random.Next(3) == 0)
                    At(Delay(8), () => Say(EngineInput.DigitPressed(call, _random.Next(4) == 0 ? '9' : '1')));
                break;
            case EngineOutputKind.AnswerCall:
                _answered.Add(call.Value);
                At(20 + Delay(200), () => EndedByThem(call));
                break;
            case EngineOutputKind.CallBackPromised:
                var promised = new HopperLead(new LeadId(900_000_000 + ++_sequence), 1, [new LeadPhone(order.Party, PhoneKind.Unknown)], 0, 0, TimeZoneInfo.Utc, ForAgent: order.Agent);
                Later(order.Campaign, promised, order.Until);
                break;
            case EngineOutputKind.FindCaller:
                // Every third caller of those who share a number is also the person of other leads.
                if (_plan.SharedPeople && call.Value % 3 == 0)
                    At(0.05, () => Send(EngineInput.CallerFound(call, new Caller([new PersonId((call.Value % 40 * 7) + 3)], TimeZoneInfo.Utc, null, null) { Preferred = _plan.Routing is null ? null : new AgentId(1 + (int)(call.Value % _plan.Agents)) })));
                break;
            case EngineOutputKind.LoadLeads:
                LoadLeads(order.Campaign, order.LeadsWanted);
                break;
            case EngineOutputKind.LoadConversation:
                LoadConversation(order);
                break;
            case EngineOutputKind.LeadReturned:
            case EngineOutputKind.DialRefused when order.LeavesHopper:
                Return(order);
                break;
            case EngineOutputKind.PreviewOffered:
                Preview(order.Agent);
                break;
            case EngineOutputKind.AgentStateChanged:
                AgentChanged(order);
                break;
            case EngineOutputKind.Drained:
                Drained = true;
                break;
            default:
                break;
        }
    }

    /// <summary>Agents do what they would: take calls, write them up, come back from breaks, log in again.</summary>
    private void AgentChanged(EngineOutput change)
    {
        var agent = change.Agent;
        if (change.AgentTo == AgentState.Talking)
            _talking = agent;
        if (change.AgentFrom == change.AgentTo)
            return;
        if (change.AgentTo == AgentState.WrapUp && _random.NextDouble() < 0.9)
            SayLater(agent, change.Interaction);
        else if (change.AgentTo == AgentState.NotReady && change.Reason != "phone is called")
            At(1 + Delay(30), () => Send(EngineInput.AgentReady(agent)));
        else if (change.AgentTo == AgentState.LoggedOut && !Drained)
            At(10 + Delay(100), () => LogIn(agent.Value));
    }

    private Disposition Said() => _random.Next(10) switch
    {
        0 when _plan.Hours && _sequence % 3 == 0 => new Disposition("call back", Done: false) { CallBackLocal = (Now + TimeSpan.FromMinutes(35)).ToDateTimeOffset().UtcDateTime },
        0 => new Disposition("call back", CallBackAt: Now + TimeSpan.FromMinutes(20), Done: false),
        1 when _plan.Objections => new Disposition("do not call", DoNotCall: true),
        2 => new Disposition("machine", Done: false, WasMachine: true),
        3 => new Disposition("unfinished", Done: false),
        _ => new Disposition("sale"),
    };

    private void Dial(CallId call, TimeSpan ringTimeout)
    {
        _lines[call.Value] = CallResult.None;
        double what = _random.NextDouble();
        double ring = 2 + Delay(15);
        if (_random.NextDouble() < 0.9)
            At(Delay(1.5), () => Say(EngineInput.CallRinging(call)));
        // By the call's number, so that the worlds of the seeds are otherwise as they were: early media before the answer, or instead of one.
        if (call.Value % 11 == 0)
            At(1.7, () => Say(EngineInput.ToneHeard(call, (ProgressTone)(call.Value / 11 % 8), (SitClass)(call.Value / 88 % 9))));
        if (what < _plan.Live + _plan.Machine)
        {
            var truth = what < _plan.Live ? CpaVerdict.LiveVoice : CpaVerdict.AnsweringMachine;
            _truth[call.Value] = truth;
            At(ring, () => Answer(call, truth));
        }
        else if (what < _plan.Live + _plan.Machine + 0.1)
            At(2, () => End(call, CallResult.Busy, EndedBy.CalledParty));
        else
            At(ringTimeout.TotalSeconds, () => End(call, CallResult.NoAnswer, EndedBy.Dialer));
    }

    private void Answer(CallId call, CpaVerdict truth)
    {
        if (!_lines.ContainsKey(call.Value))
            return;
        _answered.Add(call.Value);
        Send(EngineInput.CallAnswered(call));
        var verdict = _random.NextDouble() < 0.9 ? truth : (CpaVerdict)(1 + _random.Next(11));
        if (_random.NextDouble() < 0.95)
            At(0.3 + Delay(3), () => Say(EngineInput.AnswerClassified(call, verdict, 0.9f, TimeSpan.FromSeconds(0.2))));
        // By the call's number, so that the worlds of the seeds are otherwise as they were.
        if (call.Value % 5 == 0)
            At(4 + call.Value % 4, () => Say(EngineInput.AnswerRevoked(call, RevocationCause.VoiceGoesOn)));
        if (truth == CpaVerdict.AnsweringMachine)
            At(8 + Delay(10), () => Say(EngineInput.MessageMoment(call)));
        At(_random.Next(20) == 0 ? Delay(4) : 30 + Delay(300), () => EndedByThem(call));
    }

    private void Bridged(EngineOutput order) => At(0.01, () => Say(EngineInput.LegsBridged(order.Call, TimeSpan.FromMilliseconds(10))));

    private void PlaceAgentCall(AgentId agent, CallId leg)
    {
        _lines[leg.Value] = CallResult.None;
        _legOf[agent.Value] = leg;
        if (_random.NextDouble() < 0.95)
            At(1 + Delay(3), () =>
            {
                if (!_lines.ContainsKey(leg.Value))
                    return;
                Send(EngineInput.AgentLegUp(agent, leg));
                At(600 + Delay(6000), () => AgentLegGone(agent, leg));
                At(300 + Delay(6000), () => AgentLegFallsSilent(agent, leg));
            });
        else
            At(5, () => AgentLegGone(agent, leg));
    }

    private void AgentLegGone(AgentId agent, CallId leg)
    {
        if (_plan.Trouble > 0 && _lines.Remove(leg.Value))
            Send(EngineInput.AgentLegDown(agent, leg, 0));
    }

    private void AgentLegFallsSilent(AgentId agent, CallId leg)
    {
        if (_plan.Trouble == 0 || !_lines.ContainsKey(leg.Value))
            return;
        Send(EngineInput.AgentLegSilent(agent, leg, TimeSpan.FromSeconds(7)));
        At(Delay(120), () =>
        {
            if (!_lines.ContainsKey(leg.Value))
                return;
            Send(EngineInput.AgentLegHeard(agent, leg));
            At(Delay(10), () => Send(EngineInput.AgentReady(agent)));
        });
    }

    private void EndedByUs(CallId call)
    {
        if (_lines.ContainsKey(call.Value) || call.Value >= CallId.FirstInbound)
            End(call, _answered.Contains(call.Value) ? CallResult.Answered : CallResult.Cancelled, EndedBy.Dialer);
    }

    private void EndedByThem(CallId call) => End(call, CallResult.Answered, EndedBy.CalledParty);

    private void End(CallId call, CallResult result, EndedBy by)
    {
        bool there = _lines.Remove(call.Value);
        if (call.Value >= CallId.FirstInbound)
            there = _answered.Remove(call.Value);
        if (!there)
            return;
        if (_plan.Trouble > 0 && _random.NextDouble() < _plan.Trouble * 0.02)
            return; // The line forgets to say so: the engine's guards must notice.
        bool fault = result == CallResult.NoAnswer && _random.NextDouble() < _plan.Trouble;
        Send(EngineInput.CallEnded(call, fault ? CallResult.Congestion : result, by, 200, 16, fault));
        if (_random.NextDouble() < _plan.Trouble)
            Send(EngineInput.CallEnded(call, result, by, 200, 16, false));
    }

    /// <summary>Only while the call is there; with some trouble also after it is gone.</summary>
    private void Say(EngineInput signal)
    {
        bool there = _lines.ContainsKey(signal.Call.Value) || _answered.Contains(signal.Call.Value);
        if (there || _random.NextDouble() < _plan.Trouble)
            Send(signal);
    }

    private void LoadLeads(CampaignId campaign, int count)
    {
        var leads = new List<HopperLead>();
        var later = _later[campaign.Value];
        while (leads.Count < count && later.TryPeek(out _, out var at) && at.Item1 <= Now.Ticks)
        {
            var (lead, version) = later.Dequeue();
            if (version == _past.VersionOf(lead.Id))
                leads.Add(lead);
        }
        while (leads.Count < count && _lists[campaign.Value].TryDequeue(out var lead))
            leads.Add(lead);
        foreach (var lead in leads)
        {
            _out[lead.Id.Value] = lead;
            _past.LoadedAs(lead.Id);
        }
        var next = later.TryPeek(out _, out var first) ? new Instant(first.Item1) : Instant.Never;
        At(Delay(0.2), () => Send(EngineInput.LeadsLoaded(campaign, new LeadBatch(leads, next))));
    }

    private void Return(in EngineOutput order)
    {
        if (!_out.Remove(order.Lead.Value, out var lead))
            throw new InvalidOperationException($"lead {order.Lead.Value} came back and was not out");
        var until = order.Kind == EngineOutputKind.LeadReturned ? Now : order.Until;
        if (until != Instant.Never && _past.IsAsLoaded(lead.Id))
            Later(order.Campaign, lead, until);
    }

    private void Store(in AttemptOutcome outcome)
    {
        if (!_out.Remove(outcome.Lead.Value, out var lead))
            throw new InvalidOperationException($"lead {outcome.Lead.Value} was dialed and was not out");
        _past.Closed(outcome, lead);
        if (outcome.Next.Fate == LeadFate.Retry)
            Later(outcome.Campaign, lead with { AttemptsMade = lead.AttemptsMade + (outcome.Counted ? 1 : 0), NextPhone = outcome.Next.NextPhone, ForAgent = null }, outcome.Next.NextCallable);
    }

    private void Later(CampaignId campaign, HopperLead lead, Instant at) =>
        _later[campaign.Value].Enqueue((lead, _past.VersionOf(lead.Id)), (at.Ticks, ++_sequence));

    /// <summary>As the store does: a lead in an attempt waits for that one's close, any other goes where the late word puts it.</summary>
    private void Store(in EngineOutput described, in ConversationDescription description)
    {
        if (!description.IsLate || description.Next is not { } next || _past.IsInAttempt(described.Lead))
            return;
        var lead = _past.LeadOf(described.Attempt);
        _past.Decided(lead.Id);
        if (next.Fate == LeadFate.Retry)
            Later(described.Campaign, lead with { AttemptsMade = lead.AttemptsMade + 1, NextPhone = next.NextPhone, ForAgent = null }, next.NextCallable);
    }

    private void LoadConversation(EngineOutput order)
    {
        var said = _said;
        if (_past.Find(order.Interaction, _out) is { } past)
            At(Delay(0.2), () => Send(EngineInput.DescribeConversation(order.Agent, new LateDescription(past, said))));
    }

    /// <summary>Most name the conversation that they mean; some take long, and some correct what they said.</summary>
    private void SayLater(AgentId agent, InteractionId interaction)
    {
        bool names = _random.Next(4) != 0;
        At(Delay(40), () => Describe(agent, names ? interaction : default));
        if (names && _random.Next(10) == 0)
            At(40 + Delay(4000), () => Describe(agent, interaction));
    }

    private Disposition _said = new("nothing");

    private void Describe(AgentId agent, InteractionId interaction)
    {
        _said = Said();
        Send(EngineInput.SubmitDisposition(agent, _said, interaction));
    }

    private void Preview(AgentId agent) => At(Delay(40), () => Send(_random.Next(4) == 0 ? EngineInput.SkipPreview(agent) : EngineInput.AcceptPreview(agent)));

    private void Ring()
    {
        var call = new CallId(_nextInbound++);
        string caller = _plan.SharedPeople && call.Value % 2 == 0 ? SharedNumber((int)(call.Value % 40) * 7) : "+33142000000";
        Send(EngineInput.InboundCall(call, _plan.Trunk.Id, new QueueId(_random.Next(20) == 0 ? 9 : 2), caller));
        At(60 / _plan.InboundPerMinute * 2 * _random.NextDouble(), Ring);
    }

    private void ChangeMode()
    {
        var change = new DialModeChange
        {
            Mode = (DialMode)_random.Next(6),
            Ratio = 1 + _random.NextDouble(),
            PreviewTimeOut = (PreviewTimeOut)_random.Next(3),
            PreviewLimit = TimeSpan.FromSeconds(5 + _random.Next(40)),
        };
        Send(EngineInput.ChangeDialMode(new CampaignId(1 + _random.Next(_plan.Campaigns)), change));
        At(Delay(2 * 60 / _plan.ModeChangesPerMinute), ChangeMode);
    }

    private void MakeTrouble()
    {
        var agent = new AgentId(1 + _random.Next(_plan.Agents));
        var meant = _random.Next(2) == 0 ? default : _past.Any(_random);
        switch (_random.Next(13))
        {
            case 0: Send(EngineInput.AgentNotReady(agent, "break")); break;
            case 1: Send(EngineInput.AgentLogOut(agent)); break;
            case 2: Send(EngineInput.AgentHold(agent, meant)); break;
            case 3: Send(EngineInput.AgentRetrieve(agent, meant)); break;
            case 4: Send(EngineInput.AgentHangUp(meant.Value != 0 && _random.Next(2) == 0 ? default : agent, meant)); break;
            case 5: Describe(meant.Value != 0 && _random.Next(2) == 0 ? default : agent, meant); break;
            case 6: Send(EngineInput.TrunkUnavailable(_plan.Trunk.Id, "no answer to OPTIONS")); At(20, () => Send(EngineInput.TrunkAvailable(_plan.Trunk.Id))); break;
            case 7: Send(EngineInput.OutletCongested("store")); At(10, () => Send(EngineInput.OutletRelieved("store"))); break;
            case 8: PauseOrStop(new CampaignId(1 + _random.Next(_plan.Campaigns))); break;
            case 9: Send(EngineInput.AgentReady(agent)); break;
            case 10: Send(EngineInput.ConfigureAgent(Agent(agent.Value))); break;
            case 11: Send(EngineInput.CallAnswered(new CallId(_random.Next(100_000)))); break;
            case 12: Send(EngineInput.LeadsAdded(new CampaignId(1 + _random.Next(_plan.Campaigns)))); break;
        }
        At(Delay(2 / Math.Max(0.01, _plan.Trouble)), MakeTrouble);
    }

    private void PauseOrStop(CampaignId campaign)
    {
        Send(_random.Next(2) == 0 ? EngineInput.PauseCampaign(campaign) : EngineInput.StopCampaign(campaign));
        At(15, () => Send(EngineInput.StartCampaign(campaign)));
    }

    private double Delay(double most) => _random.NextDouble() * most;
}
