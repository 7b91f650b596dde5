using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dialer.Store;

/// <summary>The columns of a lead's row as they stood, in file order: kept as the store keeps them, a JSON array of [heading, value] pairs.</summary>
public sealed class LeadFields
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Buffer, Utf8JsonWriter Json)? _tools;

    private LeadFields(byte[] json) => Json = json;

    internal byte[] Json { get; }

    /// <param name="cells">Fewer than headings: the last are empty.</param>
    public static LeadFields Of(ReadOnlySpan<string> headings, ReadOnlySpan<string> cells)
    {
        var (buffer, json) = _tools ??= MakeTools();
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        json.WriteStartArray();
        for (int i = 0; i < headings.Length; i++)
        {
            json.WriteStartArray();
            json.WriteStringValue(headings[i]);
            json.WriteStringValue(i < cells.Length ? cells[i] : "");
            json.WriteEndArray();
        }
        json.WriteEndArray();
        json.Flush();
        return new LeadFields(buffer.WrittenSpan.ToArray());
    }

    internal static KeyValuePair<string, string>[] Read(string json) =>
        [.. (JsonSerializer.Deserialize<string[][]>(json) ?? []).Select(pair => KeyValuePair.Create(pair[0], pair[1]))];

    private static (ArrayBufferWriter<byte>, Utf8JsonWriter) MakeTools()
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        return (buffer, new Utf8JsonWriter(buffer, Readable));
    }
}
