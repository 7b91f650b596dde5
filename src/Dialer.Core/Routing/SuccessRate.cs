namespace Dialer.Core.Routing;

/// <summary>
/// How often what an agent does succeeds, drawn towards everybody's rate by twenty results: three sales of three calls
/// are no record (an empirical Bayes estimate with a fixed weight).
/// </summary>
internal static class SuccessRate
{
    private const double Weight = 20;

    public static double Of(long successes, long results, long allSuccesses, long allResults)
    {
        double all = (allSuccesses + 0.5) / (allResults + 1);
        return (successes + (Weight * all)) / (results + Weight);
    }
}
