using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Log;

/// <summary>The payloads of inputs as bytes and back.</summary>
/// <param name="zones">Finds a time zone by its id.</param>
internal sealed class Payloads(Func<string, TimeZoneInfo> zones)
{
    private static readonly string[] Required = [nameof(CampaignSettings.Id), nameof(CampaignSettings.Name), nameof(CampaignSettings.Trunk), nameof(CampaignSettings.Queue)];
    private readonly PayloadJson _json = new(OptionsWith(zones));

    public byte[] Write(EngineInputKind kind, object payload) => JsonSerializer.SerializeToUtf8Bytes(payload, TypeOf(kind));

    /// <summary>Throws <see cref="EngineLogException"/> where the bytes are no such payload.</summary>
    public object Read(EngineInputKind kind, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var type = TypeOf(kind);
            object? payload = DefaultsOf(kind) is { } defaults ? Complete(JsonNode.Parse(bytes), defaults)?.Deserialize(type) : JsonSerializer.Deserialize(bytes, type);
            return payload ?? throw new EngineLogException($"the payload of {kind} is null");
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or FormatException)
        {
            throw new EngineLogException($"the payload of {kind} makes no sense: {broken.Message}");
        }
    }

    /// <summary>
    /// What nobody set, where that is not null or zero: the generated code does not run a property's initializer. Null: there
    /// is no such property.
    /// </summary>
    private JsonObject? DefaultsOf(EngineInputKind kind)
    {
        if (kind == EngineInputKind.ConfigureTrunk)
            return new JsonObject { [nameof(TrunkSettings.Failover)] = new JsonArray() };
        if (kind == EngineInputKind.ConfigureQueue)
            return new JsonObject
            {
                [nameof(QueueSettings.Door)] = JsonSerializer.SerializeToNode(new QueueDoor(), _json.QueueDoor),
                [nameof(QueueSettings.Steps)] = new JsonArray(),
                [nameof(QueueSettings.ServiceShare)] = ServiceTarget.Within20Seconds.Share,
            };
        if (kind == EngineInputKind.ConfigureAgent)
            return new JsonObject { [nameof(AgentSettings.Phone)] = "", [nameof(AgentSettings.Preferences)] = new JsonArray(), [nameof(AgentSettings.Channels)] = new JsonArray() };
        if (kind != EngineInputKind.ConfigureCampaign)
            return null;
        var defaults = JsonSerializer.SerializeToNode(new CampaignSettings { Id = default, Name = "", Trunk = default, Queue = default }, _json.CampaignSettings)!.AsObject();
        foreach (string name in Required)
            defaults.Remove(name);
        return defaults;
    }

    private static JsonNode? Complete(JsonNode? read, JsonNode defaults)
    {
        if (read is not JsonObject given || defaults is not JsonObject known)
            return read;
        foreach (var (name, value) in known)
            if (!given.TryGetPropertyValue(name, out var own))
                given.Add(name, value?.DeepClone());
            else if (own is not null && value is not null)
                Complete(own, value);
        return read;
    }

    private JsonTypeInfo TypeOf(EngineInputKind kind) => kind switch
    {
        EngineInputKind.ConfigureTrunk => _json.TrunkSettings,
        EngineInputKind.ConfigureQueue => _json.QueueSettings,
        EngineInputKind.ConfigureAgent => _json.AgentSettings,
        EngineInputKind.ConfigureCampaign => _json.CampaignSettings,
        EngineInputKind.RestoreAbandonHistory => _json.AbandonHistory,
        EngineInputKind.RestoreLeadModel => _json.LeadModelState,
        EngineInputKind.RestoreCallHistory => _json.CallHistory,
        EngineInputKind.LeadsLoaded => _json.LeadBatch,
        EngineInputKind.SubmitDisposition => _json.Disposition,
        EngineInputKind.DescribeConversation => _json.LateDescription,
        EngineInputKind.ChangeDialMode => _json.DialModeChange,
        EngineInputKind.PeopleObjected => _json.Objectors,
        EngineInputKind.AddDoNotCallEntries => _json.DoNotCallEntries,
        EngineInputKind.RemoveDoNotCall => _json.DoNotCallRemoval,
        EngineInputKind.CallerFound => _json.Caller,
        EngineInputKind.ConfigureCallers => _json.CallerPlan,
        EngineInputKind.ConfigureHandovers => _json.HandoverSettings,
        EngineInputKind.CompanyAnswered => _json.CompanyAnswer,
        EngineInputKind.PostWork => _json.PostedWork,
        EngineInputKind.CloseWork => _json.Disposition,
        _ => throw new EngineLogException($"{kind} carries no payload"),
    };

    private static JsonSerializerOptions OptionsWith(Func<string, TimeZoneInfo> zones) => new(PayloadJson.Default.Options)
    {
        Converters =
        {
            new NumberConverter<AgentId>(value => new((int)value), id => id.Value),
            new NumberConverter<AttemptId>(value => new(value), id => id.Value),
            new NumberConverter<CallId>(value => new(value), id => id.Value),
            new NumberConverter<CampaignId>(value => new((int)value), id => id.Value),
            new NumberConverter<InteractionId>(value => new(value), id => id.Value),
            new NumberConverter<LeadId>(value => new(value), id => id.Value),
            new NumberConverter<PersonId>(value => new(value), id => id.Value),
            new NumberConverter<QueueId>(value => new((int)value), id => id.Value),
            new NumberConverter<SkillId>(value => new((int)value), id => id.Value),
            new NumberConverter<TrunkId>(value => new((int)value), id => id.Value),
            new NumberConverter<Instant>(value => new(value), at => at.Ticks),
            new SetConverter<string>(text => text, text => text),
            new SetConverter<DateOnly>(text => DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture), day => day.ToString("O", CultureInfo.InvariantCulture)),
            new ZoneConverter(zones),
            new ExpressionConverter(),
        },
    };
}
