namespace Dialer.Store.Reports;

/// <summary>
/// Live people called a machine, of all live people: m / (m + l), m the machine calls that hold a person, l the other
/// calls that do. Of each kind of answers those that are known stand for the others; a kind of which none is known may
/// be anything. Each part has its Wilson interval (95 %), as for calls to come; the ends are combined, which errs on the wide side.
/// </summary>
/// <param name="Calls">Answers that were judged by the analysis.</param>
/// <param name="Known">Of so many it is known who answered.</param>
/// <param name="Unproven">Machine calls of which nothing but the verdict says so.</param>
/// <param name="Share">0 to 1; null: nobody has listened to any of the unproven machine calls, so that the bounds alone are known.</param>
public sealed record FalsePositiveEstimate(int Calls, int Known, int Unproven, double? Share, double Low, double High)
{
    public static FalsePositiveEstimate From(IReadOnlyList<JudgedAnswers> kinds)
    {
        var wrong = People(kinds.Where(kind => kind.Machine));
        var right = People(kinds.Where(kind => !kind.Machine));
        bool isKnown = right.Calls > 0 && kinds.All(kind => !kind.Machine || kind.Calls == 0 || kind.Known > 0);
        return new FalsePositiveEstimate(
            kinds.Sum(kind => kind.Calls), kinds.Sum(kind => kind.Known), kinds.Where(kind => kind.Machine).Sum(kind => kind.Calls - kind.Known),
            isKnown ? wrong.Calls / (wrong.Calls + right.Calls) : null, Part(wrong.Low, right.High), Part(wrong.High, right.Low, ifNothing: 1));
    }

    private static double Part(double wrong, double right, double ifNothing = 0) => wrong + right > 0 ? wrong / (wrong + right) : ifNothing;

    /// <summary>Calls that hold a person, among those of some kinds.</summary>
    private static (double Calls, double Low, double High) People(IEnumerable<JudgedAnswers> kinds)
    {
        double calls = 0, low = 0, high = 0;
        foreach (var kind in kinds)
        {
            // Of nobody known: between none and all.
            var share = Interval.Wilson(kind.People, kind.Known);
            calls += kind.Known > 0 ? kind.Calls * share.Share : 0;
            low += kind.Calls * share.Low;
            high += kind.Calls * share.High;
        }
        return (calls, low, high);
    }
}
