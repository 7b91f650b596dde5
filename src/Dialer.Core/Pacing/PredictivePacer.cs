using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

/// <summary>What the predictive pacer is set to. The defaults are what docs/pacing.md measures.</summary>
internal sealed record PredictiveTuning
{
    /// <summary>Share of the cap that the price aims to spend.</summary>
    public double Aim = 0.975;
    public double Eta = 0.001;
    public double LeastChance = 0.001;
    public double MostChance = 0.08;
    public double CancelChance = 2;
    public bool Guard = true;
    public double GuardRate = 1.5;
    public double EpsilonHard = 1e-5;
    public double RhoHard = 0.9;
    public double EpsilonSoft = 1e-3;
    public double RhoSoft = 0.5;
    public bool WorstCase;
    public int Horizons = 4;
    public double Reach;
    public double LateStart = 1;
    public double VDev = 2;
    public double GuardSupply = 0.7;
    public int GuardHorizon = 1;
    public double TauLow = 0.3;
    public double TauHigh = 1.5;
}

/// <summary>Sees the future, for the bounds printed beside the policies. Never used by the product.</summary>
public interface IForesight
{
    /// <summary>When this busy agent will be free.</summary>
    Instant FreeAt(in BusyAgent agent);

    /// <summary>When a person will answer this call; Never: nobody will.</summary>
    Instant AnsweredAt(in CallInFlight call);

    bool KnowsReleases { get; }
    bool KnowsAnswers { get; }
}

/// <summary>
/// Launches the next call while its chance of finding no agent, once answered, is at most the price that the
/// abandon budget sets; and never a call whose misfortune could no longer be made good within the window.
/// docs/pacing.md has the mathematics.
/// </summary>
public sealed class PredictivePacer : IPacer
{
    private const int MaxLines = 1 << 17;
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromSeconds(30);

    private readonly AnswerModel _answers = new();
    private readonly ReleaseModel _releases = new();
    private readonly PredictiveTuning _tuning;
    private readonly IForesight? _foresight;
    private readonly FreeAgents[] _free;
    private readonly double[] _horizons;
    private readonly double[] _supplyHorizons;
    private readonly double[] _newCall;
    private Instant _refreshAt = Instant.Epoch;
    private double _price;
    private double _agents;
    private PacingExplanation _last;

    public PredictivePacer()
        : this(new PredictiveTuning(), null)
    {
    }

    internal PredictivePacer(PredictiveTuning tuning, IForesight? foresight)
    {
        _tuning = tuning;
        _foresight = foresight;
        _free = new FreeAgents[tuning.Horizons];
        for (int k = 0; k < _free.Length; k++)
            _free[k] = new FreeAgents();
        _horizons = new double[tuning.Horizons];
        _supplyHorizons = new double[tuning.Horizons + 1];
        _newCall = new double[tuning.Horizons];
    }

    public string Name => Pacers.Predictive;

    internal double Price => _price;

    public int Decide(in PacingSituation situation, Instant now)
    {
        Refresh(situation, now);
        int free = FreeNow(situation);
        LookAhead(situation, free, now);
        double rate = _answers.RateOf(situation.NextSegment);
        for (int k = 0; k < _horizons.Length; k++)
            _newCall[k] = _answers.AnsweredWithin(rate, 0, _horizons[k]);
        var guard = GuardOf(situation, now);
        int lines = situation.InFlight.Length;
        int launched = 0;
        double chance = 0;
        var limit = PacingLimit.None;
        while (true)
        {
            bool sure = lines < free;
            chance = Chance();
            if (!sure && chance > _price)
                limit = free <= 0 && lines == 0 ? PacingLimit.NoAgents : PacingLimit.Chance;
            else if (launched >= situation.MaxLaunch)
                limit = PacingLimit.Channels;
            else if (!guard.Allows(lines + 1 - free, rate))
                limit = PacingLimit.Allowance;
            if (limit != PacingLimit.None)
                break;
            launched++;
            lines++;
            if (!sure) Debug = $"lines {lines} free {free} hard {guard._hard:F2} soft {guard._soft:F2} sfh {_guardLaw.Shortfall(_tuning.EpsilonHard)} sfs {_guardLaw.Shortfall(_tuning.EpsilonSoft)} mean {_guardLaw.Mean:F2} t {now.Seconds%86400:F0}";
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddDemand(_newCall[k]);
        }
        _last = new PacingExplanation
        {
            At = now,
            Launched = launched,
            ExpectedFreeAgents = _free[^1].Mean,
            ChanceOfNoAgent = chance,
            ChanceAllowed = _price,
            AnswerRate = rate,
            AllowanceLeft = situation.Allowance.LeftAfter(0, 0),
            DialLevel = (double)lines / Math.Max(1, situation.LoggedIn),
            LimitedBy = limit,
        };
        return launched;
    }

    public int ChooseCancellations(in PacingSituation situation, Span<AttemptId> chosen, Instant now)
    {
        if (_tuning.CancelChance >= 1)
            return 0;
        int count = 0;
        int free = FreeNow(situation);
        if (free > 0)
            return 0;
        double minimum = situation.Campaign.MinimumRing.TotalSeconds;
        // Chance that nobody is free when it is answered now.
        double none = 1;
        foreach (ref readonly var agent in situation.Busy)
            if (!agent.Leaving)
                none *= 1 - _releases.RowOf(agent, now)[0];
        if (none <= _tuning.CancelChance && situation.InFlight.Length - free <= _softLeft)
            return 0;
        foreach (ref readonly var call in situation.InFlight)
            if (call.AnsweredAt == Instant.Never && (now - call.DialedAt).TotalSeconds >= minimum && count < chosen.Length)
                chosen[count++] = call.Attempt;
        return count;
    }

    public void Observe(in PacingEvent happened, Instant now)
    {
        double seconds = happened.Duration.TotalSeconds;
        switch (happened.Kind)
        {
            case PacingEventKind.AnsweredLive:
                _answers.AddLive(happened.Segment, seconds);
                break;
            case PacingEventKind.AnsweredMachine:
            case PacingEventKind.AnsweredOther:
                _answers.AddOther(happened.Segment, seconds);
                break;
            case PacingEventKind.EndedUnanswered when happened.Result is CallResult.Busy or CallResult.NoAnswer or CallResult.Rejected or CallResult.InvalidNumber or CallResult.OperatorAnnouncement:
                _answers.AddOther(happened.Segment, seconds);
                break;
            case PacingEventKind.TalkEnded:
                _releases.AddTalk(happened.Agent, seconds);
                break;
            case PacingEventKind.WrapUpEnded:
                _releases.AddWrapUp(seconds);
                break;
            case PacingEventKind.Connected:
                _price += _tuning.Eta * _tau;
                break;
            case PacingEventKind.Abandoned:
                _price += _tuning.Eta * (_tau - 1);
                break;
            default:
                break;
        }
        _price = Math.Clamp(_price, _tuning.LeastChance, _tuning.MostChance);
    }

    internal string Debug = "";
    private double _softLeft;
    private double _tau;

    public PacingExplanation Explain() => _last;

    private static int FreeNow(in PacingSituation situation)
    {
        int free = situation.Idle - situation.Waiting;
        foreach (ref readonly var agent in situation.Busy)
            if (agent.Phase == BusyPhase.Reserved && !agent.Leaving)
                free++;
        return free;
    }

    private void Refresh(in PacingSituation situation, Instant now)
    {
        if (now < _refreshAt && _refreshAt - now <= RefreshEvery)
            return;
        _refreshAt = now + RefreshEvery;
        _answers.UseTimeout(situation.Campaign.RingTimeout.TotalSeconds);
        _answers.Refresh();
        double patience = situation.Campaign.Abandon.After.TotalSeconds;
        _supplyHorizons[0] = patience;
        double reach = _tuning.CancelChance < 1 && _tuning.Reach > 0 ? _answers.LiveBy(situation.Campaign.MinimumRing.TotalSeconds + _tuning.Reach) : 1;
        for (int k = 0; k < _horizons.Length; k++)
        {
            _horizons[k] = _answers.LiveQuantile((k + 0.5) / _horizons.Length * reach);
            _supplyHorizons[k + 1] = _horizons[k] + patience;
        }
        _releases.Refresh(_supplyHorizons, situation.Busy, now);
        double cap = situation.Campaign.Abandon.Cap;
        if (_price == 0)
            _price = cap * 0.5;
        _agents = situation.LoggedIn;
        double left = TimeLeft(situation, now).TotalSeconds;
        double more = left * _agents / (_releases.MeanTalkSeconds + _releases.MeanWrapUpSeconds) * 0.88;
        var allowance = situation.Allowance;
        _tau = more <= 1 ? cap * _tuning.TauLow : Math.Clamp(((cap * _tuning.Aim * (allowance.Answered + more)) - allowance.Abandoned) / more, _tuning.TauLow * cap, _tuning.TauHigh * cap);
    }

    private static TimeSpan TimeLeft(in PacingSituation situation, Instant now)
    {
        var ends = Instant.Min(situation.DialingEnds, situation.Allowance.WindowEnds);
        if (situation.DialingEnds == Instant.Never || ends <= now)
            return TimeSpan.Zero;
        return ends - now;
    }

    private void LookAhead(in PacingSituation situation, int free, Instant now)
    {
        foreach (var ahead in _free)
            ahead.Begin(free);
        foreach (ref readonly var agent in situation.Busy)
            if (!agent.Leaving && agent.Phase != BusyPhase.Reserved)
                AddSupply(agent, now);
        foreach (ref readonly var call in situation.InFlight)
            AddDemand(call, now);
    }

    private void AddSupply(in BusyAgent agent, Instant now)
    {
        if (_foresight is { KnowsReleases: true })
        {
            double at = (_foresight.FreeAt(agent) - now).TotalSeconds;
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddSupply(at <= _supplyHorizons[k + 1] ? 1 : 0);
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
            double at = (_foresight.AnsweredAt(call) - now).TotalSeconds;
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddDemand(at <= _horizons[k] ? 1 : 0);
            return;
        }
        double rate = _answers.RateOf(call.Segment);
        double age = (now - call.DialedAt).TotalSeconds;
        if (call.AnsweredAt != Instant.Never)
        {
            double person = _answers.PersonAt(rate, (call.AnsweredAt - call.DialedAt).TotalSeconds);
            for (int k = 0; k < _free.Length; k++)
                _free[k].AddDemand(person);
            return;
        }
        for (int k = 0; k < _free.Length; k++)
            _free[k].AddDemand(_answers.AnsweredWithin(rate, age, _horizons[k]));
    }

    private double Chance()
    {
        double sum = 0;
        foreach (var ahead in _free)
            sum += ahead.ChanceOfNone();
        return sum / _free.Length;
    }

    private readonly FreeAgents _guardLaw = new();

    private Guarded GuardOf(in PacingSituation situation, Instant now)
    {
        _guardLaw.Begin(FreeNow(situation));
        if (_tuning.GuardSupply > 0)
            foreach (ref readonly var agent in situation.Busy)
                if (!agent.Leaving && agent.Phase != BusyPhase.Reserved)
                    _guardLaw.AddSupply(_releases.RowOf(agent, now)[_tuning.GuardHorizon] * _tuning.GuardSupply);
        double minimum = _tuning.CancelChance < 1 && FreeNow(situation) <= 0 ? situation.Campaign.MinimumRing.TotalSeconds : 1e9;
        foreach (ref readonly var call in situation.InFlight)
        {
            double rate = Math.Min(1, _answers.RateOf(call.Segment) * _tuning.GuardRate);
            double age = (now - call.DialedAt).TotalSeconds;
            double chance = call.AnsweredAt != Instant.Never
                ? _answers.PersonAt(rate, (call.AnsweredAt - call.DialedAt).TotalSeconds)
                : age >= minimum ? 0 : _answers.AnsweredWithin(rate, age, minimum - age);
            _guardLaw.AddDemand(chance);
        }
        double error = _answers.AnswerRateError;
        double low = Math.Max(_answers.AnswerRate - (2 * error), _answers.AnswerRate * 0.3);
        double cycle = _releases.MeanTalkSeconds + _releases.MeanWrapUpSeconds + (_answers.MeanDialSeconds / low);
        double left = Math.Max(0, TimeLeft(situation, now).TotalSeconds - (cycle * _tuning.LateStart));
        double zeroRisk = situation.LoggedIn * left / cycle;
        zeroRisk = Math.Max(0, zeroRisk - (_tuning.VDev * Math.Sqrt(zeroRisk)));
        _softLeft = situation.Allowance.LeftAfter(zeroRisk * _tuning.RhoSoft, 0);
        return new Guarded(_tuning, situation.Allowance, zeroRisk, _guardLaw);
    }

    private readonly struct Guarded(PredictiveTuning tuning, AbandonAllowance allowance, double zeroRisk, FreeAgents law)
    {
        public readonly double _hard = allowance.LeftAfter(zeroRisk * tuning.RhoHard, 0);
        public readonly double _soft = allowance.LeftAfter(zeroRisk * tuning.RhoSoft, 0);

        /// <summary>Takes one more line in; false: it may not be launched.</summary>
        public bool Allows(int excess, double rate)
        {
            law.AddDemand(Math.Min(1, rate * tuning.GuardRate));
            if (!tuning.Guard || excess <= 0 || excess <= _soft)
                return true;
            if (tuning.WorstCase)
                return false;
            return law.Shortfall(tuning.EpsilonHard) <= _hard && law.Shortfall(tuning.EpsilonSoft) <= _soft;
        }

    }
}
