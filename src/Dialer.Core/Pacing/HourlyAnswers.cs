namespace Dialer.Core.Pacing;

/// <summary>
/// How much better or worse than the day each hour answers, by the campaign's own clock, as the days before had it. Today
/// teaches tomorrow: within a day the answer rate itself follows what happens. An hour's share is drawn towards the
/// day's by as much as chance alone would explain (James and Stein 1961), so that where all hours are alike nothing is
/// learned from noise. Days are forgotten slowly.
/// </summary>
internal sealed class HourlyAnswers
{
    public const int Hours = 24;

    /// <summary>Of what is known, kept from one day to the next.</summary>
    private const double KeptEachDay = 0.85;

    /// <summary>The spread that chance explains is taken this much wider: few hours say little of it.</summary>
    private const double Caution = 1.5;
    private const double Least = 0.02;
    private const double Most = 4;

    private readonly double[] _answered = new double[Hours];
    private readonly double[] _dialed = new double[Hours];
    private readonly double[] _answeredToday = new double[Hours];
    private readonly double[] _dialedToday = new double[Hours];
    private readonly double[] _factors = new double[Hours];
    private long _day = long.MinValue;
    private int _hour;

    public HourlyAnswers() => Array.Fill(_factors, 1);

    /// <summary>The present hour's answer rate in those of the day, 1 where nothing is known.</summary>
    public double Factor => _factors[_hour];

    /// <summary>Of an hour to come, and no more than the present one has: what is hoped for is not counted on.</summary>
    public double SureFactorOf(int hour) => Math.Min(_factors[hour], Factor);

    /// <summary>A call has ended, with the chance that a person answered it.</summary>
    /// <param name="dials">As how many it counts.</param>
    public void Add(double answered, double dials)
    {
        _answeredToday[_hour] += answered;
        _dialedToday[_hour] += dials;
    }

    /// <summary>
    /// Moves on to the hour of the campaign's clock; true: to a new day, which takes the last one in and so changes what a
    /// rate learned under the old factors means.
    /// </summary>
    /// <param name="local">Ticks of the campaign's own clock.</param>
    /// <param name="change">A learned rate multiplied by this stays what was seen.</param>
    public bool MoveTo(long local, out double change)
    {
        long day = local / TimeSpan.TicksPerDay;
        bool isNew = day != _day && _day != long.MinValue;
        double before = Factor;
        if (isNew)
            TakeIn();
        change = before / Factor;
        _day = day;
        _hour = (int)(local / TimeSpan.TicksPerHour % Hours);
        return isNew;
    }

    private void TakeIn()
    {
        double answered = 0;
        double dialed = 0;
        for (int hour = 0; hour < Hours; hour++)
        {
            answered += _answered[hour] = (_answered[hour] * KeptEachDay) + _answeredToday[hour];
            dialed += _dialed[hour] = (_dialed[hour] * KeptEachDay) + _dialedToday[hour];
            (_answeredToday[hour], _dialedToday[hour]) = (0, 0);
        }
        if (answered >= 1)
            Compare(answered / dialed);
    }

    private void Compare(double rate)
    {
        double perDial = (1 - rate) / rate;
        double spread = 0;
        double chance = 0;
        double weight = 0;
        for (int hour = 0; hour < Hours; hour++)
            if (_dialed[hour] >= 1)
            {
                double difference = (_answered[hour] / _dialed[hour] / rate) - 1;
                spread += _dialed[hour] * difference * difference;
                chance += perDial;
                weight += _dialed[hour];
            }
        double real = Math.Max(0, spread - (Caution * chance)) / weight;
        for (int hour = 0; hour < Hours; hour++)
        {
            if (_dialed[hour] < 1)
            {
                _factors[hour] = 1;
                continue;
            }
            double ratio = _answered[hour] / _dialed[hour] / rate;
            double trust = real / (real + (perDial / _dialed[hour]) + 1e-12);
            _factors[hour] = Math.Clamp(1 + (trust * (ratio - 1)), Least, Most);
        }
    }
}
