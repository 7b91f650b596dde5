using System.Diagnostics;
using Dialer.Core.Campaigns;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>
/// Launches the next call while the chance that its answer finds no agent is at most the price that the abandon budget
/// sets (<see cref="BudgetPrice"/>), and never a call whose misfortune could not be made good within the window
/// (<see cref="CapGuard"/>). One line per free agent is always launched: it risks nobody. What it goes by it learns
/// while it runs: <see cref="AnswerModel"/>, <see cref="ReleaseModel"/>. Decisions allocate nothing.
/// docs/pacing.md has the mathematics and the measurements.
/// </summary>
public sealed class PredictivePacer : IPacer
{
    /// <summary>Below these it is progressive, and says so.</summary>
    private const int EnoughDials = 20;
    private const int EnoughTalks = 2;

    /// <summary>Of the talks; above, agents get machines, whatever the settings say.</summary>
    private const double MostMachineTalks = 0.1;
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    private readonly PredictiveTuning _tuning;
    private readonly IForesight? _foresight;
    private readonly AnswerModel _answers = new();
    private readonly ReleaseModel _releases = new();
    private readonly BudgetPrice _price;
    private readonly CapGuard _guard;
    private readonly SureDialing _sure;
    private readonly StaffingMemory _staffing = new();
    private readonly OtherCalls _others = new();

    // One per moment at which the next call's answer is imagined.
    private readonly FreeAgents[] _free;
    private readonly FreeAgents _soonFree = new();
    private readonly double[] _answerIn;
    private readonly double[] _newCall;
    private readonly double[] _chances;

    // Element 0: an answer now; then the moments. Each with the person's patience.
    private readonly double[] _freeWithin;
    private Instant _refreshAt = Instant.Epoch;
    private double _ringingAfter = 1;

    // Seconds after its dialing from which a call may be given up.
    private double _givenUpFrom;

    // Lines of this decision that the guard's law has; -1: it is not made yet.
    private int _lawLines;
    private double _expectedAnswers;

    // A machine's answer takes an agent as a person's does: both are answers to the model, and only a share counts as people.
    private bool _agentsGetMachines;

    // Share of the last twenty talks or so that were with machines: an analysis slower than the abandon rule hands them on unheard.
    private double _machineTalks;
    private readonly PeopleShare _people = new();
    private long _answered;

    // People whom each agent who stays may be counted on to reach by sure dialing until dialing ends.
    private double _answersPerAgent;

    // The same, in a second of the present hour.
    private double _surePerSecond = 1e-3;
    private readonly double[] _perSecond = new double[HourlyAnswers.Hours];
    private PacingExplanation _last;

    public PredictivePacer()
        : this(PredictiveTuning.Default, null)
    {
    }

    internal PredictivePacer(PredictiveTuning tuning, IForesight? foresight)
    {
        _tuning = tuning;
        _foresight = foresight;
        _price = new BudgetPrice(tuning);
        _guard = new CapGuard(tuning);
        _sure = new SureDialing(tuning.GuardRisk);
        _free = new FreeAgents[tuning.Moments];
        for (int k = 0; k < _free.Length; k++)
            _free[k] = new FreeAgents();
        _answerIn = new double[tuning.Moments];
        _newCall = new double[tuning.Moments];
        _chances = new double[tuning.Moments];
        _freeWithin = new double[tuning.Moments + 1];
    }

    public string Name => Pacers.Predictive;

    internal double Price => _price.Value;

    /// <summary>
    /// The same rule fed with what will happen: a bound on what knowing more is worth. Without the guard, which would
    /// hide what knowledge is worth, and without giving calls up.
    /// </summary>
    public static PredictivePacer WithForesight(IForesight foresight) => new(new PredictiveTuning { HasGuard = false, GiveUpAbove = 1 }, foresight);

    public int Decide(in PacingSituation situation, Instant now)
    {
        if (now >= _refreshAt || _refreshAt - now > RefreshEvery)
            Refresh(situation, now);
        _others.Look(situation.Busy, now);
        int free = FreeNow(situation);
        LookAhead(situation, free, now);
        BeginGuard(situation, now);
        _lawLines = -1;
        double rate = _answers.RateOf(situation.NextSegment, situation.NextChance);
        for (int k = 0; k < _newCall.Length; k++)
            _newCall[k] = _answers.AnsweredWithin(rate, 0, _answerIn[k], situation.NextChance.Stretch);
        int launched = 0;
        double chance;
        PacingLimit limit;
        while ((limit = LimitOf(situation, now, free, launched, rate, out chance)) == PacingLimit.None)
        {
            launched++;
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddDemand(_newCall[k]);
        }
        Remember(situation, now, launched, chance, rate, limit);
        return launched;
    }

    /// <summary>
    /// Calls that have rung for the minimum time are kept while their answers in the next seconds would find agents; where
    /// the budget could not bear that all calls are answered, none of them is.
    /// </summary>
    public int ChooseCancellations(in PacingSituation situation, Span<AttemptId> chosen, Instant now)
    {
        if (!GivesUp || !AnyOld(situation, now))
            return 0;
        int free = FreeNow(situation);
        bool isTight = free <= 0 && !_guard.Covers(situation.InFlight.Length - free);

        // Even with the old calls, and those launched by this decision, there would be an agent: none of them is given up.
        if (!isTight && _free[0].ChanceOfNone() <= _tuning.GiveUpAbove)
            return 0;
        SoonFree(situation, free, now);
        int count = 0;
        foreach (ref readonly var call in situation.InFlight)
        {
            if (count == chosen.Length || !IsOld(call, situation.Campaign, now))
                continue;
            if (isTight || _soonFree.ChanceOfNone() > _tuning.GiveUpAbove)
                chosen[count++] = call.Attempt;
            else
                _soonFree.AddDemand(PersonSoon(call, now));
        }
        return count;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
        double seconds = happened.Duration.TotalSeconds;
        switch (happened.Kind)
        {
            case PacingEventKind.AnsweredLive:
                _answered++;
                Learned(_answers.AddLive(happened.Segment, seconds, happened.Chance));
                break;
            case PacingEventKind.AnsweredMachine or PacingEventKind.AnsweredOther:
                _answered++;
                Learned(_agentsGetMachines ? _answers.AddLive(happened.Segment, seconds, happened.Chance) : _answers.AddOther(happened.Segment, seconds, happened.Chance));
                break;
            case PacingEventKind.EndedUnanswered:
                if (happened.Result == CallResult.Cancelled)
                    Learned(_answers.AddGivenUp(happened.Segment, seconds, happened.Chance));
                else if (SaysSomething(happened.Result))
                    Learned(_answers.AddOther(happened.Segment, seconds, happened.Chance));
                break;
            case PacingEventKind.Ringing:
                _ringingAfter += 0.02 * (seconds - _ringingAfter);
                break;
            case PacingEventKind.TalkEnded:
                _machineTalks += 0.05 * ((happened.Verdict == CpaVerdict.AnsweringMachine ? 1 : 0) - _machineTalks);
                _releases.AddTalk(happened.Agent, seconds);
                break;
            case PacingEventKind.WrapUpEnded:
                _releases.AddWrapUp(seconds);
                break;
            case PacingEventKind.Connected:
                _price.Answered(abandoned: false, IsPriced);
                break;
            case PacingEventKind.Abandoned:
                _price.Answered(abandoned: true, IsPriced);
                break;
            case PacingEventKind.Dialed or PacingEventKind.AgentLost or PacingEventKind.AgentsChanged:
                break;
        }
    }

    public PacingExplanation Explain() => _last;

    /// <summary>A trunk's failure says nothing of the called person: it is left out.</summary>
    private static bool SaysSomething(CallResult result) => result switch
    {
        CallResult.Busy or CallResult.NoAnswer or CallResult.Rejected or CallResult.InvalidNumber or CallResult.OperatorAnnouncement or CallResult.Answered => true,
        CallResult.None or CallResult.Congestion or CallResult.Failed or CallResult.Cancelled or CallResult.Interrupted => false,
    };

    private void Learned(bool hasJumped)
    {
        if (hasJumped)
            _price.Halve();
    }

    private PacingLimit LimitOf(in PacingSituation situation, Instant now, int free, int launched, double rate, out double chance)
    {
        int lines = situation.InFlight.Length + launched;
        bool isSure = lines < free;
        chance = isSure ? 0 : ChanceOfNobody();
        if (!isSure && IsIgnorant)
            return free <= 0 ? PacingLimit.NoAgents : PacingLimit.TooLittleData;
        if (!isSure && situation.Allowance.FalsePositivesPassTheCap)
            return PacingLimit.Allowance;
        if (!isSure && chance > _price.Value)
            return free <= 0 && lines == 0 ? PacingLimit.NoAgents : PacingLimit.Chance;
        if (launched >= situation.MaxLaunch)
            return PacingLimit.Channels;
        int excess = _others.Happen ? lines + 1 : lines + 1 - free;
        if (!_guard.Covers(excess) && !_guard.Allows(LawWith(situation, free, launched, now), isSure))
            return PacingLimit.Allowance;
        return PacingLimit.None;
    }

    private bool IsPriced => _last.LimitedBy != PacingLimit.Allowance;

    private bool IsIgnorant => _answers.KnownDials < EnoughDials || _releases.KnownTalks < EnoughTalks;

    private void Remember(in PacingSituation situation, Instant now, int launched, double chance, double rate, PacingLimit limit)
    {
        double answers = _expectedAnswers + (launched * _newCall[^1]);
        _last = new PacingExplanation
        {
            At = now,
            Launched = launched,
            ExpectedFreeAgents = _free[^1].Mean + answers,
            ExpectedAnswers = answers,
            ChanceOfNoAgent = chance,
            ChanceAllowed = _price.Value,
            AnswerRate = rate,
            AllowanceLeft = situation.Allowance.LeftAfter(0, 0),
            DialLevel = (double)(situation.InFlight.Length + launched) / Math.Max(1, situation.LoggedIn),
            LimitedBy = limit,
        };
    }

    /// <summary>Idle, or reserved for an answer whose verdict is open and which is counted among the calls; less who waits.</summary>
    private static int FreeNow(in PacingSituation situation)
    {
        int free = situation.Idle - situation.Waiting;
        foreach (ref readonly var agent in situation.Busy)
            if (agent.Phase == BusyPhase.Reserved && !agent.Leaving)
                free++;
        return free;
    }

    private static int Staying(in PacingSituation situation)
    {
        int staying = situation.Idle;
        foreach (ref readonly var agent in situation.Busy)
            staying += agent.Leaving ? 0 : 1;
        return staying;
    }

    private void Refresh(in PacingSituation situation, Instant now)
    {
        _refreshAt = now + RefreshEvery;
        _givenUpFrom = GivesUp ? _ringingAfter + situation.Campaign.MinimumRing.TotalSeconds : double.PositiveInfinity;
        long local = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), situation.Campaign.TimeZone).DateTime.Ticks;
        _agentsGetMachines = situation.Campaign.Analysis is AnalysisMode.Off or AnalysisMode.Background || situation.Campaign.OnMachine == AnswerAction.Agent
            || _machineTalks > MostMachineTalks;
        _answers.MoveTo(local);
        _answers.UseLeads(situation.LeadsFactor);
        _answers.UseTimeout(situation.Campaign.RingTimeout.TotalSeconds);
        _answers.Refresh();
        double patience = situation.Campaign.Abandon.After.TotalSeconds;
        _freeWithin[0] = patience;
        for (int k = 0; k < _answerIn.Length; k++)
        {
            _answerIn[k] = _answers.LiveQuantile((k + 0.5) / _answerIn.Length);
            _freeWithin[k + 1] = _answerIn[k] + patience;
        }
        _answers.LookAhead(_answerIn);
        _releases.Refresh(_freeWithin, situation.Busy, now);

        int staying = Staying(situation);
        _staffing.Note(local, staying);
        double left = SecondsLeft(situation, now);
        double service = _releases.MeanTalkSeconds + _releases.MeanWrapUpSeconds;
        for (int hour = 0; hour < _perSecond.Length; hour++)
            _perSecond[hour] = SureFlow(situation, staying, service, _answers.SureRateIn(hour), now);
        _surePerSecond = SureFlow(situation, staying, service, _answers.RateLeft, now);
        _people.Note(_answered, situation.Allowance.Counted - situation.Allowance.Corrections);

        // How many of the answers of later hours will be people, nobody has learned.
        double sure = _agentsGetMachines ? Math.Min(left, Quarter.TotalSeconds) : left;
        _answersPerAgent = _staffing.Done(_perSecond, local, sure, staying, unseenShare: 0) / Math.Max(1, staying);

        // About 0.88 of the time is talk and wrap-up where the pacing is any good.
        Array.Fill(_perSecond, 0.88 / service);
        double toCome = _staffing.Done(_perSecond, local, left, staying, unseenShare: 0.5);
        _price.Aim(situation.Allowance, situation.LeadsLeft == long.MaxValue ? toCome : Math.Min(toCome, situation.LeadsLeft * _answers.RateLeft));
    }

    /// <summary>Until dialing or the window ends; 0 where nobody knows.</summary>
    private static double SecondsLeft(in PacingSituation situation, Instant now)
    {
        if (situation.DialingEnds == Instant.Never)
            return 0;
        return Math.Max(0, (Instant.Min(situation.DialingEnds, situation.Allowance.WindowEnds) - now).TotalSeconds);
    }

    private void LookAhead(in PacingSituation situation, int free, Instant now)
    {
        _expectedAnswers = 0;
        foreach (var ahead in _free)
            ahead.Begin(free);
        foreach (ref readonly var agent in situation.Busy)
            if (!agent.Leaving && agent.Phase != BusyPhase.Reserved)
                AddSupply(agent, now);
        foreach (ref readonly var call in situation.InFlight)
            AddDemand(call, now);
        if (_others.Happen)
            for (int k = 0; k < _free.Length; k++)
                _others.AddTo(_free[k], _answerIn[k], 1);
    }

    private void AddSupply(in BusyAgent agent, Instant now)
    {
        if (_foresight is { KnowsReleases: true })
        {
            double at = (_foresight.FreeAt(agent) - now).TotalSeconds;
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddSupply(at <= _freeWithin[k + 1] ? 1 : 0);
            return;
        }
        var row = _releases.RowOf(agent, now);
        for (int k = 0; k < _free.Length; k++)
            _free[k].AddSupply(row[k + 1]);
    }

    private void AddDemand(in CallInFlight call, Instant now)
    {
        if (_foresight is { KnowsAnswers: true })
        {
            var answered = _foresight.AnsweredAt(call);
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddDemand(answered != Instant.Never && (k == _free.Length - 1 || (answered - now).TotalSeconds <= _answerIn[k]) ? 1 : 0);
            return;
        }
        double rate = _answers.RateOf(call.Segment, call.Chance);
        var chances = _chances.AsSpan();
        if (call.AnsweredAt != Instant.Never)
            chances.Fill(PersonThere(call, rate));
        else
            _answers.ChancesOf(rate, (now - call.DialedAt).TotalSeconds, call.Chance.Stretch, chances);
        for (int k = 0; k < _free.Length; k++)
            _free[k].AddDemand(chances[k]);
        _expectedAnswers += chances[^1];
    }

    /// <summary>The chance that who answered, verdict open, is a person.</summary>
    private double PersonThere(in CallInFlight call, double rate) => _answers.PersonAt(rate, (call.AnsweredAt - call.DialedAt).TotalSeconds, call.Chance.Stretch);

    /// <summary>The chance that a person answers this call by the first of the moments, or has answered it.</summary>
    private double PersonSoon(in CallInFlight call, Instant now)
    {
        double rate = _answers.RateOf(call.Segment, call.Chance);
        return call.AnsweredAt != Instant.Never ? PersonThere(call, rate) : _answers.ChanceOf(rate, (now - call.DialedAt).TotalSeconds, call.Chance.Stretch, 0);
    }

    /// <summary>An answer after the age at which calls without an agent are given up is seldom one that is abandoned.</summary>
    private double ChanceOfNobody()
    {
        double sum = 0;
        for (int k = 0; k < _free.Length; k++)
            sum += _free[k].ChanceOfNone() * (_answerIn[k] > _givenUpFrom ? _tuning.LateRisk : 1);
        return sum / _free.Length;
    }

    /// <summary>Agents free by the first of the moments, less the answers by then of calls too young to be given up.</summary>
    private void SoonFree(in PacingSituation situation, int free, Instant now)
    {
        _soonFree.Begin(free);
        foreach (ref readonly var agent in situation.Busy)
            if (!agent.Leaving && agent.Phase != BusyPhase.Reserved)
                _soonFree.AddSupply(_releases.RowOf(agent, now)[1]);
        foreach (ref readonly var call in situation.InFlight)
            if (!IsOld(call, situation.Campaign, now))
                _soonFree.AddDemand(PersonSoon(call, now));
    }

    private bool GivesUp => _tuning.GiveUpAbove < 1;

    private static bool AnyOld(in PacingSituation situation, Instant now)
    {
        foreach (ref readonly var call in situation.InFlight)
            if (IsOld(call, situation.Campaign, now))
                return true;
        return false;
    }

    private static bool IsOld(in CallInFlight call, CampaignSettings campaign, Instant now) =>
        call.AnsweredAt == Instant.Never && call.RingingAt != Instant.Never && now - call.RingingAt >= campaign.MinimumRing;

    /// <summary>
    /// The count of a renewal process: so many agents, each with a person per cycle of talk, wrap-up and dialing until the
    /// next one answers. Its variance is that of the cycles, and that of what was learned of them.
    /// </summary>
    private void BeginGuard(in PacingSituation situation, Instant now)
    {
        int staying = Staying(situation);
        double service = _releases.MeanTalkSeconds + _releases.MeanWrapUpSeconds;
        double cycle = 1 / _surePerSecond;
        double dialing = Math.Max(0, cycle - service);
        double answers = staying * _answersPerAgent * Ours(situation, staying, service, now) * (_agentsGetMachines ? _people.Value : 1);
        double onTheList = situation.LeadsLeft == long.MaxValue ? double.PositiveInfinity : situation.LeadsLeft * _answers.RateLeft * _tuning.SureRate;
        answers = Math.Min(answers, onTheList);
        double spread = (_releases.Variance + (dialing * dialing)) / (cycle * cycle);
        double unknown = (_releases.Variance / (_releases.KnownTalks + 1)) + Square(dialing * _answers.AnswerRateError / Math.Max(_answers.AnswerRate, 1e-6));
        double deviation = Math.Sqrt((answers * spread) + (answers * answers * unknown / (cycle * cycle)));
        _guard.Begin(situation.Allowance, answers, deviation, InDoubt(situation));
    }

    /// <summary>People whom each of the agents who stay, and whom others leave, is counted on to reach in a second.</summary>
    private double SureFlow(in PacingSituation situation, int staying, double service, double rate, Instant now)
    {
        double low = Math.Max(rate, 1e-6) * _tuning.SureRate;
        double worst = _answers.WorstRateOf(situation.NextSegment, _tuning.GuardRate, situation.NextChance);
        int ours = (int)Math.Ceiling(staying * Ours(situation, staying, service, now));
        return _sure.Flow(ours, low / _answers.MeanDialSeconds, low / worst / _answers.MeanLiveSeconds, service);
    }

    /// <summary>Of the agents who stay, the share whom inbound and other campaigns leave.</summary>
    private double Ours(in PacingSituation situation, int staying, double service, Instant now)
    {
        double ring = situation.Campaign.RingTimeout.TotalSeconds * _tuning.GuardRate;
        return Math.Max(0, 1 - (_others.MostTaken(service, ring, SecondsLeft(situation, now)) / Math.Max(1, staying)));
    }

    private static double Square(double x) => x * x;

    /// <summary>
    /// The guard's law of free agents with the calls in flight, those launched in this decision and one more. Made when the
    /// worst case is not covered, and extended by one line from then on.
    /// </summary>
    private FreeAgents LawWith(in PacingSituation situation, int free, int launched, Instant now)
    {
        var law = _guard.Law;
        double risk = _answers.WorstRateOf(situation.NextSegment, _tuning.GuardRate, situation.NextChance);
        if (_lawLines < 0)
        {
            MakeLaw(law, situation, free, now);
            _lawLines = 0;
        }
        for (; _lawLines <= launched; _lawLines++)
            law.AddDemand(risk);
        return law;
    }

    private void MakeLaw(FreeAgents law, in PacingSituation situation, int free, Instant now)
    {
        law.Begin(free);

        // Where agents get machines, an hour of short calls may turn into one of conversations: nobody is sure to be free soon.
        foreach (ref readonly var agent in _agentsGetMachines ? [] : situation.Busy)
            if (!agent.Leaving && agent.Phase != BusyPhase.Reserved)
                law.AddSupply(_releases.RowOf(agent, now)[1] * _tuning.GuardSupply);
        foreach (ref readonly var call in situation.InFlight)
            law.AddDemand(PersonAtWorst(situation, call, free, now));
        _others.AddTo(law, situation.Campaign.RingTimeout.TotalSeconds, _tuning.GuardRate);
    }

    /// <summary>Conversations whose agent has not said yet whether it was a machine, at twice the share so far.</summary>
    private static double InDoubt(in PacingSituation situation)
    {
        var allowance = situation.Allowance;
        if (allowance.Corrections == 0)
            return 0;
        double share = Math.Min(1, 2.0 * allowance.Corrections / Math.Max(1, allowance.Counted));
        return 1 + (share * situation.Busy.Length);
    }

    /// <summary>The chance that a person answers while that can still do harm: at all, or until the call may be given up.</summary>
    private double PersonAtWorst(in PacingSituation situation, in CallInFlight call, int free, Instant now)
    {
        double rate = _answers.WorstRateOf(call.Segment, _tuning.GuardRate, call.Chance);
        if (call.AnsweredAt != Instant.Never)
            return PersonThere(call, rate);
        double age = (now - call.DialedAt).TotalSeconds;
        if (free > 0 || !GivesUp)
            return _answers.ChanceAtAll(rate, age, call.Chance.Stretch);
        var rings = call.RingingAt != Instant.Never ? call.RingingAt : Instant.Max(now, call.DialedAt + TimeSpan.FromSeconds(_ringingAfter));
        Debug.Assert(rings >= call.DialedAt);
        return _answers.AnsweredWithin(rate, age, Math.Max(0, (rings + situation.Campaign.MinimumRing - now).TotalSeconds), call.Chance.Stretch);
    }
}
