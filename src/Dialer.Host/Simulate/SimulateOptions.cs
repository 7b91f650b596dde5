using System.Globalization;

namespace Dialer.Host.Simulate;

/// <summary>What <c>dialer simulate</c> was asked for.</summary>
internal sealed record SimulateOptions
{
    public string? ScenarioFile { get; init; }
    public string Pacer { get; init; } = "predictive";
    public ulong Seed { get; init; } = 1;
    public int Days { get; init; } = 10;

    /// <summary>Pacers to compare; empty: only <see cref="Pacer"/>.</summary>
    public IReadOnlyList<string> Compare { get; init; } = [];
    public bool Json { get; init; }
    public string? Plot { get; init; }

    /// <summary>More than one: a what-if.</summary>
    public IReadOnlyList<int> Agents { get; init; } = [];
    public IReadOnlyList<double> Caps { get; init; } = [];

    /// <summary>Number or name of a campaign in <see cref="Db"/>.</summary>
    public string? FromCampaign { get; init; }
    public string? Db { get; init; }

    /// <summary>The whole table of results, or every robustness world.</summary>
    public bool Table { get; init; }
    public bool Worlds { get; init; }

    public bool IsWhatIf => Agents.Count > 1 || Caps.Count > 1;
}

/// <summary>Ranges on the command line: <c>8..20</c>, <c>0.01..0.05</c>, or one number.</summary>
internal static class Ranges
{
    private const int MostSteps = 13;
    private const int CapSteps = 5;

    /// <summary>Null: not a range of whole numbers from 1 to 20,000.</summary>
    public static IReadOnlyList<int>? Whole(string text)
    {
        if (!TrySplit(text, out double from, out double to) || from != Math.Floor(from) || to != Math.Floor(to) || from < 1 || to > 20_000)
            return null;
        int step = Math.Max(1, (int)Math.Ceiling((to - from) / (MostSteps - 1)));
        var values = new List<int>();
        for (int value = (int)from; value < to; value += step)
            values.Add(value);
        values.Add((int)to);
        return values;
    }

    /// <summary>Null: not a range of rates above 0 and up to 1.</summary>
    public static IReadOnlyList<double>? Rates(string text)
    {
        if (!TrySplit(text, out double from, out double to) || from <= 0 || to > 1)
            return null;
        if (from == to)
            return [from];
        return [.. Enumerable.Range(0, CapSteps).Select(i => Math.Round(from + ((to - from) * i / (CapSteps - 1)), 6))];
    }

    private static bool TrySplit(string text, out double from, out double to)
    {
        string[] ends = text.Split("..");
        to = 0;
        if (ends.Length is < 1 or > 2 || !TryNumber(ends[0], out from))
        {
            from = 0;
            return false;
        }
        to = from;
        return (ends.Length == 1 || TryNumber(ends[1], out to)) && from <= to;
    }

    private static bool TryNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
