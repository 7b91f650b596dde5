using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Dialer.Core.Time;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>
/// Requests that the document allows and requests that it does not, from a seed: whatever comes, the interface answers by name, and
/// never that it failed.
/// </summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class InterfaceFuzzTests(RunningService service) : IClassFixture<RunningService>
{
    private const int Requests = 100_000;
    private const int AtOnce = 4;

    /// <summary>Where the machine is busy fewer are sent; with DIALER_LONG_TESTS all of them.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>A stream does not end, and a hash of a password is slow on purpose.</summary>
    private static readonly string[] LeftOut = ["streamEvents", "setPassword", "logIn", "addUser", "getRecordingAudio"];

    private static readonly string[] Names = ["renewals", "ana", "ben", "default", "carrier", "1", "0", "999999", "-1", "nobody", "a%2Fb", "é", "..", "%23" + "1", "settings", "99999999999999999999"];

    private readonly ConcurrentBag<string> _failures = [];
    private readonly ConcurrentDictionary<int, int> _statuses = new();
    private long _sent;

    [Fact]
    public async Task Whatever_is_asked_is_answered_by_name()
    {
        var document = await service.GetAsync("/openapi.json");
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => (Path: path.Name, Method: operation.Name, Operation: operation.Value)))
            .Where(one => !LeftOut.Contains(one.Operation.GetProperty("operationId").GetString())).ToArray();
        long begun = Stopwatch.GetTimestamp();
        bool isLong = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1";
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(worker => Task.Run(async () =>
        {
            using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = service.Service.HttpAddress, Timeout = TimeSpan.FromMinutes(2) };
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", RunningService.Token);
            var random = new SeededRandom(20_261_128).Fork((ulong)worker);
            while (_failures.IsEmpty && (isLong || Stopwatch.GetElapsedTime(begun) < Longest) && Interlocked.Increment(ref _sent) <= Requests)
                await SendAsync(client, document, operations[random.Next(operations.Length)], random);
        })));
        Assert.True(_failures.IsEmpty, string.Join("\n", _failures));
        Assert.True(_statuses.Keys.Any(status => status < 300) && _statuses.ContainsKey(400) && _statuses.ContainsKey(404), string.Join(", ", _statuses));
        TestContext.Current.TestOutputHelper?.WriteLine($"{Interlocked.Read(ref _sent)} requests; {string.Join(", ", _statuses.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}"))}");
    }

    private async Task SendAsync(HttpClient client, JsonElement document, (string Path, string Method, JsonElement Operation) one, SeededRandom random)
    {
        string path = one.Path;
        var query = new StringBuilder();
        using var request = new HttpRequestMessage { Method = new HttpMethod(one.Method.ToUpperInvariant()) };
        foreach (var parameter in one.Operation.TryGetProperty("parameters", out var parameters) ? parameters.EnumerateArray() : default)
        {
            string name = parameter.GetProperty("name").GetString()!;
            switch (parameter.GetProperty("in").GetString())
            {
                case "path": path = path.Replace($"{{{name}}}", Names[random.Next(Names.Length)], StringComparison.Ordinal); break;
                case "query" when random.Next(3) == 0: query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(Text(parameter.GetProperty("schema"), document, random))); break;
                case "header" when random.Next(2) == 0: request.Headers.TryAddWithoutValidation(name, name == "If-Match" ? random.Next(2) == 0 ? "*" : "\"3\"" : $"key-{random.Next(50)}"); break;
                default: break;
            }
        }
        request.RequestUri = new Uri(path + query, UriKind.Relative);
        string sent = "";
        if (one.Operation.TryGetProperty("requestBody", out var body))
            request.Content = BodyOf(body, document, random, out sent);
        try
        {
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            string said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            _statuses.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
            if (answer.StatusCode == HttpStatusCode.InternalServerError || ((int)answer.StatusCode >= 400 && !said.Contains("\"code\":", StringComparison.Ordinal)))
                _failures.Add($"{one.Method} {path}{query} {sent}\n  {(int)answer.StatusCode} {said}");
        }
        catch (HttpRequestException cutOff)
        {
            _failures.Add($"{one.Method} {path}{query} {sent}\n  {cutOff.Message}");
        }
    }

    private static HttpContent BodyOf(JsonElement body, JsonElement document, SeededRandom random, out string sent)
    {
        var content = body.GetProperty("content").EnumerateObject().First();
        if (content.Name == "application/octet-stream")
        {
            byte[] bytes = new byte[random.Next(400)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(random.Next(4) == 0 ? random.Next(256) : "0199;\n,é"u8[random.Next(8)]);
            sent = $"{bytes.Length} bytes";
            return new ByteArrayContent(bytes);
        }
        sent = Json(content.Value.GetProperty("schema"), document, random, 0);
        if (random.Next(20) == 0)
            sent = sent[..random.Next(sent.Length)];
        return new StringContent(sent, Encoding.UTF8, random.Next(50) == 0 ? "text/plain" : "application/json");
    }

    private static string Text(JsonElement schema, JsonElement document, SeededRandom random) => Json(schema, document, random, 1).Trim('"');

    private static string Json(JsonElement schema, JsonElement document, SeededRandom random, int depth)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Json(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!["#/components/schemas/".Length..]), document, random, depth + 1);
        if (schema.TryGetProperty("oneOf", out var several) || schema.TryGetProperty("anyOf", out several))
            return Json(several[random.Next(several.GetArrayLength())], document, random, depth + 1);
        if (random.Next(12) == 0)
            return Hostile(random);
        if (schema.TryGetProperty("enum", out var words))
            return words[random.Next(words.GetArrayLength())].GetRawText();
        string type = schema.TryGetProperty("type", out var said) ? said.ValueKind == JsonValueKind.Array ? said[0].GetString()! : said.GetString()! : "null";
        return type switch
        {
            "object" => Object(schema, document, random, depth),
            "array" => "[" + string.Join(',', Enumerable.Range(0, depth > 6 ? 0 : random.Next(3)).Select(_ => Json(schema.GetProperty("items"), document, random, depth + 1))) + "]",
            "integer" => random.Next(4) switch { 0 => "0", 1 => "1", 2 => random.Next(1_000).ToString(CultureInfo.InvariantCulture), _ => "-7" },
            "number" => random.Next(3) switch { 0 => "0.5", 1 => "20", _ => "1e3" },
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "string" => Word(schema, random),
            _ => "null",
        };
    }

    private static string Object(JsonElement schema, JsonElement document, SeededRandom random, int depth)
    {
        var fields = new List<string>();
        var required = schema.TryGetProperty("required", out var named) ? named.EnumerateArray().Select(name => name.GetString()).ToHashSet() : [];
        if (schema.TryGetProperty("properties", out var properties))
            foreach (var property in properties.EnumerateObject())
                if (required.Contains(property.Name) ? random.Next(20) != 0 : depth < 6 && random.Next(4) == 0)
                    fields.Add($"\"{property.Name}\":{Json(property.Value, document, random, depth + 1)}");
        if (schema.TryGetProperty("additionalProperties", out var rest) && rest.ValueKind == JsonValueKind.Object && depth < 6)
            fields.Add($"\"{(random.Next(2) == 0 ? "french" : "1")}\":{Json(rest, document, random, depth + 1)}");
        if (random.Next(15) == 0)
            fields.Add($"\"what\":{Hostile(random)}");
        return "{" + string.Join(',', fields) + "}";
    }

    private static string Word(JsonElement schema, SeededRandom random)
    {
        if (schema.TryGetProperty("format", out var format) && format.GetString() == "date-time" && random.Next(2) == 0)
            return "\"2026-11-28T09:00:00+01:00\"";
        string[] words = ["renewals", "default", "ana", "announcement.wav", "carrier", "FR", "+33199001234", "sip:1@pbx.example", "Europe/Paris", "09:00", "18:00", "2026-12-24", "x", "https://crm.example/x", "1"];
        return JsonSerializer.Serialize(words[random.Next(words.Length)]);
    }

    private static string Hostile(SeededRandom random) => random.Next(14) switch
    {
        0 => "null",
        1 => "{}",
        2 => "[]",
        3 => "\"\"",
        4 => "-1",
        5 => "99999999999999999999999",
        6 => "1e999",
        7 => "\"" + new string('x', 5_000) + "\"",
        8 => "\"\\u0000\\u001b[2J\"",
        9 => "\"\\ud800\"",
        10 => "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        11 => "\"../../../etc/passwd\"",
        12 => "true",
        _ => "\"2026-99-99T99:99:99\"",
    };
}
