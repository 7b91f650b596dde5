using System.Globalization;

namespace Dialer.Store.Reports;

/// <summary>What was learned of a campaign's numbers, in sentences.</summary>
public static class LearnedChancesText
{
    private const int MostLines = 8;

    public static IEnumerable<string> Of(LearnedChances learned)
    {
        yield return Invariant($"Learned from {learned.Calls} calls, {learned.Answers} answered by a person, as of {learned.LearnedAt:yyyy-MM-dd HH:mm} UTC.");
        if (learned.Effects.Count == 0)
            yield return "No trait of a number surely changes its chance so far.";
        foreach (var effect in learned.Effects.Take(MostLines))
            yield return Invariant($"{effect.Trait}: odds of an answer times {effect.Times:0.00} ({effect.From:0.00} to {effect.To:0.00})");
        if (learned.Reliability.Count > 0)
            yield return "Said and seen: " + string.Join(", ", learned.Reliability.Select(bin => Invariant($"{bin.Said * 100:0.0} % said, {bin.Answered * 100:0.0} % answered of {bin.Calls:0}"))) + ".";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
