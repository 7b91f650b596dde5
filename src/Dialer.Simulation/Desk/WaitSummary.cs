namespace Dialer.Simulation.Desk;

/// <summary>Seconds waited, over all who were offered; those who hung up with their time until then.</summary>
public readonly record struct WaitSummary(double Mean, double Median, double P95, double P99, double Max)
{
    /// <param name="waits">Sorted here.</param>
    public static WaitSummary Of(List<double> waits)
    {
        if (waits.Count == 0)
            return default;
        waits.Sort();
        return new WaitSummary(waits.Average(), At(waits, 0.5), At(waits, 0.95), At(waits, 0.99), waits[^1]);
    }

    /// <summary>The least that so large a share waited at most.</summary>
    private static double At(List<double> sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Count) - 1, 0, sorted.Count - 1)];
}
