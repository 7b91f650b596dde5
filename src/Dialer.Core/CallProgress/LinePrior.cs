namespace Dialer.Core.CallProgress;

/// <summary>
/// How much more often machines than people answered with such evidence, on a campaign's own calls: each of ring time,
/// pattern and past counted by itself, their log odds added. What all calls have in common is not in it: the
/// thresholds of the analysis know that already. For one thread.
/// </summary>
public sealed class LinePrior
{
    /// <summary>Fewer answers of either kind say nothing.</summary>
    public const int LeastOfEach = 200;

    /// <summary>However one-sided the evidence, what is heard outweighs it.</summary>
    public const float Most = 2f;

    /// <summary>The upper ends of the ring times, ms; beyond the last is one more. An old count fades when there are so many.</summary>
    private static readonly int[] RingEnds = [500, 2000, 5000, 9000, 14_000, 19_000, 24_000, 30_000];
    private const int MostCounted = 100_000;

    private readonly Counts _ring = new(RingEnds.Length + 1), _pattern = new(3), _past = new(3);
    private double _people, _machines;

    /// <summary>Answers counted of which a person was at the other end.</summary>
    public int People => (int)_people;

    public int Machines => (int)_machines;

    public void Learn(in LineEvidence evidence, bool machine)
    {
        if (_people + _machines >= MostCounted)
            Fade();
        if (machine)
            _machines++;
        else
            _people++;
        _ring.Add(RingBin(evidence.RingMs), machine);
        _pattern.Add((int)evidence.Pattern, machine);
        _past.Add((int)evidence.Past, machine);
    }

    /// <summary>To be added to the logit of the second stage; 0 until enough is known.</summary>
    public float LogOdds(in LineEvidence evidence)
    {
        if (_people < LeastOfEach || _machines < LeastOfEach)
            return 0f;
        double sum = _ring.LogOdds(RingBin(evidence.RingMs), _people, _machines)
            + _pattern.LogOdds((int)evidence.Pattern, _people, _machines)
            + _past.LogOdds((int)evidence.Past, _people, _machines);
        return (float)Math.Clamp(sum, -Most, Most);
    }

    private static int RingBin(int ringMs)
    {
        int bin = 0;
        while (bin < RingEnds.Length && ringMs >= RingEnds[bin])
            bin++;
        return bin;
    }

    private void Fade()
    {
        _people /= 2;
        _machines /= 2;
        _ring.Fade();
        _pattern.Fade();
        _past.Fade();
    }

    private sealed class Counts(int bins)
    {
        private readonly double[] _people = new double[bins], _machines = new double[bins];

        public void Add(int bin, bool machine) => (machine ? _machines : _people)[bin]++;

        /// <summary>A seldom bin says little: as if each had been seen ten times beside the rest, in the usual share.</summary>
        public double LogOdds(int bin, double people, double machines)
        {
            const double seen = 10;
            double all = (_people[bin] + _machines[bin] + 1) / (people + machines + bins);
            return Math.Log((_machines[bin] + seen * all) / (machines + seen)) - Math.Log((_people[bin] + seen * all) / (people + seen));
        }

        public void Fade()
        {
            for (int i = 0; i < bins; i++)
                (_people[i], _machines[i]) = (_people[i] / 2, _machines[i] / 2);
        }
    }
}
