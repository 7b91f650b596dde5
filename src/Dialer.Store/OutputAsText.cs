using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Core.Engine.Messages;

namespace Dialer.Store;

/// <summary>All that a fact carries, for a person who looks at one that was put aside.</summary>
internal sealed class OutputAsText : JsonConverter<EngineOutput>
{
    public static JsonSerializerOptions Options { get; } = new() { Converters = { new OutputAsText() } };

    /// <summary>Nothing reads them back.</summary>
    public override EngineOutput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException();

    public override void Write(Utf8JsonWriter writer, EngineOutput value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
