using System.Globalization;

namespace Dialer.Lists.Headings;

/// <summary>A name for every column, each once: its heading, "Phone (2)" for the second of that name, "column 3" for one without.</summary>
internal static class ColumnNames
{
    public static string[] Of(string[] headings, int columns)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        string[] names = new string[Math.Max(columns, headings.Length)];
        for (int i = 0; i < names.Length; i++)
        {
            string name = i < headings.Length ? headings[i].Trim('\uFEFF', ' ', '\t', '\r', '\n') : "";
            if (name.Length == 0)
                name = string.Create(CultureInfo.InvariantCulture, $"column {i + 1}");
            int count = seen[name] = seen.GetValueOrDefault(name) + 1;
            names[i] = count == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({count})");
        }
        return names;
    }
}
