namespace Dialer.Core.Pacing;

/// <summary>
/// When a talk or a wrap-up that has lasted so long ends: a hazard by age, constant between geometric ages from
/// 1 s to 2 h, learned from what ended and from what goes on (censored, so that the first short talks do not pass for
/// all), drawn towards a lognormal of the learned mean and spread where data is thin. Old data is forgotten.
/// </summary>
internal sealed class ServiceHazard
{
    public const int Bins = 80;

    /// <summary>Ended services that are remembered, about.</summary>
    private const double Memory = 3000;

    /// <summary>Events that the lognormal's shape weighs in each bin.</summary>
    private const double ShapeWeight = 4;

    /// <summary>Services that the first guess weighs.</summary>
    private const double GuessWeight = 4;

    private static readonly double[] EdgesAt = Edges();

    private readonly double[] _ended = new double[Bins];
    private readonly double[] _exposed = new double[Bins];
    private readonly double[] _present = new double[Bins];
    private readonly double[] _hazard = new double[Bins];

    // Cumulative hazard at each bin's lower edge.
    private readonly double[] _cumulative = new double[Bins + 1];
    private double _count;
    private double _sum;
    private double _squares;
    private double _logCount;
    private double _logSum;
    private double _logSquares;

    /// <param name="guessSeconds">Mean before anything is known.</param>
    public ServiceHazard(double guessSeconds)
    {
        double guessLog = Math.Log(guessSeconds) - 0.3;
        (_count, _sum, _squares) = (GuessWeight, GuessWeight * guessSeconds, GuessWeight * 2 * guessSeconds * guessSeconds);
        (_logCount, _logSum) = (GuessWeight, GuessWeight * guessLog);
        _logSquares = GuessWeight * ((guessLog * guessLog) + 0.6);
        Refresh();
    }

    /// <summary>Services that ended, as far as they are remembered.</summary>
    public double Known => _count - GuessWeight;
    public double MeanSeconds => _sum / _count;
    public double Variance => Math.Max(0, (_squares / _count) - (MeanSeconds * MeanSeconds));
    public double MeanLog => _logSum / _logCount;

    public void Add(double seconds)
    {
        seconds = Math.Clamp(seconds, 1e-3, 86_400);
        Expose(_exposed, seconds);
        _ended[BinOf(seconds)]++;
        (_count, _sum, _squares) = (_count + 1, _sum + seconds, _squares + (seconds * seconds));
        double log = Math.Log(Math.Max(seconds, 0.1));
        (_logCount, _logSum, _logSquares) = (_logCount + 1, _logSum + log, _logSquares + (log * log));
        if (_count > Memory)
            Forget();
    }

    /// <summary>Clears what was told by <see cref="AddPresent"/>.</summary>
    public void ClearPresent() => Array.Clear(_present);

    /// <summary>A service that still goes on.</summary>
    public void AddPresent(double seconds) => Expose(_present, Math.Clamp(seconds, 0, 86_400));

    /// <summary>Takes what was added into the hazards.</summary>
    public void Refresh()
    {
        double mean = _logSum / _logCount;
        double deviation = Math.Sqrt(Math.Max(0.01, (_logSquares / _logCount) - (mean * mean)));
        double before = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            double after = NormalLaw.CumulativeHazard((Math.Log(EdgesAt[bin + 1]) - mean) / deviation);
            double width = EdgesAt[bin + 1] - EdgesAt[bin];
            double shape = Math.Max((after - before) / width, 1e-6);
            before = after;
            _hazard[bin] = (_ended[bin] + ShapeWeight) / (_exposed[bin] + _present[bin] + (ShapeWeight / shape));
            _cumulative[bin + 1] = _cumulative[bin] + (_hazard[bin] * width);
        }
    }

    /// <summary>Integral of the hazard from 0 to an age.</summary>
    public double CumulativeAt(double seconds)
    {
        int bin = BinOf(seconds);
        return _cumulative[bin] + (_hazard[bin] * (seconds - EdgesAt[bin]));
    }

    /// <summary>The chance that what has lasted <paramref name="age"/> ends within <paramref name="within"/> more.</summary>
    public double EndsWithin(double age, double within) => 1 - Math.Exp(CumulativeAt(age) - CumulativeAt(age + within));

    public static int BinOf(double seconds)
    {
        if (seconds < 1)
            return 0;
        int bin = 1 + (int)(Math.Log(seconds) * ToBins);
        return Math.Min(bin, Bins - 1);
    }

    /// <summary>The age that stands for a bin.</summary>
    public static double MiddleOf(int bin) => 0.5 * (EdgesAt[bin] + EdgesAt[bin + 1]);

    private const double Ratio = 1.12;
    private static readonly double ToBins = 1 / Math.Log(Ratio);

    private static double[] Edges()
    {
        double[] edges = new double[Bins + 1];
        for (int bin = 1; bin <= Bins; bin++)
            edges[bin] = Math.Pow(Ratio, bin - 1);
        return edges;
    }

    private static void Expose(double[] exposed, double seconds)
    {
        int last = BinOf(seconds);
        for (int bin = 0; bin < last; bin++)
            exposed[bin] += EdgesAt[bin + 1] - EdgesAt[bin];
        exposed[last] += Math.Max(0, seconds - EdgesAt[last]);
    }

    private void Forget()
    {
        const double keep = 0.9;
        for (int bin = 0; bin < Bins; bin++)
        {
            _ended[bin] *= keep;
            _exposed[bin] *= keep;
        }
        (_count, _sum, _squares) = (_count * keep, _sum * keep, _squares * keep);
        (_logCount, _logSum, _logSquares) = (_logCount * keep, _logSum * keep, _logSquares * keep);
    }
}
