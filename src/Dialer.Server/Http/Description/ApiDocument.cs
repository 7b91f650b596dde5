using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Dialer.Core.Time;
using Dialer.Server.Http.Access;
using Dialer.Server.Http.Repeats;
using Dialer.Server.Monitoring;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Dialer.Server.Http.Description;

/// <summary>The interface as OpenAPI 3.1, made from the routes: what the routes do not say themselves.</summary>
internal static class ApiDocument
{
    private const string Scheme = "bearer";

    private const string About =
        """
        The interface of Dialer: agents' and supervisors' commands, what is configured while it runs, what is going on, and what was.

        Every refusal is application/problem+json with a code that never changes its meaning, and what to do. Moments are RFC 3339 with an offset.
        Lists come in pages: give "next" as "after". A POST with an Idempotency-Key is carried out once in a day, however often it is sent.
        """;

    private static readonly Dictionary<string, string> Areas = new(StringComparer.Ordinal)
    {
        ["agents"] = "Agents as they are, and their commands.",
        ["audit"] = "Who changed what.",
        ["campaigns"] = "Campaigns as they are, and their commands.",
        ["do-not-call"] = "Numbers that are never called.",
        ["events"] = "What happens, as it happens.",
        ["health"] = "How the dialer is, for those who watch it.",
        ["interactions"] = "Commands for a conversation by its number.",
        ["keys"] = "Keys by which programs ask.",
        ["me"] = "Who you are to the dialer.",
        ["sessions"] = "Logging in and out.",
        ["leads"] = "Who is to be called: found, looked at, and added.",
        ["lists"] = "Lists of leads, and their imports.",
        ["metrics"] = "What a monitor collects.",
        ["queues"] = "Whose callers wait for an agent.",
        ["reports"] = "Figures by hour, day and week.",
        ["trunks"] = "The lines to the network.",
        ["users"] = "Who may log in, as what, limited to what.",
        ["supervisors"] = "Who may listen to agents, and on which phone.",
        ["opening-hours"] = "Hours by name, for queues and routes.",
        ["queue-groups"] = "Queues that follow one routing policy.",
        ["menus"] = "What callers hear, and choose by keys.",
        ["routes"] = "Where callers go: the first rule that fits.",
        ["prompts"] = "Recordings that people hear.",
        ["call-backs"] = "Who was promised a call.",
        ["recordings"] = "Conversations and messages that were recorded.",
        ["configuration"] = "The business as a whole, as code.",
        ["webhooks"] = "Programs that are told what happens.",
        ["wallboard"] = "Everything at this moment.",
    };

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(Document);
        options.AddOperationTransformer(Operation);
        options.AddSchemaTransformer(Schema);
        options.CreateSchemaReferenceId = NameOf;
    }

    private static string? NameOf(JsonTypeInfo type) => type.Type == typeof(Instant) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);

    private static Task Document(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Dialer",
            Version = "v1",
            Description = About,
            License = new OpenApiLicense { Name = "See the file LICENSE of the program", Identifier = "LicenseRef-Dialer" },
        };

        // Where it is served says where it is.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The token of a session or of a key, or that of http.token or admin.key." },
        };
        SayMoments(document.Components.Schemas);
        BusinessSchemas.AddTo(document);
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
            tag.Description = Areas.GetValueOrDefault(tag.Name ?? "");
        return Task.CompletedTask;
    }

    /// <summary>An <see cref="Instant"/> has a converter, which tells the generator nothing: the only field without a type.</summary>
    private static void SayMoments(IDictionary<string, IOpenApiSchema>? schemas)
    {
        foreach (var schema in schemas?.Values.OfType<OpenApiSchema>() ?? [])
            foreach (var field in schema.Properties?.Values.OfType<OpenApiSchema>() ?? [])
                if (field is { Type: null, OneOf: null, AnyOf: null, AllOf: null, Enum: null })
                    (field.Type, field.Format) = (JsonSchemaType.String, "date-time");
    }

    private static Task Operation(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Security = metadata.OfType<Right>().Any()
            ? [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }]
            : [new OpenApiSecurityRequirement()];
        if (metadata.OfType<Right>().FirstOrDefault() is { } right)
            operation.Description = $"{operation.Description}{(operation.Description is null ? "" : "\n\n")}Least role: {right.Least.ToString().ToLowerInvariant()}. Scope of a key: {right.Scope}.";
        if (metadata.OfType<TakesFile>().Any())
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Description = "The file; whatever media type it is said to be of.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { ["application/octet-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } },
            };
        if (metadata.OfType<SaysFile>().FirstOrDefault() is { } file)
            (operation.Responses ??= [])["200"] = new OpenApiResponse
            {
                Description = "The file.",
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [file.MediaType] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } } },
            };
        foreach (var named in metadata.OfType<NamedInPath>())
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = named.Name, In = ParameterLocation.Path, Required = true, Description = named.Description, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        if (metadata.OfType<BusinessBody>().FirstOrDefault() is { } business)
            SayBusiness(operation, business, context);
        if (metadata.OfType<AlsoAsCsv>().Any() && operation.Responses?["200"] is OpenApiResponse { Content: { } content })
            content["text/csv"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        if (metadata.OfType<NeedsMatch>().Any())
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = "If-Match",
                In = ParameterLocation.Header,
                Description = "The ETag that reading it gave, which is its version in double quotes; * changes whatever is there.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        if (context.Description.HttpMethod == HttpMethods.Post && !metadata.OfType<TellsSecret>().Any())
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = RepeatGuard.Header,
                In = ParameterLocation.Header,
                Description = "Carried out once with this key in a day; a repetition is answered the same.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 255 },
            });
        return Task.CompletedTask;
    }

    private static void SayBusiness(OpenApiOperation operation, BusinessBody body, OpenApiOperationTransformerContext context)
    {
        static Dictionary<string, OpenApiMediaType> Json(string schema, OpenApiDocument? document, params string[] types) =>
            types.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema, document) }, StringComparer.Ordinal);

        if (body.Takes)
            operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(body is { IsPatch: true, Kind: { } kind } ? BusinessSchemas.Changes(kind) : BusinessSchemas.Settings(body.Kind), context.Document, "application/json") };
        if (body.Says != BusinessAnswer.Other)
            (operation.Responses ??= [])[body.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = body.Status == StatusCodes.Status201Created ? "Created" : "OK",
                Content = Json(BusinessSchemas.Answer(body.Kind, body.Says), context.Document, "application/json"),
            };
    }

    private static bool IsAsked(Type type) => type.Name.EndsWith("Request", StringComparison.Ordinal);

    private static Task Schema(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        // The serializer takes numbers in quotes nowhere here; the generator says so of every number.
        if (schema.Pattern is not null && schema.Type is { } kinds && (kinds & (JsonSchemaType.Integer | JsonSchemaType.Number)) != 0)
            (schema.Type, schema.Pattern) = (kinds & ~JsonSchemaType.String, null);
        if (type.IsEnum)
            schema.Type = JsonSchemaType.String;
        if (type == typeof(DialerEvent) && schema.Properties?["type"] is OpenApiSchema kind)
            kind.Enum = [.. EventKinds.All.Order(StringComparer.Ordinal).Select(word => (JsonNode)word)];
        if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && IsAsked(type))
            Asked(schema, context.JsonTypeInfo);
        else if (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object)
            Said(schema, context.JsonTypeInfo);
        return Task.CompletedTask;
    }

    /// <summary>What a program sends may leave fields out, but for those that the record says are required.</summary>
    private static void Asked(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.Required = type.Properties.Where(property => property.AttributeProvider?.IsDefined(typeof(RequiredAttribute), false) == true).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
        foreach (string name in schema.Required)
            if (schema.Properties?[name] is OpenApiSchema { Type: { } kinds } required)
                required.Type = kinds & ~JsonSchemaType.Null;
    }

    /// <summary>What may be null is left out; what cannot be is always there; more may come with a later version.</summary>
    private static void Said(OpenApiSchema schema, JsonTypeInfo type)
    {
        schema.AdditionalPropertiesAllowed = true;
        schema.Required = type.Properties.Where(property => property.Get is not null && Nullable.GetUnderlyingType(property.PropertyType) is null && !property.IsGetNullable).Select(property => property.Name).ToHashSet(StringComparer.Ordinal);
    }
}
