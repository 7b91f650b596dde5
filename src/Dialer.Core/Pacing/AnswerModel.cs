namespace Dialer.Core.Pacing;

/// <summary>
/// Whether, and when, a call in flight is answered by a person: the answer rate by segment, drawn towards the
/// campaign's where data is thin, and by hour of the day (<see cref="HourlyAnswers"/>); and the ring times of those who
/// answer and of the calls that end otherwise.
/// A call that has rung for 22 s is worth almost nothing; a count of calls hides that.
/// A call that is judged by itself (<see cref="LeadChance"/>) has its factor of the rate that a call without particulars would
/// have; it counts as so many dials, so that the rate does not follow whom we choose.
/// </summary>
public sealed class AnswerModel
{
    private const int Cells = 112;
    private const int CellsKept = Cells + 16;

    /// <summary>Dials that the steady answer rate remembers.</summary>
    private const double SteadyMemory = 1500;

    /// <summary>Dials that the quick one remembers, which raises the alarm when the rate has jumped.</summary>
    private const double QuickMemory = 120;

    /// <summary>Standard errors between the two that count as a jump.</summary>
    private const double AlarmDeviations = 4.5;
    private const double RingMemory = 3000;
    private const double RingGuessWeight = 12;
    private const double RateGuess = 0.2;
    private const double RateGuessWeight = 10;

    /// <summary>Dials that the campaign's rate weighs against a segment's own.</summary>
    private const double Shrinkage = 60;

    private const double MostRate = 0.99;

    /// <summary>Most moments ahead that <see cref="LookAhead"/> takes.</summary>
    public const int MostMoments = 8;

    /// <summary>Of what the best rate is above the present one, kept from one day to the next.</summary>
    private const double PeakKept = 0.3;
    private const double PeakGuess = 0.3;

    /// <summary>Of the guess, kept from one hour of dialing to the next.</summary>
    private const double PeakGuessKept = 0.35;
    private const int EnoughInHour = 100;

    /// <summary>Segments beyond share their places: two lists that meet are learned as one.</summary>
    private const int MaxSegments = 1 << 12;

    private readonly double[] _liveHistogram = new double[CellsKept];
    private readonly double[] _otherHistogram = new double[CellsKept];
    private readonly double[] _live = new double[CellsKept + 1];
    private readonly double[] _other = new double[CellsKept + 1];

    // From the middle of each cell: shares of those who answer, and of the rest, that are left; and answers within each moment.
    private readonly double[] _liveLeft = new double[CellsKept];
    private readonly double[] _otherLeft = new double[CellsKept];
    private readonly double[] _soon = new double[CellsKept * MostMoments];
    private readonly double[] _within = new double[MostMoments];
    private int _moments;
    private readonly HourlyAnswers _hours = new();

    // The best that an hour has shown of late: what was, may come back within the ring time.
    private double _peak;

    // On the first day it may be anything; less so by each hour that was like the ones before it.
    private double _peakGuess = PeakGuess;
    private Segment[] _segments = new Segment[16];
    private double _cellSeconds;
    private long _hourNow;
    private int _dialsInHour;

    // Rates of a dial, had it been made in an hour like the day: a dial of an hour that answers twice as well counts as two.
    private Rate _steady = new(RateGuess * RateGuessWeight, RateGuessWeight);
    private Rate _quick = new(RateGuess * RateGuessWeight, RateGuessWeight);
    // Mean factor of the calls that ended lately, and of the leads that are left, no more than that.
    private double _factor = 1;
    private double _factorLeft = 1;
    private double _otherSeconds;
    private double _otherCount;
    private double _liveSeconds;
    private double _liveCount;

    public AnswerModel() => UseTimeout(28);

    /// <summary>Dials whose end is known, as far as they are remembered.</summary>
    public double KnownDials => _steady.Count - RateGuessWeight;

    /// <summary>People who answered, as far as they are remembered.</summary>
    public double KnownAnswers { get; private set; }
    public double AnswerRate => InThisHour(_steady.Value * _factor);

    /// <summary>Of the leads at hand, where they are worth less than those dialed lately; else <see cref="AnswerRate"/>.</summary>
    public double RateLeft => InThisHour(_steady.Value * _factorLeft);

    /// <summary>The answer rate that may be counted on in an hour to come, 0 to 23.</summary>
    public double SureRateIn(int hour) => Math.Min(_steady.Value * _factorLeft * _hours.SureFactorOf(hour), MostRate);

    /// <summary>Standard error of the answer rate.</summary>
    public double AnswerRateError => Math.Sqrt(AnswerRate * (1 - AnswerRate) / _steady.Count);

    /// <summary>From dialing to the end of the ringing, whatever the end.</summary>
    public double MeanDialSeconds => _liveCount + _otherCount < 5
        ? _cellSeconds * Cells * 0.6
        : (AnswerRate * (_liveSeconds / Math.Max(1e-9, _liveCount))) + ((1 - AnswerRate) * (_otherSeconds / Math.Max(1e-9, _otherCount)));

    /// <summary>From dialing to the answer, of the people who answer.</summary>
    public double MeanLiveSeconds { get; private set; }

    /// <summary>Sets the scale of ring times; a changed time-out forgets them.</summary>
    public void UseTimeout(double seconds)
    {
        double cell = Math.Max(seconds, 1) / Cells;
        if (cell == _cellSeconds)
            return;
        _cellSeconds = cell;
        Array.Fill(_liveHistogram, RingGuessWeight / Cells);
        Array.Fill(_otherHistogram, RingGuessWeight * 0.5 / Cells);
        _otherHistogram[Cells - 1] += RingGuessWeight * 0.5;
        (_otherSeconds, _otherCount, _liveSeconds, _liveCount) = (0, 0, 0, 0);
        Refresh();
    }

    /// <param name="factor">Mean factor of the leads at hand; 0: none is judged.</param>
    public void UseLeads(double factor) => _factorLeft = factor > 0 ? Math.Min(factor, _factor) : _factor;

    /// <param name="local">Ticks of the campaign's own clock.</param>
    public void MoveTo(long local)
    {
        long hour = local / TimeSpan.TicksPerHour;
        if (hour != _hourNow && _dialsInHour >= EnoughInHour)
            (_peakGuess, _dialsInHour) = (_peakGuess * PeakGuessKept, 0);
        _hourNow = hour;
        if (!_hours.MoveTo(local, out double change))
            return;
        _peak = AnswerRate + Math.Max(0, PeakKept * (_peak - AnswerRate));
        _steady = _steady with { Answered = _steady.Answered * change };
        _quick = _quick with { Answered = _quick.Answered * change };
        for (int segment = 0; segment < _segments.Length; segment++)
            _segments[segment].Scale(change, double.PositiveInfinity);
    }

    /// <summary>True: the answer rate has jumped.</summary>
    public bool AddLive(int segment, double ringSeconds, LeadChance chance = default)
    {
        bool hasJumped = Add(segment, 1, chance.Odds);
        AddRing(_liveHistogram, ringSeconds / chance.Stretch);
        (_liveSeconds, _liveCount) = (_liveSeconds + ringSeconds, _liveCount + 1);
        KnownAnswers++;
        return hasJumped;
    }

    /// <summary>True: the answer rate has jumped.</summary>
    public bool AddOther(int segment, double ringSeconds, LeadChance chance = default)
    {
        bool hasJumped = Add(segment, 0, chance.Odds);
        AddRing(_otherHistogram, ringSeconds);
        (_otherSeconds, _otherCount) = (_otherSeconds + ringSeconds, _otherCount + 1);
        return hasJumped;
    }

    /// <summary>
    /// We ended it before anybody had answered. What would have become of it is shared out as the tables have it (Efron's
    /// redistribution to the right): to leave such calls out would leave out the unanswered, and the answer rate would
    /// seem higher the more is given up. True: the answer rate has jumped.
    /// </summary>
    public bool AddGivenUp(int segment, double ringSeconds, LeadChance of = default)
    {
        double rate = RateOf(segment, of);
        double live = rate * (1 - LiveBy(ringSeconds / of.Stretch));
        double other = (1 - rate) * (1 - OtherBy(ringSeconds));
        if (live + other <= 1e-9)
            return AddOther(segment, ringSeconds, of);
        double chance = live / (live + other);
        ShareOut(_liveHistogram, _live, ringSeconds / of.Stretch, chance);
        ShareOut(_otherHistogram, _other, ringSeconds, 1 - chance);
        return Add(segment, chance, of.Odds);
    }

    /// <summary>Takes new ring times into the tables.</summary>
    public void Refresh()
    {
        Accumulate(_liveHistogram, _live);
        Accumulate(_otherHistogram, _other);
        double left = 0;
        for (int cell = 0; cell < CellsKept; cell++)
            left += 1 - (0.5 * (_live[cell] + _live[cell + 1]));
        MeanLiveSeconds = left * _cellSeconds;
    }

    public double RateOf(int segment, LeadChance chance = default) => chance.IsJudged ? InThisHour(_steady.Value * chance.Factor) : RateOfSegment(segment);

    private double RateOfSegment(int segment)
    {
        int place = segment & (MaxSegments - 1);
        return InThisHour(place >= _segments.Length ? _steady.Value : _segments[place].Drawn(_steady.Value, Shrinkage));
    }

    /// <summary>
    /// The answer rate to be safe against: the learned one raised by a factor, or as good as the best hour of late. A call
    /// that is judged to be worth less than others is taken to be worth as much.
    /// </summary>
    public double WorstRateOf(int segment, double factor, LeadChance chance = default)
    {
        double rate = chance.IsJudged ? InThisHour(_steady.Value * Math.Max(chance.Factor, _factor)) : RateOfSegment(segment);
        double ofAll = AnswerRate > 1e-4 ? rate / AnswerRate : 1;
        return Math.Min(MostRate, Math.Max(rate * factor, Math.Max(_peak, _peakGuess) * ofAll));
    }

    /// <summary>Makes the tables of <see cref="ChancesOf"/> and <see cref="ChanceOf"/>, after <see cref="Refresh"/>.</summary>
    /// <param name="within">Seconds from now, ascending.</param>
    public void LookAhead(ReadOnlySpan<double> within)
    {
        _moments = within.Length;
        within.CopyTo(_within);
        for (int cell = 0; cell < CellsKept; cell++)
        {
            double age = (cell + 0.5) * _cellSeconds;
            double before = LiveBy(age);
            _liveLeft[cell] = 1 - before;
            _otherLeft[cell] = 1 - OtherBy(age);
            for (int k = 0; k < within.Length; k++)
                _soon[(cell * MostMoments) + k] = LiveBy(age + within[k]) - before;
        }
    }

    /// <summary>The chances that a person answers, by each of the moments told of, a call that has rung for <paramref name="age"/> s.</summary>
    public void ChancesOf(double rate, double age, double stretch, Span<double> chances)
    {
        if (stretch != 1)
        {
            double before = LiveBy(age / stretch);
            double ofThose = rate / Math.Max((rate * (1 - before)) + ((1 - rate) * _otherLeft[CellOf(age)]), 1e-9);
            for (int k = 0; k < _moments; k++)
                chances[k] = ofThose * Math.Max(0, LiveBy((age + _within[k]) / stretch) - before);
            return;
        }
        int cell = CellOf(age);
        double perShare = PerShare(rate, cell);
        var soon = _soon.AsSpan(cell * MostMoments, _moments);
        for (int k = 0; k < soon.Length; k++)
            chances[k] = perShare * soon[k];
    }

    /// <summary>The same for one of the moments.</summary>
    public double ChanceOf(double rate, double age, double stretch, int moment)
    {
        if (stretch != 1)
            return AnsweredWithin(rate, age, _within[moment], stretch);
        int cell = CellOf(age);
        return PerShare(rate, cell) * _soon[(cell * MostMoments) + moment];
    }

    /// <summary>The chance that a person ever answers it.</summary>
    public double ChanceAtAll(double rate, double age, double stretch)
    {
        if (stretch != 1)
            return AnsweredWithin(rate, age, double.PositiveInfinity, stretch);
        int cell = CellOf(age);
        return PerShare(rate, cell) * _liveLeft[cell];
    }

    private int CellOf(double seconds) => Math.Clamp((int)(seconds / _cellSeconds), 0, CellsKept - 1);

    private double PerShare(double rate, int cell) => rate / Math.Max((rate * _liveLeft[cell]) + ((1 - rate) * _otherLeft[cell]), 1e-9);

    /// <summary>The chance that a person answers within <paramref name="within"/> s a call that has rung for <paramref name="age"/> s.</summary>
    public double AnsweredWithin(double rate, double age, double within, double stretch = 1)
    {
        double before = LiveBy(age / stretch);
        double live = rate * (1 - before);
        double other = (1 - rate) * (1 - OtherBy(age));
        if (live <= 0)
            return 0;
        return rate * (LiveBy((age + within) / stretch) - before) / Math.Max(live + other, 1e-9);
    }

    /// <summary>The chance that what was answered after <paramref name="age"/> s is a person.</summary>
    public double PersonAt(double rate, double age, double stretch = 1)
    {
        int cell = CellOf(age);
        int own = stretch == 1 ? cell : CellOf(age / stretch);
        double live = rate * (_live[own + 1] - _live[own]) / stretch;
        double other = (1 - rate) * (_other[cell + 1] - _other[cell]);
        return live + other <= 1e-12 ? rate : live / (live + other);
    }

    /// <summary>Share of the people who answer that have done so by then.</summary>
    public double LiveBy(double seconds) => At(_live, seconds);

    public double OtherBy(double seconds) => At(_other, seconds);

    /// <summary>The ring time by which a share of those who answer have answered.</summary>
    public double LiveQuantile(double share)
    {
        for (int cell = 0; cell < CellsKept; cell++)
            if (_live[cell + 1] >= share)
            {
                double inCell = _live[cell + 1] - _live[cell];
                return (cell + (inCell <= 0 ? 1 : (share - _live[cell]) / inCell)) * _cellSeconds;
            }
        return Cells * _cellSeconds;
    }

    private double At(double[] table, double seconds)
    {
        double at = seconds / _cellSeconds;
        if (!(at < CellsKept))
            return 1;
        int cell = Math.Max(0, (int)at);
        return table[cell] + ((table[cell + 1] - table[cell]) * Math.Max(0, at - cell));
    }

    private void AddRing(double[] histogram, double seconds)
    {
        // Spread over the neighbours, as a kernel of half a second on a 28 s scale.
        int cell = CellOf(seconds);
        histogram[cell] += 0.4;
        histogram[Math.Max(0, cell - 1)] += 0.2;
        histogram[Math.Min(CellsKept - 1, cell + 1)] += 0.2;
        histogram[Math.Max(0, cell - 2)] += 0.1;
        histogram[Math.Min(CellsKept - 1, cell + 2)] += 0.1;
    }

    private void ShareOut(double[] histogram, double[] table, double seconds, double weight)
    {
        int first = CellOf(seconds);
        double beyond = 1 - table[first];
        if (beyond <= 1e-9)
            return;
        for (int cell = first; cell < CellsKept; cell++)
            histogram[cell] += weight * (table[cell + 1] - table[cell]) / beyond;
    }

    private static void Accumulate(double[] histogram, double[] table)
    {
        double sum = 0;
        foreach (double weight in histogram)
            sum += weight;
        double keep = sum > RingMemory ? RingMemory * 0.9 / sum : 1;
        double at = 0;
        for (int cell = 0; cell < CellsKept; cell++)
        {
            at += histogram[cell];
            table[cell + 1] = at / sum;
            histogram[cell] *= keep;
        }
    }

    /// <param name="dials">As how many the call counts.</param>
    private bool Add(int segment, double answered, double dials)
    {
        double factor = _hours.Factor;
        _hours.Add(answered, dials);
        _factor += (dials - _factor) / Math.Min(KnownDials + 10, SteadyMemory);
        _dialsInHour++;
        _steady = _steady.Plus(answered, factor * dials, SteadyMemory);
        _quick = _quick.Plus(answered, factor * dials, QuickMemory);
        // A mean that forgets exponentially over M varies as one over 2 M samples.
        double error = Math.Sqrt(Math.Max(_steady.Value * (1 - _steady.Value), 1e-4) / (2 * QuickMemory));
        if (KnownDials > QuickMemory)
            _peak = Math.Max(_peak, AnswerRate);
        bool hasJumped = _quick.Count >= QuickMemory * 0.5 && Math.Abs(_quick.Value - _steady.Value) > AlarmDeviations * error;
        if (hasJumped)
            Jump();
        int place = segment & (MaxSegments - 1);
        if (place >= _segments.Length)
            Array.Resize(ref _segments, Math.Min(MaxSegments, Math.Max(place + 1, _segments.Length * 2)));
        _segments[place].Add(answered, factor, SteadyMemory);
        return hasJumped;
    }

    private double InThisHour(double rate) => Math.Min(rate * _hours.Factor, MostRate);

    /// <summary>The rate is another one now: what was learned before weighs little, for the segments too.</summary>
    private void Jump()
    {
        double factor = _quick.Value / Math.Max(_steady.Value, 1e-6);
        _steady = new Rate(_quick.Value * QuickMemory * 0.5, QuickMemory * 0.5);
        for (int segment = 0; segment < _segments.Length; segment++)
            _segments[segment].Scale(factor, QuickMemory * 0.5);
    }

    private readonly record struct Rate(double Answered, double Count)
    {
        public double Value => Answered / Count;

        public Rate Plus(double answered, double dials, double memory)
        {
            double keep = Count >= memory ? 1 - (dials / memory) : 1;
            return new Rate((Answered * keep) + answered, (Count * keep) + dials);
        }
    }

    private struct Segment
    {
        private double _answered;
        private double _count;

        public void Add(double answered, double dials, double memory)
        {
            double keep = _count >= memory ? 1 - (dials / memory) : 1;
            (_answered, _count) = ((_answered * keep) + answered, (_count * keep) + dials);
        }

        public readonly double Drawn(double towards, double weight) => (_answered + (weight * towards)) / (_count + weight);

        public void Scale(double factor, double atMost)
        {
            double keep = _count > atMost ? atMost / _count : 1;
            _count *= keep;
            _answered = Math.Min(_answered * keep * factor, _count);
        }
    }
}
