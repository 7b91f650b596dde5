namespace Dialer.Simulation.Virtual;

/// <summary>Mean and spread of measured durations, seconds.</summary>
public readonly record struct MeasuredTimes(int Count, double Mean, double Sd, double Least)
{
    public static MeasuredTimes Of(IReadOnlyCollection<double> seconds)
    {
        if (seconds.Count == 0)
            return default;
        double mean = seconds.Average();
        double variance = seconds.Sum(s => (s - mean) * (s - mean)) / Math.Max(1, seconds.Count - 1);
        return new MeasuredTimes(seconds.Count, mean, Math.Sqrt(variance), seconds.Min());
    }
}
