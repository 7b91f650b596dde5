using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Dialer.Server.Tests.Http;

/// <summary>
/// Compares every answer that a test's client gets with what the interface says of itself: the route, the status, the media type
/// and the body down to its last field. What differs is thrown at the test.
/// </summary>
internal sealed class DocumentedAnswers(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly ConcurrentDictionary<string, byte> _seen = new(StringComparer.Ordinal);
    private JsonElement? _document;

    /// <summary>Operation and status, of every answer so far.</summary>
    public IReadOnlyCollection<string> Seen => [.. _seen.Keys];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        string path = request.RequestUri!.AbsolutePath;
        if (path is "/openapi.json" || answer.Content.Headers.ContentType?.MediaType is "text/event-stream")
            return answer;
        _document ??= await DocumentAsync(request, cancellationToken);
        if (Operation(path, request.Method.Method) is not { } found)
            return answer.StatusCode is System.Net.HttpStatusCode.NotFound or System.Net.HttpStatusCode.MethodNotAllowed or System.Net.HttpStatusCode.MisdirectedRequest or System.Net.HttpStatusCode.Forbidden or System.Net.HttpStatusCode.Unauthorized or System.Net.HttpStatusCode.TooManyRequests
                ? answer : throw new InvalidDataException($"{request.Method} {path} is served and not documented");
        string status = ((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture);
        string where = $"{found.GetProperty("operationId").GetString()} {status}";
        _seen.TryAdd(where, 0);
        if (!found.GetProperty("responses").TryGetProperty(status, out var documented))
            throw new InvalidDataException($"{where} is answered and not documented: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        string body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (!documented.TryGetProperty("content", out var content))
            return body.Length == 0 ? answer : throw new InvalidDataException($"{where} has a body that is not documented: {body}");
        string media = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (!content.TryGetProperty(media, out var type))
            throw new InvalidDataException($"{where} comes as {media}, which is not documented");
        if (media.EndsWith("json", StringComparison.Ordinal))
            Check(JsonDocument.Parse(body).RootElement, type.GetProperty("schema"), where);
        return answer;
    }

    private async Task<JsonElement> DocumentAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var ask = new HttpRequestMessage(HttpMethod.Get, new Uri(request.RequestUri!, "/openapi.json"));
        ask.Headers.Authorization = new("Bearer", RunningService.Token);
        using var answer = await base.SendAsync(ask, cancellation);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation)).RootElement;
    }

    private JsonElement? Operation(string path, string method)
    {
        JsonElement? found = null;
        foreach (var route in _document!.Value.GetProperty("paths").EnumerateObject())
            if (Regex.IsMatch(path.TrimEnd('/'), "^" + Regex.Replace(route.Name, @"\{[^}]*\}", "[^/]+") + "$") && route.Value.TryGetProperty(method.ToLowerInvariant(), out var operation) && (found is null || !route.Name.Contains('{', StringComparison.Ordinal)))
                found = operation;
        return found;
    }

    private void Check(JsonElement value, JsonElement schema, string where)
    {
        if (schema.TryGetProperty("$ref", out var reference))
        {
            Check(value, _document!.Value.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!["#/components/schemas/".Length..]), where);
            return;
        }
        if (schema.TryGetProperty("oneOf", out var several) || schema.TryGetProperty("anyOf", out several))
        {
            if (value.ValueKind != JsonValueKind.Null)
                Check(value, several.EnumerateArray().First(one => !one.TryGetProperty("type", out var kind) || kind.ValueKind != JsonValueKind.String || kind.GetString() != "null"), where);
            return;
        }
        if (schema.TryGetProperty("enum", out var words) && value.ValueKind == JsonValueKind.String && !words.EnumerateArray().Any(word => word.GetString() == value.GetString()))
            throw new InvalidDataException($"{where}: {value} is not among the documented words");
        if (schema.TryGetProperty("type", out var type) && !Types(type).Contains(TypeOf(value), StringComparer.Ordinal) && !(TypeOf(value) == "integer" && Types(type).Contains("number")))
            throw new InvalidDataException($"{where}: {value} is {TypeOf(value)}, and {type} is documented");
        if (value.ValueKind == JsonValueKind.Array)
            foreach (var item in value.EnumerateArray())
                Check(item, schema.GetProperty("items"), where + "[]");
        if (value.ValueKind == JsonValueKind.Object)
            CheckFields(value, schema, where);
    }

    private void CheckFields(JsonElement value, JsonElement schema, string where)
    {
        if (schema.TryGetProperty("required", out var required))
            foreach (var name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _))
                    throw new InvalidDataException($"{where}: {name} is missing in {value}");
        bool hasFields = schema.TryGetProperty("properties", out var fields);
        bool isOpen = schema.TryGetProperty("additionalProperties", out var rest) && rest.ValueKind == JsonValueKind.Object;
        foreach (var field in value.EnumerateObject())
            if (hasFields && fields.TryGetProperty(field.Name, out var known))
                Check(field.Value, known, $"{where}.{field.Name}");
            else if (isOpen)
                Check(field.Value, rest, $"{where}.{field.Name}");
            else
                throw new InvalidDataException($"{where}: the field {field.Name} is not documented");
    }

    private static string[] Types(JsonElement type) => type.ValueKind == JsonValueKind.String ? [type.GetString()!] : [.. type.EnumerateArray().Select(one => one.GetString()!)];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };
}
