using System.Diagnostics;
using System.Text.Json;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>The document that the interface serves of itself: committed, complete, and typed to the last field.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class ApiDocumentTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>With DIALER_WRITE_DOCUMENT set the file is written anew.</summary>
    [Fact]
    public async Task The_document_that_is_served_is_the_one_in_the_repository()
    {
        string served = JsonSerializer.Serialize(await service.GetAsync("/openapi.json"), Indented) + "\n";
        string file = Repository.File("docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("DIALER_WRITE_DOCUMENT") is not null)
            await File.WriteAllTextAsync(file, served, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), served);
    }

    [Fact]
    public async Task Each_operation_says_who_may_what_it_answers_and_what_it_refuses()
    {
        var document = await service.GetAsync("/openapi.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var ids = new HashSet<string>();
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                string where = $"{operation.Name} {path.Name}";
                Assert.True(ids.Add(operation.Value.GetProperty("operationId").GetString()!), where);
                Assert.NotEmpty(operation.Value.GetProperty("summary").GetString()!);
                Assert.True(operation.Value.TryGetProperty("security", out _), where);
                var answers = operation.Value.GetProperty("responses").EnumerateObject().ToList();
                Assert.Contains(answers, answer => answer.Name[0] == '2');
                Assert.Contains(answers, answer => answer.Name == "400");
                Assert.All(answers.Where(answer => answer.Name[0] is '4' or '5' && !path.Name.StartsWith("/health", StringComparison.Ordinal)), answer => Assert.True(answer.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), where));
            }
    }

    [Fact]
    public async Task No_body_and_no_field_is_an_object_of_which_nothing_is_said()
    {
        var document = await service.GetAsync("/openapi.json");
        var untyped = new List<string>();
        Look(document.GetProperty("paths"), "paths");
        Look(document.GetProperty("components").GetProperty("schemas"), "schemas");
        Assert.Empty(untyped);

        void Look(JsonElement element, string where)
        {
            if (element.ValueKind == JsonValueKind.Array)
                foreach (var item in element.EnumerateArray())
                    Look(item, where);
            if (element.ValueKind != JsonValueKind.Object)
                return;
            foreach (var field in element.EnumerateObject())
                if (field.Name is "schema" or "items" || where.EndsWith(".properties", StringComparison.Ordinal) || (where == "schemas"))
                {
                    if (!new[] { "$ref", "oneOf", "anyOf", "allOf", "properties", "additionalProperties", "enum", "items" }.Any(known => field.Value.TryGetProperty(known, out _)) && (!field.Value.TryGetProperty("type", out var type) || type.ToString().Contains("object", StringComparison.Ordinal)))
                        untyped.Add($"{where}.{field.Name}: {field.Value}");
                    Look(field.Value, $"{where}.{field.Name}");
                }
                else
                    Look(field.Value, $"{where}.{field.Name}");
        }
    }

    /// <summary>The page asks this program for everything: its policy lets it reach nothing else.</summary>
    [Fact]
    public async Task The_page_to_read_and_try_it_comes_from_this_program_alone()
    {
        using var browser = new HttpClient { BaseAddress = service.Service.HttpAddress };
        using var page = await browser.GetAsync(new Uri("/reference", UriKind.Relative), TestContext.Current.CancellationToken);
        string html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        Assert.Contains("default-src 'self'", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("openapi.json", html, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        string script = System.Text.RegularExpressions.Regex.Match(html, "src=\"([^\"]*scalar[^\"]*js[^\"]*)\"").Groups[1].Value;
        Assert.True((await browser.GetByteArrayAsync(new Uri(page.RequestMessage!.RequestUri!, script), TestContext.Current.CancellationToken)).Length > 100_000, html);
    }

    /// <summary>Redocly's recommended rules, where node is there; the version is fetched by npx where it is not kept yet.</summary>
    [Fact]
    public async Task The_document_lints_without_an_error()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DIALER_REDOCLY") is { Length: > 0 }, "DIALER_REDOCLY names the Redocly CLI 2.77.0 to lint with");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DIALER_REDOCLY")!, ["lint", "--extends=recommended", Repository.File("docs", "openapi.json")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var lint = Process.Start(start)!;
        string said = await lint.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await lint.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await lint.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(lint.ExitCode == 0, said);
    }
}
