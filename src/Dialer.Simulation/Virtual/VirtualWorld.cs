using System.Globalization;
using System.Runtime.InteropServices;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

/// <summary>
/// A line, a public, agents and a store for the real engine in virtual time: no threads, no clock. It carries out the
/// engine's orders after the times that the scenario draws, and measures. What it measures is the truth, not what the
/// engine believes. The engine and its pacer learn from day to day; the public of a lead does not depend on the policy.
/// </summary>
public sealed class VirtualWorld : IForesight
{
    private static readonly TrunkId Trunk = new(1);
    private static readonly QueueId People = new(1);
    private static readonly QueueId Callers = new(2);
    private static readonly CampaignId Campaign = new(1);
    private static readonly TimeSpan AnnouncementLength = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan SampleEvery = TimeSpan.FromMinutes(1);

    // Monday, 5 January 2026.
    private static readonly DateTimeOffset FirstMidnight = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    private readonly Scenario _scenario;
    private readonly CalledPublic _public;
    private readonly ulong _seed;

    /// <summary>Post-dial delay: a scenario's ring times begin at the dialing, and nobody answers before it rings.</summary>
    private readonly TimeSpan _untilRinging;
    private DialerEngine _engine;
    private readonly CampaignSettings _settings;
    private readonly PriorityQueue<Happening, (long At, long Sequence)> _events = new();
    private readonly Dictionary<long, Line> _lines = [];

    // Legs by attempt, kept for the policy that knows the answers.
    private readonly Dictionary<long, long> _attempts = [];
    private readonly Desk[] _desks;
    private readonly List<EngineOutput> _turn = [];
    private EngineOutput[] _carrying = new EngineOutput[64];
    private List<DaySample>? _samples;

    // Where numbers differ; else each is dialed once.
    private readonly TriedNumbers? _tried;
    private long _sequence;
    private long _nextLead;
    private long _nextTried;
    private int _leadsLeft;
    private long _nextInbound = CallId.FirstInbound;
    private Instant _now;
    private Instant _start;
    private Instant _end;
    private DayReport _report = new();
    private SeededRandom _inbound = new(0);

    /// <param name="scenario">The world.</param>
    /// <param name="seed">Its people, whatever the policy.</param>
    /// <param name="pacer">Makes the policy; the argument sees the future, for the bounds.</param>
    /// <param name="samples">Filled with a sample a minute; null: none are taken.</param>
    /// <param name="perLead">Each call's own chance decides whom to dial and how many.</param>
    public VirtualWorld(Scenario scenario, ulong seed, Func<IForesight, IPacer> pacer, List<DaySample>? samples = null, bool perLead = false)
    {
        _scenario = scenario;
        _seed = seed;
        _samples = samples;
        _public = new CalledPublic(scenario, seed);
        _tried = scenario.Answer.PerNumber is { } numbers ? new TriedNumbers(numbers.TriesPerNumber) : null;
        _untilRinging = TimeSpan.FromSeconds(scenario.Ring.Live is { Kind: DistributionKind.Gamma, Min: > 0 } ring ? ring.Min : 1);
        var policy = pacer(this);
        Pacer = policy;
        _engine = NewEngine();
        _settings = SettingsOf(scenario) with { PerLead = perLead ? PerLead.On : PerLead.Off };
        var desks = new List<Desk>();
        foreach (var group in scenario.Groups)
            for (int i = 0; i < group.Count; i++)
                desks.Add(new Desk(group));
        _desks = [.. desks];
        Configure();
    }

    public IPacer Pacer { get; }

    /// <summary>Inputs that the engine took, for its speed.</summary>
    public long Inputs { get; private set; }

    /// <summary>What was learned of the numbers, as it was last to be kept; null: nothing.</summary>
    public LeadModelState? Learned { get; private set; }

    public bool KnowsReleases { get; init; }

    public bool KnowsAnswers { get; init; }

    /// <summary>No samples from now on.</summary>
    public void StopSampling() => _samples = null;

    /// <summary>Runs one day, 0 first, to the end of its last conversation.</summary>
    public DayReport RunDay(int day)
    {
        _start = NextStart();
        _end = _start + TimeSpan.FromHours(_scenario.Hours);
        _now = _start;
        _report = new DayReport { CountsFalsePositives = _scenario.Abandon.CountFalsePositives };
        _inbound = new SeededRandom(_seed ^ 0x1B0D).Fork((ulong)day);
        _leadsLeft = _scenario.Leads;
        foreach (ref var desk in _desks.AsSpan())
            desk.Begin(_start);
        if (day > 0 && _scenario.Abandon.Window == AbandonWindow.Campaign)
            RestartEngine();
        Send(EngineInput.ConfigureCampaign(_settings with { PlannedEnd = _end }));
        Send(EngineInput.StartCampaign(Campaign));
        PlanDay();
        Run();
        return _report;
    }

    /// <summary>In the morning after the last conversation has ended, a long day at midnight: a day that it reaches into is left out.</summary>
    private Instant NextStart()
    {
        var first = Instant.From(FirstMidnight) + TimeSpan.FromHours(_scenario.Hours > 14 ? 0 : 9);
        double passed = Math.Max(0, (_now - first) / TimeSpan.FromDays(1));
        return first + TimeSpan.FromDays(_now < first ? 0 : Math.Floor(passed) + 1);
    }

    // The engine decides before its orders are carried out: a conversation that begins in this very turn is not known yet.
    Instant IForesight.FreeAt(in BusyAgent agent)
    {
        ref var desk = ref _desks[agent.Agent.Value - 1];
        if (agent.Phase == BusyPhase.WrapUp)
            return desk.State == AgentState.WrapUp ? desk.WrapUpEnds : _now + desk.NextWrapUp;
        return desk.TalkEnds > _now ? desk.TalkEnds + desk.NextWrapUp : Instant.Never;
    }

    Instant IForesight.AnsweredAt(in CallInFlight call)
    {
        return _attempts.TryGetValue(call.Attempt.Value, out long leg) && _lines.TryGetValue(leg, out var line) && line.Party.HeardAs == CpaVerdict.LiveVoice
            ? line.Dialed + line.Party.After
            : Instant.Never;
    }

    private DialerEngine NewEngine() => new(new EngineOptions(1, _ => Pacer));

    /// <summary>Each rehearsed day is a campaign of its own where that is the window: what was learned stays, what was counted does not.</summary>
    private void RestartEngine()
    {
        _engine = NewEngine();
        Configure();
    }

    private static CampaignSettings SettingsOf(Scenario scenario) => new()
    {
        Id = Campaign,
        Name = scenario.Name,
        Trunk = Trunk,
        Queue = People,
        Mode = DialMode.Predictive,
        MaxLinesPerAgent = 40,
        Abandon = scenario.Abandon with { FalsePositiveShare = scenario.Abandon.CountFalsePositives ? scenario.Analysis.LiveAsMachine : 0 },
        RingTimeout = TimeSpan.FromSeconds(scenario.Ring.TimeoutSeconds),
        Analysis = scenario.Analysis.Mode,
        AnalysisLimit = TimeSpan.FromSeconds(Math.Max(7, scenario.Analysis.Seconds + 1)),
        OnMachine = scenario.Analysis.Mode == AnalysisMode.Message ? AnswerAction.LeaveMessage : AnswerAction.HangUp,
        Message = "message",
        WrapUpLimit = TimeSpan.FromHours(12),
        Retry = new RetryRules(1, []),
    };

    private void Configure()
    {
        Send(EngineInput.ConfigureTrunk(new TrunkSettings(Trunk, "virtual", _scenario.TrunkChannels, _scenario.TrunkCallsPerSecond)));
        Send(EngineInput.ConfigureQueue(new QueueSettings(People, "people", [], 10, TimeSpan.FromSeconds(20), TimeSpan.FromHours(12))));
        Send(EngineInput.ConfigureQueue(new QueueSettings(Callers, "callers", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromHours(12))));
        Send(EngineInput.ConfigureCampaign(_settings));
        for (int i = 1; i <= _desks.Length; i++)
            Send(EngineInput.ConfigureAgent(new AgentSettings(new AgentId(i), "agent", [], [Campaign])));
    }

    private void PlanDay()
    {
        for (int i = 0; i < _desks.Length; i++)
        {
            var group = _desks[i].Group;
            At(_start + TimeSpan.FromHours(group.FromHour), What.LogIn, i + 1);
            At(_start + TimeSpan.FromHours(group.ToHour), What.LogOut, i + 1);
            if (group.HasBreak)
                At(_start + TimeSpan.FromHours(group.BreakAtHour), What.Break, i + 1);
        }
        if (_scenario.InboundPerHour > 0)
            PlanInbound();
        if (_samples is not null)
            At(_start, What.Sample, 0);
    }

    private void PlanInbound()
    {
        var next = _now + TimeSpan.FromHours(Distribution.Exponential(1 / _scenario.InboundPerHour).Draw(_inbound));
        if (next < _end)
            At(next, What.Inbound, 0);
    }

    private void Run()
    {
        while (true)
        {
            var due = _engine.NextDeadline;
            bool any = _events.TryPeek(out _, out var first);
            if (!any && (due is null || due.Value > _end + TimeSpan.FromHours(2)))
                break;
            if (due is { } deadline && (!any || deadline.Ticks <= first.At))
            {
                _now = Instant.Max(_now, deadline);
                _engine.AdvanceTo(_now);
                Carry();
                continue;
            }
            _events.TryDequeue(out var happening, out var at);
            _now = Instant.Max(_now, new Instant(at.At));
            Happen(happening);
        }
    }

    private void At(Instant at, What what, long who) => _events.Enqueue(new Happening(what, who), (at.Ticks, ++_sequence));

    private void Send(in EngineInput input)
    {
        Inputs++;
        _engine.Apply(input, _now);
        Carry();
    }

    private void Happen(in Happening happening)
    {
        switch (happening.What)
        {
            case What.LogIn:
                Send(EngineInput.AgentLogIn(new AgentId((int)happening.Who)));
                Send(EngineInput.AgentReady(new AgentId((int)happening.Who)));
                break;
            case What.LogOut:
                _desks[happening.Who - 1].GoesHome = true;
                if (_desks[happening.Who - 1].State != AgentState.LoggedOut)
                    Send(EngineInput.AgentLogOut(new AgentId((int)happening.Who)));
                break;
            case What.Break:
                Send(EngineInput.AgentNotReady(new AgentId((int)happening.Who), "break"));
                break;
            case What.BreakEnds:
                if (!_desks[happening.Who - 1].GoesHome)
                    Send(EngineInput.AgentReady(new AgentId((int)happening.Who)));
                break;
            case What.Rings:
                if (_lines.ContainsKey(happening.Who))
                    Send(EngineInput.CallRinging(new CallId(happening.Who)));
                break;
            case What.Outcome: Outcome(new CallId(happening.Who)); break;
            case What.Verdict: Verdict(new CallId(happening.Who)); break;
            case What.MessageMoment:
                if (_lines.ContainsKey(happening.Who))
                    Send(EngineInput.MessageMoment(new CallId(happening.Who)));
                break;
            case What.PlaybackEnds:
                if (_lines.ContainsKey(happening.Who))
                    Send(EngineInput.PlaybackEnded(new CallId(happening.Who)));
                break;
            case What.TalkEnds: TalkEnds(new CallId(happening.Who)); break;
            case What.Impatient: Impatient(new CallId(happening.Who)); break;
            case What.WrapUpEnds: WrapUpEnds((int)happening.Who); break;
            case What.Inbound: Ring(); break;
            case What.Sample: Sample(); break;
        }
    }

    private void Carry()
    {
        foreach (ref readonly var output in _engine.Outbox.Outputs)
        {
            if (output.Kind == EngineOutputKind.ChancesLearned)
                Learned = _engine.Outbox.LearnedOf(output);
            _turn.Add(output);
        }
        _engine.Outbox.Clear();
        if (_turn.Count == 0)
            return;

        // The orders are carried out once the turn is over, as a line on another thread would.
        int count = _turn.Count;
        if (_carrying.Length < count)
            _carrying = new EngineOutput[count * 2];
        var orders = _carrying;
        _turn.CopyTo(orders);
        _turn.Clear();
        _carrying = [];
        for (int i = 0; i < count; i++)
            CarryOut(orders[i]);
        _carrying = orders;
    }

    private void CarryOut(in EngineOutput order)
    {
        switch (order.Kind)
        {
            case EngineOutputKind.PlaceCall: Dial(order); break;
            case EngineOutputKind.PlaceAgentCall: Send(EngineInput.AgentLegUp(order.Agent, order.Call)); break;
            case EngineOutputKind.HangUp: HangUp(order.Call); break;
            case EngineOutputKind.BridgeLegs: Bridge(order); break;
            case EngineOutputKind.Play when !order.Loops: At(_now + AnnouncementLength, What.PlaybackEnds, order.Call.Value); break;
            case EngineOutputKind.LoadLeads: LoadLeads(order.LeadsWanted, order.ToChooseFrom); break;
            case EngineOutputKind.LeadReturned: _tried?.Return(order.Lead.Value, Instant.Max(_now, order.Until)); break;
            case EngineOutputKind.InteractionQueued: Wait(order.Call); break;
            case EngineOutputKind.CallAbandoned: Abandoned(order.Call); break;
            case EngineOutputKind.AgentStateChanged: AgentChanged(order); break;
            case EngineOutputKind.CommandRefused: throw new InvalidOperationException($"the engine refused: {order.Reason}");
            default: break;
        }
    }

    /// <summary>As the store does: who was tried before whoever was not, or of both alike to choose from.</summary>
    private void LoadLeads(int count, bool toChooseFrom)
    {
        var leads = new HopperLead[_scenario.Leads == 0 ? count : Math.Min(count, _leadsLeft)];
        for (int i = 0; i < leads.Length; i++)
        {
            bool again = _tried is not null && !(toChooseFrom && i % 2 == 1) && _tried.TryTake(_now, out _nextTried);
            long id = again ? _nextTried : ++_nextLead;
            string number = NumberOf(id);
            int tries = _tried?.TriesOf(id) ?? 0;
            leads[i] = new HopperLead(new LeadId(id), _public.ListOf(CalledPublic.NumberKey(number)), [new LeadPhone(number, PhoneKind.Mobile)], 0, tries, TimeZoneInfo.Utc, tries > 0 ? 1 : 0)
            {
                Past = toChooseFrom ? _tried?.PastOf(id) : null,
            };
        }
        _leadsLeft -= leads.Length;
        bool isOver = leads.Length < count;
        Send(EngineInput.LeadsLoaded(Campaign, new LeadBatch(leads, isOver ? _end + TimeSpan.FromHours(12) : _now) { Left = _scenario.Leads == 0 ? long.MaxValue : _leadsLeft }));
    }

    private static string NumberOf(long lead) => string.Create(CultureInfo.InvariantCulture, $"+336{lead % 100_000_000:D8}");

    private static long LeadOf(string number) => long.Parse(number.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture);

    private void Dial(in EngineOutput order)
    {
        double hour = (_now - _start).TotalHours;
        long lead = LeadOf(order.Number);
        var line = new Line { Party = _public.Draw(order.Number, _tried?.TriesOf(lead) ?? 0, hour), Dialed = _now, Attempt = order.Attempt.Value, Lead = lead };
        _lines.Add(order.Call.Value, line);
        if (KnowsAnswers)
            _attempts.Add(order.Attempt.Value, order.Call.Value);
        _report.Dials++;
        if (line.Party.Kind is CalledPartyKind.Live or CalledPartyKind.Machine or CalledPartyKind.NoAnswer)
            At(_now + TimeSpan.FromTicks(Math.Min(_untilRinging.Ticks, line.Party.After.Ticks / 2)), What.Rings, order.Call.Value);
        At(_now + line.Party.After, What.Outcome, order.Call.Value);
    }

    /// <summary>The called number does what it does.</summary>
    private void Outcome(CallId call)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrNullRef(_lines, call.Value);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref line))
            return;
        var party = line.Party;
        line.Answered = party.PicksUp;
        switch (party.Kind)
        {
            case CalledPartyKind.Busy: End(call, CallResult.Busy, EndedBy.CalledParty); break;
            case CalledPartyKind.NoAnswer: End(call, CallResult.NoAnswer, EndedBy.Dialer); break;
            case CalledPartyKind.Failure: End(call, party.SipStatus is 404 or 410 or 484 or 604 ? CallResult.InvalidNumber : CallResult.Failed, EndedBy.Network); break;
            case CalledPartyKind.Live or CalledPartyKind.Machine or CalledPartyKind.Fax or CalledPartyKind.SpecialInformationTone:
                Send(EngineInput.CallAnswered(call));
                if (_scenario.Analysis.Mode == AnalysisMode.Off)
                    break;
                if (_scenario.Analysis.Seconds <= 0)
                    Verdict(call);
                else
                    At(_now + TimeSpan.FromSeconds(_scenario.Analysis.Seconds), What.Verdict, call.Value);
                break;
        }
    }

    private void Verdict(CallId call)
    {
        if (!_lines.TryGetValue(call.Value, out var line))
            return;
        if (line.Party.Kind == CalledPartyKind.Live && line.Party.HeardAs == CpaVerdict.AnsweringMachine && !line.Bridged && _scenario.Analysis.Mode != AnalysisMode.Background)
            _report.FalsePositives++;
        Send(EngineInput.AnswerClassified(call, line.Party.HeardAs, 0.9f, TimeSpan.Zero));
        if (line.Party.HeardAs == CpaVerdict.AnsweringMachine && _scenario.Analysis.Mode == AnalysisMode.Message)
            At(_now + TimeSpan.FromSeconds(8), What.MessageMoment, call.Value);
    }

    private void Bridge(in EngineOutput order)
    {
        ref var line = ref CollectionsMarshal.GetValueRefOrNullRef(_lines, order.Call.Value);
        if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref line))
            return;
        ref var desk = ref _desks[order.Agent.Value - 1];
        bool person = line.Party.Kind == CalledPartyKind.Live;
        if (person && !line.Bridged && order.Call.Value < CallId.FirstInbound)
            _report.Connected++;
        line.Bridged = true;
        line.Agent = order.Agent;
        var talk = person ? line.Party.Talk / desk.Group.Speed : TimeSpan.FromSeconds(_scenario.Analysis.AgentSecondsPerMachine);
        desk.WithPerson = person;
        desk.TalkEnds = _now + talk;
        desk.NextWrapUp = person ? line.Party.WrapUp / desk.Group.Speed : TimeSpan.Zero;
        At(desk.TalkEnds, What.TalkEnds, order.Call.Value);
    }

    /// <summary>A person hangs up; from a machine the agent does.</summary>
    private void TalkEnds(CallId call)
    {
        if (!_lines.TryGetValue(call.Value, out var line))
            return;
        if (line.Party.Kind == CalledPartyKind.Live)
            End(call, CallResult.Answered, EndedBy.CalledParty);
        else
            Send(EngineInput.AgentHangUp(line.Agent));
    }

    private void Wait(CallId call)
    {
        if (_lines.TryGetValue(call.Value, out var line) && line.Party.Patience < TimeSpan.MaxValue)
            At(_now + line.Party.Patience, What.Impatient, call.Value);
    }

    private void Impatient(CallId call)
    {
        if (_lines.TryGetValue(call.Value, out var line) && !line.Bridged)
            End(call, CallResult.Answered, EndedBy.CalledParty);
    }

    private void Abandoned(CallId call)
    {
        if (_lines.TryGetValue(call.Value, out var line) && line.Party.Kind == CalledPartyKind.Live)
            _report.Abandoned++;
    }

    private void HangUp(CallId call)
    {
        if (!_lines.TryGetValue(call.Value, out var line))
            return;
        if (!line.Answered)
            _report.GivenUp++;
        End(call, line.Answered ? CallResult.Answered : CallResult.Cancelled, EndedBy.Dialer);
    }

    private void End(CallId call, CallResult result, EndedBy by)
    {
        if (!_lines.Remove(call.Value, out var line))
            return;
        _attempts.Remove(line.Attempt);
        if (line.Attempt > 0)
            _tried?.Tried(line.Lead, result, line.Party, line.Answered, _now);
        Send(EngineInput.CallEnded(call, result, by, 0, 0, trunkFault: false));
    }

    private void Ring()
    {
        var call = new CallId(_nextInbound++);
        var talk = TimeSpan.FromSeconds(_scenario.TalkSeconds.Draw(_inbound));
        var wrapUp = TimeSpan.FromSeconds(_scenario.WrapUpSeconds.Draw(_inbound));
        var party = new CalledParty { Kind = CalledPartyKind.Live, After = TimeSpan.Zero, Talk = talk, WrapUp = wrapUp, Patience = TimeSpan.FromMinutes(10), HeardAs = CpaVerdict.None };
        _lines.Add(call.Value, new Line { Party = party, Dialed = _now, Answered = true });
        Send(EngineInput.InboundCall(call, Trunk, Callers, ""));
        PlanInbound();
    }

    private void WrapUpEnds(int agent)
    {
        if (_desks[agent - 1].State == AgentState.WrapUp)
            Send(EngineInput.SubmitDisposition(new AgentId(agent), _desks[agent - 1].WithPerson ? Spoken : Machine, _desks[agent - 1].Conversation));
    }

    private static readonly Disposition Spoken = new("done");
    private static readonly Disposition Machine = new("machine", Done: false, WasMachine: true);

    /// <summary>Agents do what they would: write calls up, come back from breaks. Their time is measured here.</summary>
    private void AgentChanged(in EngineOutput change)
    {
        ref var desk = ref _desks[change.Agent.Value - 1];
        if (change.AgentFrom == change.AgentTo)
            return;
        Measure(ref desk);
        if (change.AgentTo == AgentState.Talking && (desk.State is AgentState.Ready or AgentState.Reserved))
            _report.AddIdle((_now - desk.IdleSince).TotalSeconds);

        // Reserved for what turned out to be a machine is idle all along.
        if (change.AgentTo == AgentState.Ready && desk.State != AgentState.Reserved)
            desk.IdleSince = _now;
        desk.State = change.AgentTo;
        desk.Since = _now;
        if (change.AgentTo == AgentState.WrapUp)
        {
            desk.Conversation = change.Interaction;
            desk.WrapUpEnds = _now + desk.NextWrapUp;
            At(desk.WrapUpEnds, What.WrapUpEnds, change.Agent.Value);
        }
        else if (change.AgentTo == AgentState.NotReady && change.Reason == "break")
            At(_now + TimeSpan.FromMinutes(desk.Group.BreakMinutes), What.BreakEnds, change.Agent.Value);
    }

    private void Measure(ref Desk desk)
    {
        double seconds = (Instant.Min(_now, _end) - Instant.Min(desk.Since, _end)).TotalSeconds;
        if (seconds <= 0)
            return;
        switch (desk.State)
        {
            case AgentState.LoggedOut or AgentState.NotReady:
                return;
            case AgentState.Talking or AgentState.OnHold when desk.WithPerson:
                _report.TalkSeconds += seconds;
                break;
            case AgentState.Talking or AgentState.OnHold:
                _report.MachineSeconds += seconds;
                break;
            case AgentState.WrapUp:
                _report.WrapUpSeconds += seconds;
                break;
            case AgentState.Ready or AgentState.Reserved:
                break;
        }
        _report.AgentSeconds += seconds;
    }

    private void Sample()
    {
        int talking = 0, wrapUp = 0, idle = 0, away = 0, ringing = 0;
        foreach (ref var desk in _desks.AsSpan())
            _ = desk.State switch
            {
                AgentState.Talking or AgentState.OnHold => talking++,
                AgentState.WrapUp => wrapUp++,
                AgentState.Ready or AgentState.Reserved => idle++,
                AgentState.LoggedOut or AgentState.NotReady => away++,
            };
        foreach (var line in _lines.Values)
            ringing += line.Answered ? 0 : 1;
        _samples!.Add(new DaySample((_now - _start).TotalHours, talking, wrapUp, idle, away, ringing, _report.Dials, _report.AbandonedRate));
        if (_now + SampleEvery <= _end)
            At(_now + SampleEvery, What.Sample, 0);
    }

    private enum What : byte
    {
        LogIn,
        LogOut,
        Break,
        BreakEnds,
        Rings,
        Outcome,
        Verdict,
        MessageMoment,
        PlaybackEnds,
        TalkEnds,
        Impatient,
        WrapUpEnds,
        Inbound,
        Sample,
    }

    private readonly record struct Happening(What What, long Who);

    private struct Line
    {
        public CalledParty Party;
        public Instant Dialed;
        public long Attempt;
        public long Lead;
        public AgentId Agent;
        public bool Answered;
        public bool Bridged;
    }

    private struct Desk(AgentGroup group)
    {
        public readonly AgentGroup Group = group;
        public AgentState State = AgentState.LoggedOut;
        public Instant Since;
        public Instant IdleSince;
        public Instant TalkEnds;
        public Instant WrapUpEnds;
        public TimeSpan NextWrapUp;
        public bool WithPerson;
        public InteractionId Conversation;
        public bool GoesHome;

        public void Begin(Instant start) => (Since, GoesHome) = (start, false);
    }
}
