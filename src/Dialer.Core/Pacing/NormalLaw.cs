namespace Dialer.Core.Pacing;

/// <summary>The standard normal distribution. The framework has no error function.</summary>
internal static class NormalLaw
{
    private const double RootTwoPi = 2.5066282746310002;

    public static double Density(double z) => Math.Exp(-0.5 * z * z) / RootTwoPi;

    public static double Below(double z) => z < 0 ? Above(-z) : 1 - Above(z);

    /// <summary>
    /// P(Z > z). For z from 0: W. J. Cody's rational form as in Hart's algorithm 5666 (G. West, "Better
    /// approximations to cumulative normal functions", 2005); relative error under 1e-14 to z = 7, a continued fraction beyond.
    /// </summary>
    public static double Above(double z)
    {
        if (z < 0)
            return 1 - Above(-z);
        if (z > 37)
            return 0;
        double e = Math.Exp(-0.5 * z * z);
        if (z < 7.07106781186547)
        {
            double top = ((((((((0.0352624965998911 * z) + 0.700383064443688) * z) + 6.37396220353165) * z) + 33.912866078383) * z) + 112.079291497871) * z;
            top = ((top + 221.213596169931) * z) + 220.206867912376;
            double bottom = ((((((((0.0883883476483184 * z) + 1.75566716318264) * z) + 16.064177579207) * z) + 86.7807322029461) * z) + 296.564248779674) * z;
            bottom = ((((bottom + 637.333633378831) * z) + 793.826512519948) * z) + 440.413735824752;
            return e * top / bottom;
        }
        double fraction = z + (1 / (z + (2 / (z + (3 / (z + (4 / (z + 0.65))))))));
        return e / fraction / RootTwoPi;
    }

    /// <summary>-ln P(Z > z), where the tail itself would underflow.</summary>
    public static double CumulativeHazard(double z) =>
        z < 30 ? -Math.Log(Above(z)) : (0.5 * z * z) + Math.Log(z * RootTwoPi);

}
