using System.Text;
using System.Text.Json;

namespace Dialer.Server.Configuration;

/// <summary>
/// The file as written, with the place of each value: so that an error names the line. Comments and trailing commas
/// are allowed; nesting is limited to 32, the file to <see cref="MaxBytes"/>.
/// </summary>
public sealed class ConfigNode
{
    public const int MaxBytes = 1024 * 1024;

    private ConfigNode(ConfigNodeKind kind, string path, int line, int column)
    {
        Kind = kind;
        Path = path;
        Line = line;
        Column = column;
    }

    /// <summary>Of several files, or of what a program sent.</summary>
    public static ConfigNode Object(string path, IReadOnlyList<KeyValuePair<string, ConfigNode>> fields, bool isSent = false) => new(ConfigNodeKind.Object, path, 0, 0) { Fields = fields, IsSent = isSent };

    public static ConfigNode Array(string path, IReadOnlyList<ConfigNode> items) => new(ConfigNodeKind.Array, path, 0, 0) { Items = items };

    public static ConfigNode OfText(string path, string text) => new(ConfigNodeKind.Text, path, 0, 0) { Text = text };

    public ConfigNodeKind Kind { get; }
    public string Path { get; }
    public int Line { get; }
    public int Column { get; }
    public string Text { get; private set; } = "";
    public IReadOnlyList<ConfigNode> Items { get; private set; } = [];
    public IReadOnlyList<KeyValuePair<string, ConfigNode>> Fields { get; private set; } = [];

    public ConfigNode? Field(string name)
    {
        foreach (var (key, value) in Fields)
            if (key == name)
                return value;
        return null;
    }

    /// <summary>It did not come from a file of this machine, and may name none but those in the dialer's own folders.</summary>
    public bool IsSent { get; private init; }

    /// <summary>The file that it stands in, where it is another than the configuration file; null: that.</summary>
    public string? File { get; private init; }

    /// <summary>Says both the same, whatever the order of their fields?</summary>
    public bool SaysAs(ConfigNode other) =>
        Kind == other.Kind && Text == other.Text
        && Items.Count == other.Items.Count && Items.Zip(other.Items).All(pair => pair.First.SaysAs(pair.Second))
        && Fields.Count == other.Fields.Count && Fields.All(field => other.Field(field.Key) is { } there && field.Value.SaysAs(there));

    public void WriteTo(Utf8JsonWriter json)
    {
        switch (Kind)
        {
            case ConfigNodeKind.Object:
                json.WriteStartObject();
                foreach (var (name, value) in Fields)
                {
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
                json.WriteEndObject();
                break;
            case ConfigNodeKind.Array:
                json.WriteStartArray();
                foreach (var item in Items)
                    item.WriteTo(json);
                json.WriteEndArray();
                break;
            case ConfigNodeKind.Text: json.WriteStringValue(Text); break;
            case ConfigNodeKind.Number: json.WriteRawValue(Text); break;
            case ConfigNodeKind.Flag: json.WriteBooleanValue(Text == "true"); break;
            case ConfigNodeKind.Null or ConfigNodeKind.Missing: json.WriteNullValue(); break;
        }
    }

    /// <summary>As JSON on one line.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
            WriteTo(json);
        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    /// <summary>Stands in for a section that is not written, at the place of the one it would be in.</summary>
    public static ConfigNode Missing(string path, ConfigNode parent) => new(ConfigNodeKind.Missing, path, parent.Line, parent.Column) { File = parent.File };

    /// <summary>Null, with an error added, where the bytes are not one JSON value.</summary>
    /// <param name="path">Of the value as a whole, in errors.</param>
    /// <param name="isSent">By a program, and not from a file of this machine.</param>
    /// <param name="file">Where it is another than the configuration file.</param>
    public static ConfigNode? Parse(ReadOnlySpan<byte> utf8, List<ConfigError> errors, string path = "$", bool isSent = false, string? file = null)
    {
        var origin = new Origin(isSent, file);
        if (utf8.Length > MaxBytes)
        {
            errors.Add(new ConfigError(path, 0, 0, $"The file has {utf8.Length} bytes.", $"Keep it under {MaxBytes}; lists belong in their own CSV files.") { File = file });
            return null;
        }
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        if (utf8.Trim(" \t\r\n"u8).IsEmpty)
        {
            errors.Add(new ConfigError(path, 0, 0, "The file is empty.", "Start from samples/dialer.sample.json.") { File = file });
            return null;
        }
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32 });
        try
        {
            reader.Read();
            var root = Read(ref reader, utf8, path, errors, origin);
            if (reader.Read())
                throw new JsonException("more follows after its end");
            return root;
        }
        catch (JsonException wrong)
        {
            int line = (int)(wrong.LineNumber ?? 0) + 1;
            int column = (int)(wrong.BytePositionInLine ?? 0) + 1;
            errors.Add(new ConfigError(path, line, column, "This is not valid JSON: " + FirstSentence(wrong.Message), "Look for a missing comma, quote or bracket just before this place.") { File = file });
            return null;
        }
        catch (InvalidOperationException)
        {
            // What Utf8JsonReader makes of a text that is not UTF-8, or of half a surrogate pair.
            var (line, column) = Place(utf8, (int)reader.TokenStartIndex);
            errors.Add(new ConfigError(path, line, column, "This text is not valid UTF-8.", "Save the file in the encoding UTF-8.") { File = file });
            return null;
        }
    }

    private static string FirstSentence(string message)
    {
        int end = message.IndexOf(". ", StringComparison.Ordinal);
        int place = message.IndexOf(" LineNumber", StringComparison.Ordinal);
        int cut = end > 0 ? end : place > 0 ? place : message.Length;
        return message[..cut].TrimEnd('.') + ".";
    }

    private static ConfigNode Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, string path, List<ConfigError> errors, Origin origin)
    {
        var (line, column) = Place(utf8, (int)reader.TokenStartIndex);
        return reader.TokenType switch
        {
            JsonTokenType.StartObject => ReadObject(ref reader, utf8, new ConfigNode(ConfigNodeKind.Object, path, line, column) { IsSent = origin.IsSent, File = origin.File }, errors),
            JsonTokenType.StartArray => ReadArray(ref reader, utf8, new ConfigNode(ConfigNodeKind.Array, path, line, column) { IsSent = origin.IsSent, File = origin.File }, errors),
            JsonTokenType.String => new ConfigNode(ConfigNodeKind.Text, path, line, column) { Text = reader.GetString()!, IsSent = origin.IsSent, File = origin.File },
            JsonTokenType.Number => new ConfigNode(ConfigNodeKind.Number, path, line, column) { Text = Encoding.UTF8.GetString(reader.ValueSpan), IsSent = origin.IsSent, File = origin.File },
            JsonTokenType.True or JsonTokenType.False => new ConfigNode(ConfigNodeKind.Flag, path, line, column) { Text = reader.GetBoolean() ? "true" : "false", IsSent = origin.IsSent, File = origin.File },
            _ => new ConfigNode(ConfigNodeKind.Null, path, line, column) { IsSent = origin.IsSent, File = origin.File },
        };
    }

    private static ConfigNode ReadObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, ConfigNode node, List<ConfigError> errors)
    {
        var fields = new List<KeyValuePair<string, ConfigNode>>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string name = reader.GetString()!;
            var (line, column) = Place(utf8, (int)reader.TokenStartIndex);
            reader.Read();
            var value = Read(ref reader, utf8, $"{node.Path}.{name}", errors, new Origin(node.IsSent, node.File));
            if (fields.Exists(field => field.Key == name))
                errors.Add(new ConfigError(value.Path, line, column, "This field is written twice.", "Keep one of them.") { File = node.File });
            else
                fields.Add(new(name, value));
        }
        node.Fields = fields;
        return node;
    }

    private static ConfigNode ReadArray(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, ConfigNode node, List<ConfigError> errors)
    {
        var items = new List<ConfigNode>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items.Add(Read(ref reader, utf8, $"{node.Path}[{items.Count}]", errors, new Origin(node.IsSent, node.File)));
        node.Items = items;
        return node;
    }

    /// <summary>A file of this size is counted again for each value without harm; it keeps the reader simple.</summary>
    private static (int Line, int Column) Place(ReadOnlySpan<byte> utf8, int index)
    {
        var before = utf8[..index];
        int lastBreak = before.LastIndexOf((byte)'\n');
        return (before.Count((byte)'\n') + 1, index - lastBreak);
    }

    private readonly record struct Origin(bool IsSent, string? File);
}
