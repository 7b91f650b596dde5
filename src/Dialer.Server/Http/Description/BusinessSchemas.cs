using System.Globalization;
using System.Text.Json.Nodes;
using Dialer.Server.Business;
using Microsoft.OpenApi;

namespace Dialer.Server.Http.Description;

/// <summary>The entries of the configuration as schemas of the interface, from the one schema by which editors check a configuration file.</summary>
internal static class BusinessSchemas
{
    private const string File = "dialer.schema.json";

    public static string Settings(BusinessKind? kind) => kind is { } one ? Prefix(one) + "Settings" : "Configuration";

    /// <summary>Some settings: a client must not fill in what is required of all of them.</summary>
    public static string Changes(BusinessKind kind) => Prefix(kind) + "Changes";

    public static string Answer(BusinessKind? kind, BusinessAnswer says) => says switch
    {
        BusinessAnswer.Entry => Prefix(kind!.Value) + "Entry",
        BusinessAnswer.Page => $"PageOf{Prefix(kind!.Value)}Entry",
        _ => Settings(kind),
    };

    /// <summary>Adds a schema for each kind, for what is in it, and for the answers that show it.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        using var file = typeof(BusinessSchemas).Assembly.GetManifestResourceStream(File)!;
        var schema = JsonNode.Parse(file)!;
        var components = document.Components!.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        foreach (var (name, shared) in schema["$defs"]!.AsObject())
            AddObject(Pascal(name), shared!, document);
        foreach (var kind in BusinessKinds.All)
        {
            var items = schema["properties"]![BusinessKinds.Section(kind)]!["items"]!;
            AddObject(Settings(kind), items, document, Prefix(kind));
            AddObject(Changes(kind), items, document, Prefix(kind), isPatch: true);
            components[Answer(kind, BusinessAnswer.Entry)] = Entry(kind, document);
            components[Answer(kind, BusinessAnswer.Page)] = Page(kind, document);
        }
        components[Settings(null)] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "The business, as a configuration file writes it: each section with all its entries.",
            AdditionalPropertiesAllowed = false,
            Properties = BusinessKinds.All.ToDictionary(BusinessKinds.Section, kind => (IOpenApiSchema)new OpenApiSchema
            {
                Type = JsonSchemaType.Array,
                Description = Text(schema["properties"]![BusinessKinds.Section(kind)]!),
                Items = new OpenApiSchemaReference(Settings(kind), document),
            }),
        };
    }

    private static string Prefix(BusinessKind kind) => kind.ToString();

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    /// <summary>What one of many is called.</summary>
    private static string One(string name) => name.EndsWith("ies", StringComparison.Ordinal) ? name[..^3] + "y" : name.EndsWith('s') ? name[..^1] : name + "Item";

    private static string? Text(JsonNode schema) => (string?)schema["description"];

    private static OpenApiSchema Entry(BusinessKind kind, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What is configured, and who changed it last.",
        AdditionalPropertiesAllowed = true,
        Required = new HashSet<string>(StringComparer.Ordinal) { "name", "version", "isInFile", "settings" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["name"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Unique among those of its kind." },
            ["version"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Description = "Its ETag, without the quotes; 0: as the configuration file has it." },
            ["isInFile"] = new OpenApiSchema { Type = JsonSchemaType.Boolean, Description = "The configuration file names it: at the next start the fields count that the file has." },
            ["changedByHand"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "Fields that were changed since a file that was applied gave them; left out: none." },
            ["changedAt"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "date-time", Description = "Left out: never, while a program ran." },
            ["changedBy"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "As in the audit." },
            ["trouble"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "Why it is kept and does not count; left out: it counts." },
            ["warnings"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String }, Description = "What whoever changed it should know; left out: nothing." },
            ["settings"] = new OpenApiSchemaReference(Settings(kind), document),
        },
    };

    private static OpenApiSchema Page(BusinessKind kind, OpenApiDocument document) => new()
    {
        Type = JsonSchemaType.Object,
        Description = "A part of a list, in an order that stays the same.",
        AdditionalPropertiesAllowed = true,
        Required = new HashSet<string>(StringComparer.Ordinal) { "items" },
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["items"] = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchemaReference(Answer(kind, BusinessAnswer.Entry), document), Description = "At most as many as were asked for." },
            ["next"] = new OpenApiSchema { Type = JsonSchemaType.String, Description = "Give it as after to read on; left out at the end of the list." },
        },
    };

    private static void AddObject(string name, JsonNode schema, OpenApiDocument document, string? prefix = null, bool isPatch = false)
    {
        var made = new OpenApiSchema { Type = JsonSchemaType.Object, Description = Text(schema), AdditionalPropertiesAllowed = false, Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal) };
        document.Components!.Schemas![name] = made;
        foreach (var (field, described) in schema["properties"]!.AsObject())
            made.Properties[field] = Of((prefix ?? name) + Pascal(field), described!, document);
        if (schema["required"] is JsonArray required && !isPatch)
            made.Required = required.Select(one => (string)one!).ToHashSet(StringComparer.Ordinal);
    }

    private static IOpenApiSchema Of(string name, JsonNode schema, OpenApiDocument document)
    {
        if ((string?)schema["$ref"] is { } shared)
            return new OpenApiSchemaReference(Pascal(shared["#/$defs/".Length..]), document) { Description = Text(schema) };
        if (schema["properties"] is not null)
        {
            AddObject(name, schema, document);
            return new OpenApiSchemaReference(name, document) { Description = Text(schema) };
        }
        var made = new OpenApiSchema
        {
            Description = WithDefault(schema),
            Type = Type(schema),
            Minimum = Number(schema["minimum"]),
            Maximum = Number(schema["maximum"]),
            Pattern = (string?)schema["pattern"],
            MaxLength = (int?)schema["maxLength"],
            MinItems = (int?)schema["minItems"],
            MaxItems = (int?)schema["maxItems"],
            UniqueItems = (bool?)schema["uniqueItems"],
        };
        if (schema["enum"] is JsonArray words && Shared(words) is { } known)
        {
            document.Components!.Schemas![known] = new OpenApiSchema { Type = JsonSchemaType.String, Enum = [.. words.Select(word => word!.DeepClone())] };
            return new OpenApiSchemaReference(known, document);
        }
        if (schema["enum"] is JsonArray own && own.All(word => ((string)word!).Any(char.IsAsciiLetterOrDigit)))
            made.Enum = [.. own.Select(word => word!.DeepClone())];
        else if (schema["enum"] is JsonArray signs)
            made.Description += " One of " + string.Join(" ", signs.Select(sign => (string)sign!)) + ".";
        if (schema["examples"] is JsonArray examples)
            made.Examples = [.. examples.Select(example => example!.DeepClone())];
        if (schema["items"] is { } items)
            made.Items = Of(One(name), items, document);
        if (schema["additionalProperties"] is JsonObject rest)
            made.AdditionalProperties = Of(One(name), rest, document);
        return made;
    }

    /// <summary>Lists of words are of a type of their own, with one name wherever they stand; null: not one of these.</summary>
    private static string? Shared(JsonArray words) =>
        words.Any(word => (string?)word == "monday") ? "Weekday" : words.Any(word => (string?)word == "pcma") ? "AudioCodecWord" : null;

    /// <summary>In words: a client that filled it in would change what it does not name.</summary>
    private static string? WithDefault(JsonNode schema) =>
        schema["default"] is { } usual ? $"{Text(schema)} Default: {(usual.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)usual! : usual.ToJsonString())}." : Text(schema);

    private static string? Number(JsonNode? number) => number is null ? null : ((double)number).ToString(CultureInfo.InvariantCulture);

    /// <summary>Where a file may write a text too, the interface has a field of its own for it.</summary>
    private static JsonSchemaType Type(JsonNode schema) => (schema["type"] is JsonArray several ? (string?)several[0] : (string?)schema["type"]) switch
    {
        "object" => JsonSchemaType.Object,
        "array" => JsonSchemaType.Array,
        "integer" => JsonSchemaType.Integer,
        "number" => JsonSchemaType.Number,
        "boolean" => JsonSchemaType.Boolean,
        _ => JsonSchemaType.String,
    };
}
