namespace Dialer.Tools.Amd;

/// <summary>A share over voices, each voice counting once: calls of one voice err together, so that the voices, and not the calls, are the sample.</summary>
/// <param name="Voices">How many.</param>
/// <param name="Mean">Of the voices' shares.</param>
/// <param name="Spread">Their standard deviation.</param>
/// <param name="Low">95 % interval of the mean, by the voices.</param>
internal readonly record struct VoiceSpread(int Voices, double Mean, double Spread, double Low, double High)
{
    /// <summary>95 % quantile of Student's t, by degrees of freedom; beyond the table the normal one.</summary>
    private static readonly double[] T = [12.71, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131];

    public static VoiceSpread Of(IReadOnlyList<double> shares)
    {
        int n = shares.Count;
        if (n == 0)
            return new VoiceSpread(0, double.NaN, double.NaN, 0, 1);
        double mean = shares.Average();
        if (n == 1)
            return new VoiceSpread(1, mean, double.NaN, 0, 1);
        double spread = Math.Sqrt(shares.Sum(s => (s - mean) * (s - mean)) / (n - 1));
        double half = (n - 2 < T.Length ? T[n - 2] : 2.0) * spread / Math.Sqrt(n);
        return new VoiceSpread(n, mean, spread, Math.Max(0, mean - half), Math.Min(1, mean + half));
    }
}
