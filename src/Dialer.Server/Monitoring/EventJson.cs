using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Store.Tables;

namespace Dialer.Server.Monitoring;

/// <summary>An event as it is sent: written out once, however many listen, and kept so.</summary>
internal static class EventJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase), new InstantConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>As it was sent.</summary>
    public static DialerEvent Read(EventRecord kept) => JsonSerializer.Deserialize<DialerEvent>(kept.Body, Options) ?? throw new JsonException("An event is kept that is none.");

    /// <param name="number">0: of the moment alone.</param>
    public static EventRecord Of(DialerEvent happened, long number = 0) => new(
        number, happened.At, happened.Type, happened.Agent, happened.Queue, happened.Campaign,
        JsonSerializer.Serialize(number == 0 ? happened : happened with { Number = number }, Options));
}
