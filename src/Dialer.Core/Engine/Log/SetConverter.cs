using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dialer.Core.Engine.Log;

/// <summary>Sets as lists; the order in which they are written means nothing.</summary>
internal sealed class SetConverter<T>(Func<string, T> make, Func<T, string> textOf) : JsonConverter<IReadOnlySet<T>>
{
    public override IReadOnlySet<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var set = new HashSet<T>();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("a set is a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            set.Add(make(reader.GetString()!));
        return set;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlySet<T> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var one in value)
            writer.WriteStringValue(textOf(one));
        writer.WriteEndArray();
    }
}
