using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dialer.Store.Reports;

/// <summary>Results, verdicts and states as keys of JSON: spelled as the configuration, the events and the wallboard spell them (noAnswer).</summary>
/// <typeparam name="T">What is counted by them.</typeparam>
public sealed class WordKeys<T> : JsonConverter<IReadOnlyDictionary<string, T>>
{
    public override IReadOnlyDictionary<string, T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<Dictionary<string, T>>(ref reader, options) ?? [];

    public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, T> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, counted) in value)
        {
            writer.WritePropertyName(ReportWords.Word(name));
            JsonSerializer.Serialize(writer, counted, options);
        }
        writer.WriteEndObject();
    }
}
