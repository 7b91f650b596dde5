using System.Numerics;

namespace Dialer.Core.Pacing;

/// <summary>
/// The chance that a person answers one call, from what is known of it before (<see cref="CallTraits"/>), and how long it rings:
/// a logistic regression whose weights are drawn towards nothing (a normal prior each), learned call by call with the
/// covariance of all weights (an extended Kalman filter; West, Harrison and Migon 1985), so that traits that go together share
/// what they explain. Old data fades into the prior over about <see cref="Memory"/> calls. It judges calls beside each
/// other; how well the campaign's calls are answered at this moment is <see cref="AnswerModel"/>'s to know, and the hour's and
/// weekday's own effect, which all calls share, is left to it. Judging and learning allocate nothing.
/// </summary>
public sealed class LeadModel
{
    /// <summary>Of the table of traits below.</summary>
    public const int Version = 1;

    /// <summary>Fewer calls and answers judge nothing.</summary>
    private const int EnoughDials = 1000;
    private const int EnoughAnswers = 40;

    private const double Memory = 300_000;
    private const int FadeEvery = 256;

    /// <summary>Of the logarithm of a ring time around what its traits say.</summary>
    private const double RingVariance = 0.35;

    /// <summary>A call's chance beside that of one without particulars is never believed to be further from it.</summary>
    private const double MostFactor = 8;

    /// <summary>Calls with a trait, standard deviations and size of its effect from which on it is told.</summary>
    private const int EnoughToSay = 100;
    private const double SureDeviations = 2.5;
    private const double LeastEffect = 0.04;

    private const int Families = 13;
    private const int RingFamilies = 5;
    private static readonly int[] Sizes = [1, 24, 7, CallTraits.TriesCounted, CallTraits.Results, CallTraits.Gaps, CallTraits.Ages, CallTraits.Kinds * CallTraits.Parts, CallTraits.OwnHours, CallTraits.OwnAnswers, CallTraits.Lists, CallTraits.Regions, CallTraits.Kinds * 2];
    private static readonly double[] PriorDeviations = [2, 0.3, 0.1, 0.25, 0.2, 0.15, 0.1, 0.25, 0.12, 0.5, 0.3, 0.12, 0.1];

    /// <summary>Families whose effect every call of the moment shares: the level, the hour, the weekday.</summary>
    private const int Shared = 3;
    private static readonly int[] Starts = StartsOf(Sizes);
    private static readonly int All = Sizes.Sum();

    /// <summary>A fifth of the calls are answered, until more is known.</summary>
    private static readonly double LevelGuess = Math.Log(0.2 / 0.8);

    private readonly double[] _weights = new double[All];
    private readonly double[] _priors = new double[All];

    // All by All, rows padded to whole vectors.
    private static readonly int Stride = (All + Vector<double>.Count - 1) / Vector<double>.Count * Vector<double>.Count;
    private readonly double[] _covariance = new double[All * Stride];
    private readonly double[] _gain = new double[Stride];

    // Calls that had both of two traits, as far as they are remembered; of the level with each: all that had it.
    private readonly double[] _together = new double[All * Stride];
    private readonly double[] _rings = new double[All];
    private readonly double[] _ringVariances = new double[All];
    private double _ringMean;
    private double _ringCount;
    private int _sinceFade;
    private readonly Reliability _reliability = new();

    public LeadModel()
    {
        for (int family = 0; family < Families; family++)
            for (int i = Starts[family]; i < Starts[family] + Sizes[family]; i++)
            {
                _priors[i] = PriorDeviations[family] * PriorDeviations[family];
                _covariance[(i * Stride) + i] = _priors[i];
                _ringVariances[i] = 0.04;
            }
        _weights[0] = LevelGuess;
    }

    public double KnownDials { get; private set; }

    public double KnownAnswers { get; private set; }

    public bool Judges => KnownDials >= EnoughDials && KnownAnswers >= EnoughAnswers;

    /// <summary>Has it learned since <see cref="State"/> was last asked for?</summary>
    public bool HasNews { get; private set; }

    /// <summary>The chance that a person answers such a call, as far as this model knows by itself.</summary>
    public double ChanceOf(in CallTraits traits) => Logistic(Score(traits));

    /// <summary>How such a call stands beside those of its campaign; not judged while too little is known.</summary>
    public LeadChance Judge(in CallTraits traits)
    {
        if (!traits.IsKnown || !Judges)
            return default;
        double shared = SharedScore(traits);
        double factor = Logistic(Score(traits)) / Logistic(shared);
        double ring = 0;
        Span<int> at = stackalloc int[Families];
        Places(traits, at);
        for (int k = 0; k < RingFamilies; k++)
            ring += _rings[at[RingFamily(k)]];
        return new LeadChance((float)Math.Clamp(factor, 1 / MostFactor, MostFactor), (float)Math.Clamp(Math.Exp(ring), 0.5, 2));
    }

    /// <summary>A call has ended.</summary>
    /// <param name="answered">By a person.</param>
    public void Learn(in CallTraits traits, bool answered)
    {
        if (!traits.IsKnown)
            return;
        Span<int> at = stackalloc int[Families];
        Places(traits, at);
        double score = 0;
        foreach (int i in at)
        {
            score += _weights[i];
            foreach (int other in at)
                _together[(i * Stride) + other]++;
        }
        double chance = Logistic(score);
        if (Judges)
            _reliability.Add(chance, answered);
        Update(at, chance, answered ? 1 : 0);
        KnownDials = Math.Min(KnownDials + 1, Memory);
        KnownAnswers += answered ? 1 : 0;
        HasNews = true;
        if (++_sinceFade == FadeEvery)
            Fade();
    }

    /// <summary>A person has answered after so many seconds.</summary>
    public void LearnRing(in CallTraits traits, double seconds)
    {
        if (!traits.IsKnown)
            return;
        double log = Math.Log(Math.Max(seconds, 0.5));
        _ringCount = Math.Min(_ringCount + 1, 2000);
        _ringMean += (log - _ringMean) / _ringCount;
        if (_ringCount < EnoughAnswers)
            return;
        Span<int> at = stackalloc int[Families];
        Places(traits, at);
        double said = 0;
        double variance = RingVariance;
        for (int k = 0; k < RingFamilies; k++)
        {
            said += _rings[at[RingFamily(k)]];
            variance += _ringVariances[at[RingFamily(k)]];
        }
        double surprise = (log - _ringMean - said) / variance;
        for (int k = 0; k < RingFamilies; k++)
        {
            int i = at[RingFamily(k)];
            _rings[i] += _ringVariances[i] * surprise;
            _ringVariances[i] -= _ringVariances[i] * _ringVariances[i] / variance;
        }
    }

    /// <summary>
    /// What is worth saying of it: how calls that have a trait stand beside all, with whatever else goes along with it, where that is
    /// surely more than nothing; the strongest first. Allocates.
    /// </summary>
    public IReadOnlyList<TraitEffect> Effects()
    {
        var effects = new List<TraitEffect>();
        double[] apart = new double[All];
        for (int family = Shared; family < Families; family++)
            for (int value = 0; value < Sizes[family]; value++)
            {
                int i = Starts[family] + value;
                if (_together[(i * Stride) + i] < EnoughToSay)
                    continue;
                double effect = Compare(i, apart);
                double deviation = Math.Sqrt(Math.Max(0, VarianceOf(apart)));
                if (Math.Abs(effect) > SureDeviations * deviation && Math.Abs(effect) > LeastEffect)
                    effects.Add(new TraitEffect(TraitWords.Of(family - Shared, value), Math.Exp(effect), Math.Exp(effect - (2 * deviation)), Math.Exp(effect + (2 * deviation))));
            }
        effects.Sort((a, b) => Math.Abs(Math.Log(b.Times)).CompareTo(Math.Abs(Math.Log(a.Times))));
        return effects;
    }

    /// <summary>How often calls with the trait have each other trait, less how often all have it; returns what that makes of the logit.</summary>
    private double Compare(int trait, double[] apart)
    {
        double of = _together[(trait * Stride) + trait];
        double all = _together[0];
        double effect = 0;
        for (int i = Starts[Shared]; i < All; i++)
        {
            apart[i] = (_together[(trait * Stride) + i] / of) - (_together[i] / all);
            effect += apart[i] * _weights[i];
        }
        return effect;
    }

    private double VarianceOf(double[] apart)
    {
        double variance = 0;
        for (int row = Starts[Shared]; row < All; row++)
            if (apart[row] != 0)
                for (int column = Starts[Shared]; column < All; column++)
                    variance += apart[row] * _covariance[(row * Stride) + column] * apart[column];
        return variance;
    }

    /// <summary>Chances said and what came of them.</summary>
    public IReadOnlyList<ReliabilityBin> Reliabilities() => _reliability.Bins();

    /// <summary>To be kept. Allocates.</summary>
    public LeadModelState State()
    {
        HasNews = false;
        float[] triangle = new float[All * (All + 1) / 2];
        int at = 0;
        for (int row = 0; row < All; row++)
            for (int column = 0; column <= row; column++)
                triangle[at++] = (float)_covariance[(row * Stride) + column];
        return new LeadModelState(Version, KnownDials, KnownAnswers, [.. _weights.Select(weight => (float)weight)], triangle, [.. _rings.Select(ring => (float)ring), (float)_ringMean, (float)_ringCount],
            [.. _ringVariances.Select(variance => (float)variance)])
        {
            Effects = Effects(),
            Reliability = Reliabilities(),
        };
    }

    /// <summary>What was kept. False: it does not fit, and nothing is taken over.</summary>
    public bool Restore(LeadModelState state)
    {
        bool fits = state.Version == Version && state.Weights.Count == All && state.Covariance.Count == All * (All + 1) / 2 && state.Rings.Count == All + 2
            && state.RingVariances.Count == All && state.Weights.All(float.IsFinite) && state.Covariance.All(float.IsFinite) && state.Rings.All(float.IsFinite)
            && state.RingVariances.All(variance => variance >= 0) && state.Dials >= 0 && state.Answers >= 0;
        if (!fits)
            return false;
        int at = 0;
        for (int row = 0; row < All; row++)
        {
            (_weights[row], _rings[row], _ringVariances[row]) = (state.Weights[row], state.Rings[row], state.RingVariances[row]);
            for (int column = 0; column <= row; column++)
                _covariance[(row * Stride) + column] = _covariance[(column * Stride) + row] = state.Covariance[at++];
        }
        (_ringMean, _ringCount) = (state.Rings[All], state.Rings[All + 1]);
        (KnownDials, KnownAnswers) = (state.Dials, state.Answers);
        return true;
    }

    private void Update(ReadOnlySpan<int> at, double chance, double answered)
    {
        Array.Clear(_gain);
        var gain = _gain.AsSpan();
        foreach (int i in at)
            Add(gain, _covariance.AsSpan(i * Stride, Stride), 1);
        double variance = 0;
        foreach (int i in at)
            variance += gain[i];
        double information = Math.Max(chance * (1 - chance), 1e-5);
        double scale = 1 / (1 + (information * variance));
        Add(_weights.AsSpan(), gain[..All], (answered - chance) * scale);
        double shrink = -information * scale;
        for (int row = 0; row < All; row++)
            if (gain[row] != 0)
                Add(_covariance.AsSpan(row * Stride, Stride), gain, shrink * gain[row]);
    }

    private static void Add(Span<double> to, ReadOnlySpan<double> from, double times)
    {
        int i = 0;
        var factor = new Vector<double>(times);
        for (; i <= to.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to[i..]) + (new Vector<double>(from[i..]) * factor)).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] += from[i] * times;
    }

    /// <summary>Towards the prior: of what was learned long ago less is believed each time. It also heals rounding.</summary>
    private void Fade()
    {
        _sinceFade = 0;
        const double Keep = 1 - (FadeEvery / Memory);
        for (int row = 0; row < All; row++)
        {
            var line = _covariance.AsSpan(row * Stride, Stride);
            for (int column = 0; column < All; column++)
            {
                line[column] *= Keep;
                _together[(row * Stride) + column] *= Keep;
            }
            line[row] += (1 - Keep) * _priors[row];
            if (row > 0)
                _weights[row] *= Keep;
        }
        for (int i = 0; i < All; i++)
        {
            _rings[i] *= Keep;
            _ringVariances[i] = (_ringVariances[i] * Keep) + ((1 - Keep) * 0.04);
        }
    }

    private double Score(in CallTraits traits)
    {
        Span<int> at = stackalloc int[Families];
        Places(traits, at);
        double score = 0;
        foreach (int i in at)
            score += _weights[i];
        return score;
    }

    private double SharedScore(in CallTraits traits) => _weights[0] + _weights[Starts[1] + traits.Hour] + _weights[Starts[2] + traits.Weekday];

    private static void Places(in CallTraits traits, Span<int> at)
    {
        at[0] = 0;
        at[1] = Starts[1] + traits.Hour;
        at[2] = Starts[2] + traits.Weekday;
        at[3] = Starts[3] + traits.Tries;
        at[4] = Starts[4] + traits.LastResult;
        at[5] = Starts[5] + traits.Gap;
        at[6] = Starts[6] + traits.Age;
        at[7] = Starts[7] + (traits.Kind * CallTraits.Parts) + traits.Part;
        at[8] = Starts[8] + traits.OwnMisses;
        at[9] = Starts[9] + traits.OwnAnswer;
        at[10] = Starts[10] + traits.List;
        at[11] = Starts[11] + traits.Region;
        at[12] = Starts[12] + (traits.Kind * 2) + (traits.IsWeekend ? 1 : 0);
    }

    /// <summary>What a ring time may depend on: tries, kind of number and part of the day, own answers, list, region.</summary>
    private static int RingFamily(int k) => k switch
    {
        0 => 3,
        1 => 7,
        2 => 9,
        3 => 10,
        _ => 11,
    };

    private static double Logistic(double score) => 1 / (1 + Math.Exp(-score));

    private static int[] StartsOf(int[] sizes)
    {
        int[] starts = new int[sizes.Length];
        for (int family = 1; family < sizes.Length; family++)
            starts[family] = starts[family - 1] + sizes[family - 1];
        return starts;
    }

    private sealed class Reliability
    {
        /// <summary>Calls after which what was said and seen counts half.</summary>
        private const double HalfLife = 50_000;
        private static readonly double[] Edges = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5];
        private readonly double[] _calls = new double[Edges.Length + 1];
        private readonly double[] _said = new double[Edges.Length + 1];
        private readonly double[] _answered = new double[Edges.Length + 1];
        private int _since;

        public void Add(double chance, bool answered)
        {
            int bin = 0;
            while (bin < Edges.Length && chance > Edges[bin])
                bin++;
            _calls[bin]++;
            _said[bin] += chance;
            _answered[bin] += answered ? 1 : 0;
            if (++_since < 1000)
                return;
            _since = 0;
            double keep = Math.Pow(0.5, 1000 / HalfLife);
            for (int i = 0; i < _calls.Length; i++)
                (_calls[i], _said[i], _answered[i]) = (_calls[i] * keep, _said[i] * keep, _answered[i] * keep);
        }

        public List<ReliabilityBin> Bins()
        {
            var bins = new List<ReliabilityBin>();
            for (int i = 0; i < _calls.Length; i++)
                if (_calls[i] >= 1)
                    bins.Add(new ReliabilityBin(_calls[i], _said[i] / _calls[i], _answered[i] / _calls[i]));
            return bins;
        }
    }
}
