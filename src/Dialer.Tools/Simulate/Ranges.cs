using System.Globalization;

namespace Dialer.Tools.Simulate;

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
