using System.Globalization;

namespace Dialer.Tools.Simulate;

/// <summary><c>--agents GROUP=2..6</c>: one group of a service desk, and the numbers of agents to try.</summary>
internal sealed record GroupRange(string Group, IReadOnlyList<int> Counts)
{
    private const int MostSteps = 25;

    /// <summary>Null: not of that form.</summary>
    public static GroupRange? Parse(string text)
    {
        int sign = text.LastIndexOf('=');
        if (sign < 1)
            return null;
        string[] ends = text[(sign + 1)..].Split("..");
        if (ends.Length is < 1 or > 2 || !TryCount(ends[0], out int from) || !TryCount(ends[^1], out int to) || from > to || to - from >= MostSteps)
            return null;
        return new GroupRange(text[..sign], [.. Enumerable.Range(from, to - from + 1)]);
    }

    private static bool TryCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= 20_000;
}
