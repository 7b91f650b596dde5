using System.Globalization;
using System.Text.RegularExpressions;

namespace Dialer.Server.Configuration;

/// <summary>
/// Reads one object of the file field by field. Each field that is asked for is known; what is left over is refused.
/// Every error is collected, none is thrown: the file is read to its end.
/// </summary>
public sealed class ConfigReader
{
    private readonly ConfigNode _node;
    private readonly List<ConfigError> _errors;
    private readonly ISet<string>? _known;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <param name="node">The object; a missing one reads as empty.</param>
    /// <param name="errors">Where errors go.</param>
    /// <param name="known">Gathers the path of every field asked for, without array positions; or null.</param>
    public ConfigReader(ConfigNode node, List<ConfigError> errors, ISet<string>? known)
    {
        _node = node;
        _errors = errors;
        _known = known;
        if (node.Kind is not (ConfigNodeKind.Object or ConfigNodeKind.Missing))
            Error(node, "An object in braces is expected here.", "Write { ... }.");
    }

    public ConfigNode Node => _node;

    /// <summary>Does the file have this field?</summary>
    public bool Has(string name) => Ask(name) is { Kind: not ConfigNodeKind.Null };

    public void Error(ConfigNode at, string what, string fix) => _errors.Add(new ConfigError(at.Path, at.Line, at.Column, what, fix) { File = at.File });

    public void ErrorAt(string name, string what, string fix) => _errors.Add(At(name, what, fix));

    /// <summary>What the file may say, and its author should know.</summary>
    public void WarnAt(string name, string what, string fix) => _errors.Add(At(name, what, fix) with { IsWarning = true });

    private ConfigError At(string name, string what, string fix)
    {
        var at = _node.Field(name) ?? _node;
        return new ConfigError($"{_node.Path}.{name}", at.Line, at.Column, what, fix) { File = at.File };
    }

    /// <summary>Is it written, as a text of no letters?</summary>
    public bool IsEmpty(string name) => Ask(name) is { Kind: ConfigNodeKind.Text, Text.Length: 0 };

    public string? Text(string name, int most = 1_024)
    {
        if (Ask(name) is not { Kind: not ConfigNodeKind.Null } node)
            return null;
        if (node.Kind != ConfigNodeKind.Text)
            Error(node, "A text in quotes is expected here.", "Put the value in double quotes.");
        else if (node.Text.Length > most || node.Text.Any(char.IsControl))
            Error(node, "This text is too long or has control characters.", $"Use at most {most} printable characters.");
        else if (node.Text.Trim().Length == 0)
            Error(node, "This text is empty.", "Give a value or leave the field out.");
        else
            return node.Text;
        return null;
    }

    public string RequiredText(string name, string example)
    {
        if (Has(name))
            return Text(name) ?? "";
        ErrorAt(name, "This field is missing.", $"Add it, such as \"{name}\": \"{example}\".");
        return "";
    }

    public double Number(string name, double byDefault, double least, double most)
    {
        if (Ask(name) is not { Kind: not ConfigNodeKind.Null } node)
            return byDefault;
        if (node.Kind != ConfigNodeKind.Number || !double.TryParse(node.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
            Error(node, "A number is expected here.", $"Write a number from {Shown(least)} to {Shown(most)}, without quotes.");
        else if (value < least || value > most)
            Error(node, $"{node.Text} is out of range.", $"Use {Shown(least)} to {Shown(most)}.");
        else
            return value;
        return byDefault;
    }

    public int Whole(string name, int byDefault, int least, int most)
    {
        double value = Number(name, byDefault, least, most);
        if (value == Math.Floor(value))
            return (int)value;
        ErrorAt(name, "A whole number is expected here.", "Leave the fraction out.");
        return byDefault;
    }

    public TimeSpan Seconds(string name, TimeSpan byDefault, double least, double most) =>
        TimeSpan.FromSeconds(Number(name, byDefault.TotalSeconds, least, most));

    public bool Flag(string name, bool byDefault)
    {
        if (Ask(name) is not { Kind: not ConfigNodeKind.Null } node)
            return byDefault;
        if (node.Kind == ConfigNodeKind.Flag)
            return node.Text == "true";
        Error(node, "true or false is expected here.", "Write true or false, without quotes.");
        return byDefault;
    }

    /// <summary>One of a list of words; they are written in the file as they stand in <paramref name="words"/>.</summary>
    public T OneOf<T>(string name, T byDefault, IReadOnlyDictionary<string, T> words)
    {
        if (!Has(name) || Text(name) is not { } word)
            return byDefault;

        // As the names of the code are spelled, with a large first letter: older reports wrote them so.
        if (words.TryGetValue(word, out var value) || words.TryGetValue(char.ToLowerInvariant(word[0]) + word[1..], out value))
            return value;
        ErrorAt(name, $"\"{word}\" is not one of the words for this field.", "Use " + string.Join(", ", words.Keys) + ".");
        return byDefault;
    }

    public ConfigReader Section(string name) => new(Ask(name) ?? ConfigNode.Missing($"{_node.Path}.{name}", _node), _errors, _known);

    /// <summary>A section of a kind that stands in many places and is described once.</summary>
    public ConfigReader Shared(string name) => new(Ask(name) ?? ConfigNode.Missing($"{_node.Path}.{name}", _node), _errors, known: null);

    /// <summary>The sections of an object whose field names are free, such as the keys of a menu.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigReader>> SharedEntries(string name) =>
        [.. Entries(name).Select(entry => KeyValuePair.Create(entry.Key, new ConfigReader(entry.Value, _errors, known: null)))];

    public IReadOnlyList<ConfigReader> Sections(string name, int most) =>
        [.. Items(name, most).Select(item => new ConfigReader(item, _errors, _known))];

    public IReadOnlyList<string> Texts(string name, int most)
    {
        var texts = new List<string>();
        foreach (var item in Items(name, most))
            if (item.Kind == ConfigNodeKind.Text && item.Text.Trim().Length > 0)
                texts.Add(item.Text);
            else
                Error(item, "A text in quotes is expected here.", "Put each value in double quotes.");
        return texts;
    }

    /// <summary>The entries of an object whose field names are free, such as columns or skills.</summary>
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Entries(string name)
    {
        if (Ask(name) is not { Kind: not ConfigNodeKind.Null } node)
            return [];
        if (node.Kind == ConfigNodeKind.Object)
            return node.Fields;
        Error(node, "An object in braces is expected here.", "Write { \"name\": value, ... }.");
        return [];
    }

    /// <summary>Refuses the fields that nobody asked for. Last call for each object.</summary>
    public void End()
    {
        foreach (var (name, value) in _node.Fields)
            if (!_asked.Contains(name))
                _errors.Add(new ConfigError(value.Path, value.Line, value.Column, $"The field \"{name}\" is not known here.", Suggest(name)) { IsUnknownField = true, File = value.File });
    }

    private ConfigNode? Ask(string name)
    {
        _asked.Add(name);
        _known?.Add(Regex.Replace(_node.Path, @"\[\d+\]", "[]") + "." + name);
        return _node.Field(name);
    }

    private IReadOnlyList<ConfigNode> Items(string name, int most)
    {
        if (Ask(name) is not { Kind: not ConfigNodeKind.Null } node)
            return [];
        if (node.Kind != ConfigNodeKind.Array)
            Error(node, "A list in square brackets is expected here.", "Write [ ... ].");
        else if (node.Items.Count > most)
            Error(node, $"This list has {node.Items.Count} entries.", $"Keep at most {most}.");
        else
            return node.Items;
        return [];
    }

    private string Suggest(string name)
    {
        string? near = _asked.Where(known => Distance(known, name) <= 2).MinBy(known => Distance(known, name));
        return near is not null ? $"Did you mean \"{near}\"?"
            : "Remove it, or use one of: " + string.Join(", ", _asked.Where(known => known != "$schema").Order(StringComparer.Ordinal)) + ".";
    }

    private static string Shown(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Levenshtein's, without regard to case.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
            row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int above = row[j];
                bool same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (same ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
