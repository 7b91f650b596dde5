using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dialer.Core.Engine.Log;

/// <summary>Ids and instants as the numbers that they are.</summary>
internal sealed class NumberConverter<T>(Func<long, T> make, Func<T, long> valueOf) : JsonConverter<T>
    where T : struct
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => make(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(valueOf(value));
}
