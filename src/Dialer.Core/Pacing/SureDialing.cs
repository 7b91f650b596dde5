namespace Dialer.Core.Pacing;

/// <summary>
/// The guard's way home: the dialing that abandons nobody. So many calls ring for F free agents that more than F people
/// answer with at most a given chance; one line per free agent always may. How many answers may be expected of the calls
/// in flight is the mean of a Poisson count, whose tail is above that of any sum of independent calls of the same mean
/// (Anderson and Samuels 1967), so that the table needs no answer rate: a cold list rings more lines for the same answers.
/// <para>
/// What it reaches is the flow of a birth and death chain over the busy agents: with F free, people answer at the rate of
/// the answers expected in flight over their mean ring time (Little's law); each busy agent is free again at the rate of
/// one over the mean service. Agents who become free while calls ring are not counted on.
/// </para>
/// </summary>
internal sealed class SureDialing
{
    /// <summary>States of the chain. An agent of a larger team reaches no fewer people than one of so many.</summary>
    private const int MostAgents = 128;

    private readonly double[] _expected = new double[MostAgents + 1];

    /// <param name="risk">The chance with which somebody may find no agent, at each moment.</param>
    public SureDialing(double risk)
    {
        for (int free = 1; free <= MostAgents; free++)
            _expected[free] = GreatestMean(free, _expected[free - 1], risk);
    }

    /// <summary>Answers that may be expected of the calls in flight for so many free agents.</summary>
    public double Expected(int free) => _expected[Math.Min(free, MostAgents)];

    /// <summary>People reached by each agent in a second.</summary>
    /// <param name="agents">1 or more.</param>
    /// <param name="perLine">People whom one line reaches in a second.</param>
    /// <param name="perExpected">People who answer in a second for each answer that is expected at worst.</param>
    /// <param name="serviceSeconds">Mean talk and wrap-up.</param>
    public double Flow(int agents, double perLine, double perExpected, double serviceSeconds)
    {
        int all = Math.Clamp(agents, 1, MostAgents);
        double weight = 1;
        double total = 1;
        double busyTotal = 0;
        for (int busy = 1; busy <= all; busy++)
        {
            int free = all - busy + 1;
            weight *= Math.Max(free * perLine, _expected[free] * perExpected) * serviceSeconds / busy;
            total += weight;
            busyTotal += busy * weight;
            if (total > 1e200)
                (weight, total, busyTotal) = (weight * 1e-200, total * 1e-200, busyTotal * 1e-200);
        }
        return busyTotal / total / (all * serviceSeconds);
    }

    /// <summary>The greatest mean of a Poisson count that is above <paramref name="free"/> with at most that chance.</summary>
    private static double GreatestMean(int free, double least, double risk)
    {
        double most = free + 1;
        for (int i = 0; i < 50; i++)
        {
            double middle = 0.5 * (least + most);
            if (ChanceAbove(free, middle) <= risk)
                least = middle;
            else
                most = middle;
        }
        return least;
    }

    private static double ChanceAbove(int free, double mean)
    {
        double term = Math.Exp(-mean);
        for (int k = 1; k <= free + 1; k++)
            term *= mean / k;
        double sum = 0;
        for (int k = free + 2; term > sum * 1e-12; k++)
        {
            sum += term;
            term *= mean / k;
        }
        return sum;
    }
}
