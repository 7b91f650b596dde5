namespace Dialer.Core.Pacing;

/// <summary>
/// The number of free agents at one moment ahead: those idle, less those waited for, plus each busy agent who is free by
/// then, less each call in flight that a person has answered by then. All independent, each with its own chance: a
/// Poisson-binomial sum. Exact by convolution up to <see cref="MostExact"/> uncertain terms; beyond, a normal law with
/// the skewness put right (Edgeworth), whose error is far below that of the chances themselves.
/// </summary>
internal sealed class FreeAgents
{
    public const int MostExact = 48;

    /// <summary>Chances this near to 0 or 1 are taken as certain.</summary>
    private const double Certain = 1e-4;

    // The law of (uncertain terms that come true), a demand counting as true while it is not answered.
    private readonly double[] _law = new double[MostExact + 1];
    private int _terms;
    private int _offset;
    private double _mean;
    private double _variance;
    private double _third;

    /// <summary>Expected number.</summary>
    public double Mean => _mean;

    public double Variance => _variance;

    public void Begin(int idleLessWaiting)
    {
        _law[0] = 1;
        _terms = 0;
        _offset = idleLessWaiting;
        (_mean, _variance, _third) = (idleLessWaiting, 0, 0);
    }

    /// <summary>A busy agent, free by then with this chance.</summary>
    public void AddSupply(double chance) => Add(chance, 0);

    /// <summary>A call, answered by a person by then with this chance.</summary>
    public void AddDemand(double chance) => Add(1 - chance, -1);

    /// <summary>The chance that there is none.</summary>
    public double ChanceOfNone()
    {
        if (_terms <= MostExact)
            return Exact();
        double deviation = Math.Sqrt(_variance);
        double z = (0.5 - _mean) / deviation;
        double skewness = _third / (_variance * deviation);
        double chance = NormalLaw.Below(z) - (skewness * ((z * z) - 1) * NormalLaw.Density(z) / 6);
        return Math.Clamp(chance, 0, 1);
    }

    /// <summary>
    /// The least number of people of whom more find no agent with a chance of at most <paramref name="epsilon"/>.
    /// Exact where the law is; beyond, Bernstein's inequality for sums of independent terms in [0, 1], which is no
    /// approximation but a bound: P(S - E[S] >= t) is at most exp(-t^2 / (2 (v + t / 3))).
    /// </summary>
    public double Shortfall(double epsilon)
    {
        if (_terms > MostExact)
        {
            double log = -Math.Log(epsilon);
            return Math.Max(0, (log / 3) + Math.Sqrt((log * log / 9) + (2 * _variance * log)) - _mean);
        }
        // Fewer than -offset - x terms come true: x + 1 or more people too many.
        double chance = 0;
        for (int i = 0; i <= _terms; i++)
        {
            chance += _law[i];
            if (chance > epsilon)
                return Math.Max(0, -_offset - i);
        }
        return Math.Max(0, -_offset);
    }

    // A term adds 1 with its chance, and its base (0 or -1) for certain.
    private void Add(double chance, int certain)
    {
        if (chance <= Certain || chance >= 1 - Certain)
        {
            int whole = certain + (chance > 0.5 ? 1 : 0);
            _offset += whole;
            _mean += whole;
            return;
        }
        _offset += certain;
        double spread = chance * (1 - chance);
        _mean += chance + certain;
        _variance += spread;
        _third += spread * (1 - (2 * chance));
        _terms++;
        if (_terms > MostExact)
            return;
        _law[_terms] = _law[_terms - 1] * chance;
        for (int i = _terms - 1; i > 0; i--)
            _law[i] = (_law[i] * (1 - chance)) + (_law[i - 1] * chance);
        _law[0] *= 1 - chance;
    }

    private double Exact()
    {
        int most = -_offset;
        if (most < 0)
            return 0;
        if (most >= _terms)
            return 1;
        double chance = 0;
        for (int i = 0; i <= most; i++)
            chance += _law[i];
        return chance;
    }
}
