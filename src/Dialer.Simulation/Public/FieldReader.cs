using System.Globalization;
using System.Text.Json;

namespace Dialer.Simulation.Public;

/// <summary>
/// Reads the fields of one JSON object and collects what is wrong with each under its path; what nobody asked for is
/// refused at <see cref="Close"/>. A wrong field reads as its default, so that every error is found in one pass.
/// </summary>
internal sealed class FieldReader
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly List<string> _known = [];
    private readonly List<ScenarioError> _errors;
    private readonly string _path;

    public FieldReader(JsonElement element, string path, List<ScenarioError> errors)
    {
        _errors = errors;
        _path = path;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(new ScenarioError(path.Length == 0 ? "$" : path, $"must be an object, not {Word(element)}"));
            return;
        }
        foreach (var field in element.EnumerateObject())
            if (!_fields.TryAdd(field.Name, field.Value))
                errors.Add(new ScenarioError(At(field.Name), "is given twice"));
    }

    public IReadOnlyDictionary<string, JsonElement> All => _fields;

    public string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Wrong(string name, string why) => _errors.Add(new ScenarioError(At(name), why));

    public bool Has(string name) => _fields.ContainsKey(name);

    public bool TryTake(string name, out JsonElement value)
    {
        _known.Add(name);
        return _fields.TryGetValue(name, out value);
    }

    /// <summary>A number from <paramref name="least"/> to <paramref name="most"/>.</summary>
    public double Number(string name, double byDefault, double least, double most, bool aboveLeast = false)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        double? number = ReadNumber(value, At(name), least, most, aboveLeast, _errors);
        return number ?? byDefault;
    }

    public int Whole(string name, int byDefault, int least, int most)
    {
        double number = Number(name, byDefault, least, most);
        if (number == Math.Floor(number))
            return (int)number;
        Wrong(name, $"must be a whole number, not {Show(number)}");
        return byDefault;
    }

    public bool Flag(string name, bool byDefault)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        Wrong(name, $"must be true or false, not {Word(value)}");
        return byDefault;
    }

    public string Text(string name, string byDefault, int longest)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        if (value.ValueKind != JsonValueKind.String)
            Wrong(name, $"must be a text, not {Word(value)}");
        else if (value.GetString()!.Length > longest)
            Wrong(name, $"must have at most {longest} characters");
        else
            return value.GetString()!;
        return byDefault;
    }

    /// <summary>One of the given words.</summary>
    public T Choice<T>(string name, T byDefault, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (!TryTake(name, out var value))
            return byDefault;
        if (value.ValueKind == JsonValueKind.String)
            foreach (var (word, meaning) in choices)
                if (value.ValueEquals(word))
                    return meaning;
        var words = new List<string>();
        foreach (var (word, _) in choices)
            words.Add(word);
        Wrong(name, $"must be one of {string.Join(", ", words)}, not {Word(value)}");
        return byDefault;
    }

    /// <summary>The object under a name; null where it is absent.</summary>
    public FieldReader? Object(string name) => TryTake(name, out var value) ? new FieldReader(value, At(name), _errors) : null;

    public IReadOnlyList<T> List<T>(string name, int most, Func<JsonElement, string, T> read)
    {
        if (!TryTake(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Wrong(name, $"must be a list, not {Word(value)}");
            return [];
        }
        if (value.GetArrayLength() > most)
        {
            Wrong(name, $"must have at most {most} entries");
            return [];
        }
        var entries = new List<T>();
        foreach (var entry in value.EnumerateArray())
            entries.Add(read(entry, $"{At(name)}[{entries.Count}]"));
        return entries;
    }

    /// <summary>Refuses the fields that nobody asked for.</summary>
    public void Close()
    {
        foreach (string name in _fields.Keys)
            if (!_known.Contains(name, StringComparer.Ordinal))
                Wrong(name, _known.Count > 0 ? $"is not known here; known are {string.Join(", ", _known)}" : "is not known here");
    }

    public static double? ReadNumber(JsonElement value, string path, double least, double most, bool aboveLeast, List<ScenarioError> errors)
    {
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out double number) || !double.IsFinite(number))
        {
            errors.Add(new ScenarioError(path, $"must be a number, not {Word(value)}"));
            return null;
        }
        if (number >= least && number <= most && !(aboveLeast && number == least))
            return number;
        string range = aboveLeast ? $"above {Show(least)} and at most {Show(most)}" : $"from {Show(least)} to {Show(most)}";
        errors.Add(new ScenarioError(path, $"must be {range}, not {Show(number)}"));
        return null;
    }

    public static string Show(double number) => number.ToString(Math.Abs(number) < 1e12 ? "0.######" : "G6", CultureInfo.InvariantCulture);

    private static string Word(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"\"{Shorten(value.GetString()!)}\"",
        JsonValueKind.Number => Shorten(value.GetRawText()),
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null or JsonValueKind.Undefined => "null",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
