using Dialer.Core.Time;

namespace Dialer.Simulation.Public;

/// <summary>A duration's distribution, in seconds, as a scenario names it.</summary>
public sealed record Distribution
{
    /// <summary>Redraws beyond a limit before the limit itself is taken; a distribution that lies beyond it whole must end.</summary>
    private const int MaxRedraws = 200;

    /// <summary>Nobody reaches a machine's pick-up earlier than this: the floor of a clipped normal ring time.</summary>
    private const double NormalFloorSeconds = 4;

    public required DistributionKind Kind { get; init; }

    /// <summary>Mean in seconds, of the whole (a gamma's includes <see cref="Min"/>). Unused in a mixture.</summary>
    public double Mean { get; init; }

    /// <summary>Gamma: shape of the part above <see cref="Min"/>.</summary>
    public double Shape { get; init; } = 1;

    /// <summary>Gamma: smallest value.</summary>
    public double Min { get; init; }

    /// <summary>Normal: standard deviation.</summary>
    public double Sd { get; init; }

    /// <summary>Lognormal: standard deviation / mean.</summary>
    public double Cv { get; init; }

    public IReadOnlyList<MixturePart> Parts { get; init; } = [];

    public static Distribution Constant(double seconds) => new() { Kind = DistributionKind.Constant, Mean = seconds };

    public static Distribution Exponential(double mean) => new() { Kind = DistributionKind.Exponential, Mean = mean };

    public static Distribution Gamma(double mean, double shape, double min) => new() { Kind = DistributionKind.Gamma, Mean = mean, Shape = shape, Min = min };

    public static Distribution Normal(double mean, double sd) => new() { Kind = DistributionKind.Normal, Mean = mean, Sd = sd };

    public static Distribution Lognormal(double mean, double cv) => new() { Kind = DistributionKind.Lognormal, Mean = mean, Cv = cv };

    public static Distribution Mixture(params MixturePart[] parts) => new() { Kind = DistributionKind.Mixture, Parts = parts };

    /// <summary>Mean in seconds, of mixtures too; of a normal cut at 0 about.</summary>
    public double MeanSeconds => Kind == DistributionKind.Mixture
        ? Parts.Sum(part => part.Weight * part.Of.MeanSeconds) / Parts.Sum(part => part.Weight)
        : Mean;

    /// <summary>Seconds, 0 or more.</summary>
    public double Draw(SeededRandom random) => Kind switch
    {
        DistributionKind.Constant => Mean,
        DistributionKind.Exponential => -Mean * Math.Log(1 - random.NextDouble()),
        DistributionKind.Gamma => Min + (StandardGamma(random, Shape) * (Mean - Min) / Shape),
        DistributionKind.Normal => Math.Max(0, Mean + (Sd * StandardNormal(random))),
        DistributionKind.Lognormal => Math.Exp(LogMean + (LogSd * StandardNormal(random))),
        DistributionKind.Mixture => Pick(random).Draw(random),
    };

    /// <summary>A ring time: drawn again beyond the time-out; a normal is clipped to 4 s and the time-out instead.</summary>
    public double DrawRing(SeededRandom random, double timeout)
    {
        if (Kind == DistributionKind.Mixture)
            return Pick(random).DrawRing(random, timeout);
        if (Kind == DistributionKind.Normal)
            return Math.Clamp(Mean + (Sd * StandardNormal(random)), Math.Min(NormalFloorSeconds, timeout), timeout);
        for (int tries = 0; tries < MaxRedraws; tries++)
        {
            double drawn = Draw(random);
            if (drawn <= timeout)
                return drawn;
        }
        return timeout;
    }

    /// <summary>A share of 1 with a beta distribution of this mean and standard deviation, by two gamma variates; <paramref name="sd"/> 0: the mean.</summary>
    internal static double DrawBeta(SeededRandom random, double mean, double sd)
    {
        if (sd <= 0)
            return mean;
        double weight = (mean * (1 - mean) / (sd * sd)) - 1;
        double yes = StandardGamma(random, mean * weight);
        double no = StandardGamma(random, (1 - mean) * weight);
        return yes + no <= 0 ? mean : yes / (yes + no);
    }

    private double LogSd => Math.Sqrt(Math.Log(1 + (Cv * Cv)));

    private double LogMean => Math.Log(Mean) - (0.5 * Math.Log(1 + (Cv * Cv)));

    private Distribution Pick(SeededRandom random)
    {
        double total = 0;
        foreach (var part in Parts)
            total += part.Weight;
        double at = random.NextDouble() * total;
        foreach (var part in Parts)
        {
            at -= part.Weight;
            if (at < 0)
                return part.Of;
        }
        return Parts[^1].Of;
    }

    private static double StandardNormal(SeededRandom random)
    {
        // Box and Muller: two uniforms a draw whatever they are, so that streams stay aligned.
        double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
        return radius * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    /// <summary>Marsaglia and Tsang, ACM TOMS 26(3), 2000; below shape 1 by their boost.</summary>
    private static double StandardGamma(SeededRandom random, double shape)
    {
        if (shape < 1)
            return StandardGamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = StandardNormal(random);
            double v = 1 + (c * x);
            if (v <= 0)
                continue;
            v = v * v * v;
            if (Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
