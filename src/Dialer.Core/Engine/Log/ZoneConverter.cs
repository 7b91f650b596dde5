using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dialer.Core.Engine.Log;

/// <summary>Time zones by their ids.</summary>
internal sealed class ZoneConverter(Func<string, TimeZoneInfo> zones) : JsonConverter<TimeZoneInfo>
{
    public override TimeZoneInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => zones(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, TimeZoneInfo value, JsonSerializerOptions options) => writer.WriteStringValue(value.Id);
}
