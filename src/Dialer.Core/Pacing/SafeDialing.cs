namespace Dialer.Core.Pacing;

/// <summary>
/// The most dialing that abandons nobody, and how many people it reaches: what is left to fall back on when the budget is spent.
/// <para>
/// With F agents free, m(F) lines may ring at once: the most for which the chance that more than F of them are answered by
/// people is at most <see cref="Risk"/>, by Chernoff's bound for a binomial sum, P(S >= k) at most exp(-m KL(k/m, p)), with the
/// answer rate taken high. One line per free agent where few are free; three where ten are free and 3 of 100 answer.
/// </para>
/// <para>
/// How many people that reaches is the flow of a birth and death chain over the busy agents: up at m(F) r / T, with the
/// rate taken low and T the mean time of a dialing; down at b / s. Its stationary law depends on the service time only through the mean
/// (a loss system with state-dependent arrivals; Kelly 1979), so that the shape of the conversations does not matter.
/// </para>
/// </summary>
internal sealed class SafeDialing
{
    /// <summary>The chance, at each level of lines, that somebody finds nobody: a thousandth of what the guard risks in all.</summary>
    public const double Risk = 1e-9;

    /// <summary>More agents than these reach more people each, and are counted as if they did not.</summary>
    public const int MostAgents = 64;

    private readonly double[] _lines = new double[MostAgents + 1];
    private double _rate = -1;

    /// <summary>The lines that may ring for each number of free agents, from the answer rate to be safe against.</summary>
    public void Prepare(double worstRate)
    {
        if (Math.Abs(worstRate - _rate) <= 0.01 * _rate)
            return;
        _rate = worstRate;
        for (int free = 1; free <= MostAgents; free++)
            _lines[free] = MostLines(free, worstRate);
    }

    public double LinesFor(int free) => _lines[Math.Min(free, MostAgents)] * Math.Max(1, (double)free / MostAgents);

    /// <summary>People whom one agent of so many reaches in a second.</summary>
    /// <param name="sureRate">The answer rate that may be counted on.</param>
    /// <param name="service">Mean seconds of talk and wrap-up.</param>
    /// <param name="dialSeconds">Mean seconds of a dialing.</param>
    public double ReachedPerSecond(int agents, double sureRate, double service, double dialSeconds)
    {
        int n = Math.Clamp(agents, 1, MostAgents);
        double each = sureRate / dialSeconds;
        double weight = 1;
        double sum = 1;
        double flow = _lines[n] * each;
        double reached = flow;
        for (int busy = 1; busy <= n; busy++)
        {
            weight *= flow * service / busy;
            flow = _lines[n - busy] * each;
            sum += weight;
            reached += weight * flow;

            // Long products of great terms: what counts are the ratios.
            if (sum > 1e200)
                (weight, sum, reached) = (weight / sum, 1, reached / sum);
        }
        return reached / sum / n;
    }

    private static double MostLines(int free, double rate)
    {
        double low = free;
        double high = free / Math.Max(rate, 1e-3);
        if (rate >= 0.5 || high <= low)
            return free;
        double bound = -Math.Log(Risk);
        for (int step = 0; step < 30; step++)
        {
            double lines = 0.5 * (low + high);
            if (lines < free + 1 || Exponent(free + 1, lines, rate) >= bound)
                low = lines;
            else
                high = lines;
        }
        return Math.Max(free, Math.Floor(low));
    }

    /// <summary>m KL(k/m, p); infinite where fewer lines than k ring.</summary>
    private static double Exponent(double answers, double lines, double rate)
    {
        double share = answers / lines;
        if (share >= 1)
            return answers * -Math.Log(rate);
        return lines * ((share * Math.Log(share / rate)) + ((1 - share) * Math.Log((1 - share) / (1 - rate))));
    }
}
