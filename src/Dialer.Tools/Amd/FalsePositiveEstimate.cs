using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>
/// Live people called a machine, of all live people: m / (m + l), m the machine calls that hold a person, l the other
/// calls that do. Each part has its Wilson interval; the ends are combined, which errs on the wide side.
/// </summary>
internal readonly record struct FalsePositiveEstimate(bool Known, int Listened, double Share, double Low, double High)
{
    public static FalsePositiveEstimate From(IReadOnlyList<ReviewedVerdict> verdicts)
    {
        int listened = verdicts.Sum(v => v.Listened);
        (double wrong, double wrongLow, double wrongHigh) = People(verdicts.Where(v => v.Verdict == CpaVerdict.AnsweringMachine));
        (double right, double rightLow, double rightHigh) = People(verdicts.Where(v => v.Verdict != CpaVerdict.AnsweringMachine));
        bool known = verdicts.Any(v => v.Verdict == CpaVerdict.AnsweringMachine && v.Listened > 0) && right > 0;
        return known
            ? new FalsePositiveEstimate(true, listened, wrong / (wrong + right), wrongLow / (wrongLow + rightHigh), wrongHigh / (wrongHigh + Math.Max(rightLow, 1e-9)))
            : new FalsePositiveEstimate(false, listened, double.NaN, 0, 1);
    }

    /// <summary>Calls that hold a person, among those of some verdicts.</summary>
    private static (double Calls, double Low, double High) People(IEnumerable<ReviewedVerdict> verdicts)
    {
        double calls = 0, low = 0, high = 0;
        foreach (var v in verdicts.Where(v => v.Listened > 0))
        {
            var share = Interval.Wilson(v.Human, v.Listened);
            calls += v.Calls * share.Share;
            low += v.Calls * share.Low;
            high += v.Calls * share.High;
        }
        return (calls, low, high);
    }
}
