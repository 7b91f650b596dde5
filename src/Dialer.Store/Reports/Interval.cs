namespace Dialer.Store.Reports;

/// <summary>A share with its Wilson score interval (95 %).</summary>
public readonly record struct Interval(double Share, double Low, double High)
{
    private const double Z = 1.959964;

    /// <param name="count">Successes among <paramref name="of"/>.</param>
    /// <param name="originals">Independent originals behind them: variations of one clip are one sample.</param>
    public static Interval Wilson(int count, int of, int originals)
    {
        if (of == 0 || originals == 0)
            return new Interval(double.NaN, 0, 1);
        double p = count / (double)of, n = Math.Min(of, originals), z2 = Z * Z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.Sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new Interval(p, Math.Max(0, centre - half), Math.Min(1, centre + half));
    }

    public static Interval Wilson(int count, int of) => Wilson(count, of, of);
}
