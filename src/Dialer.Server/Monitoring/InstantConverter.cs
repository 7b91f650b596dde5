using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Core.Time;

namespace Dialer.Server.Monitoring;

/// <summary>An instant as ISO 8601 in UTC; Never as null.</summary>
internal sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? Instant.Never : Instant.From(reader.GetDateTimeOffset());

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options)
    {
        if (value == Instant.Never)
            writer.WriteNullValue();
        else
            writer.WriteStringValue(value.ToDateTimeOffset());
    }
}
