namespace Dialer.Server.Monitoring;

/// <summary>Keeps the last <see cref="Capacity"/> measured spans; percentiles are of these.</summary>
internal sealed class LatencySample
{
    public const int Capacity = 20_000;

    private readonly double[] _milliseconds = new double[Capacity];
    private long _count;

    public void Add(TimeSpan span) => _milliseconds[_count++ % Capacity] = span.TotalMilliseconds;

    public LatencyView View()
    {
        int kept = (int)Math.Min(_count, Capacity);
        if (kept == 0)
            return new LatencyView(null, null, null, 0);
        double[] sorted = _milliseconds[..kept];
        Array.Sort(sorted);
        return new LatencyView(At(sorted, 0.50), At(sorted, 0.95), At(sorted, 0.99), (int)Math.Min(_count, int.MaxValue));
    }

    /// <summary>Nearest rank.</summary>
    private static double At(double[] sorted, double share) =>
        Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 3);
}
