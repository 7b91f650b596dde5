using System.Numerics;

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

    // Convolved when the law is asked for: of more than it holds nothing is.
    private readonly double[] _chances = new double[MostExact];
    private int _convolved;
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
        (_terms, _convolved) = (0, 0);
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
        if (IsExact)
            return Exact();
        double deviation = Math.Sqrt(_variance);
        double z = (0.5 - _mean) / deviation;
        double skewness = _third / (_variance * deviation);
        double chance = NormalLaw.Below(z) - (skewness * ((z * z) - 1) * NormalLaw.Density(z) / 6);
        return Math.Clamp(chance, 0, 1);
    }

    /// <summary>Whether <see cref="ChanceOfShort"/> can be asked.</summary>
    public bool IsExact => _terms <= MostExact;

    /// <summary>Most people who can find no agent.</summary>
    public int MostShort => Math.Max(0, -_offset);

    /// <summary>The chance that exactly so many people, one or more, find no agent.</summary>
    public double ChanceOfShort(int people)
    {
        Convolve();
        int cameTrue = -_offset - people;
        return cameTrue >= 0 && cameTrue <= _terms ? _law[cameTrue] : 0;
    }

    /// <summary>
    /// The least number of people of whom more find no agent with a chance of at most <paramref name="epsilon"/>.
    /// By Bernstein's inequality for sums of independent terms in [0, 1], which is no approximation but a bound:
    /// P(S - E[S] >= t) is at most exp(-t^2 / (2 (v + t / 3))).
    /// </summary>
    public double Shortfall(double epsilon)
    {
        double log = -Math.Log(epsilon);
        return Math.Max(0, (log / 3) + Math.Sqrt((log * log / 9) + (2 * _variance * log)) - _mean);
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
        if (_terms < MostExact)
            _chances[_terms] = chance;
        _terms++;
    }

    private void Convolve()
    {
        for (; _convolved < _terms; _convolved++)
        {
            double chance = _chances[_convolved];
            _law[_convolved + 1] = _law[_convolved] * chance;
            Convolve(_law, _convolved, chance);
            _law[0] *= 1 - chance;
        }
    }

    /// <summary>Elements 1 to <paramref name="last"/>, from the end, some at once: each needs the one before it as it was.</summary>
    private static void Convolve(double[] law, int last, double chance)
    {
        var comes = new Vector<double>(chance);
        var stays = new Vector<double>(1 - chance);
        int i = last - Vector<double>.Count + 1;
        for (; i >= 1; i -= Vector<double>.Count)
            ((new Vector<double>(law, i) * stays) + (new Vector<double>(law, i - 1) * comes)).CopyTo(law, i);
        for (i += Vector<double>.Count - 1; i > 0; i--)
            law[i] = (law[i] * (1 - chance)) + (law[i - 1] * chance);
    }

    private double Exact()
    {
        int most = -_offset;
        if (most < 0)
            return 0;
        if (most >= _terms)
            return 1;
        Convolve();
        double chance = 0;
        for (int i = 0; i <= most; i++)
            chance += _law[i];
        return chance;
    }
}
