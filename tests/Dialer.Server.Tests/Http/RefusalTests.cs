using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>Every refusal says why, by a code, and what to do; a repetition does nothing twice; lists come in pages.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class RefusalTests(RunningService service) : IClassFixture<RunningService>
{
    [Theory]
    [InlineData("POST", "/v1/agents/ben/not-ready", """{ "reason": "break", "until": 5 }""", 400, "unknownField", "until")]
    [InlineData("POST", "/v1/agents/ben/not-ready", """{ "reason": 5 }""", 400, "invalidField", "reason")]
    [InlineData("POST", "/v1/agents/ben/not-ready", """{ "reason": " " }""", 400, "invalidField", "reason")]
    [InlineData("POST", "/v1/agents/ben/not-ready", "[1, 2", 400, "bodyNotUnderstood", "body")]
    [InlineData("POST", "/v1/agents/ben/not-ready", "", 400, "invalidField", "body")]
    [InlineData("POST", "/v1/agents/ben/disposition", """{ "code": "later", "callBackAt": "tomorrow" }""", 400, "callBackNotUnderstood", "callBackAt")]
    [InlineData("POST", "/v1/agents/ben/disposition", """{ "code": "sale", "interaction": "7" }""", 400, "invalidField", "interaction")]
    [InlineData("POST", "/v1/campaigns/renewals/mode", """{ "mood": "ratio" }""", 400, "invalidField", "mood")]
    [InlineData("POST", "/v1/agents/nobody/ready", "", 404, "unknownAgent", "agent")]
    [InlineData("POST", "/v1/agents/ben/ready", "", 409, "notPossible", null)]
    [InlineData("POST", "/v1/agents/ben/dance", "", 404, "unknownRoute", null)]
    [InlineData("DELETE", "/v1/agents", "", 405, "methodNotAllowed", null)]
    [InlineData("GET", "/v1/agents?stat=ready", "", 400, "unknownParameter", "stat")]
    [InlineData("GET", "/v1/agents?state=dancing", "", 400, "invalidField", "state")]
    [InlineData("GET", "/v1/agents?limit=0", "", 400, "invalidField", "limit")]
    [InlineData("GET", "/v1/agents?limit=many", "", 400, "invalidField", "limit")]
    [InlineData("GET", "/v1/agents?after=%27", "", 400, "invalidField", "after")]
    [InlineData("GET", "/v1/campaigns/none", "", 404, "unknownCampaign", "campaign")]
    public async Task A_refusal_has_a_code_the_field_and_what_to_do(string method, string path, string body, int status, string code, string? field)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (method == "POST")
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal((status, status, code, "urn:dialer:problem:" + code), ((int)answer.StatusCode, problem.GetProperty("status").GetInt32(), problem.GetProperty("code").GetString(), problem.GetProperty("type").GetString()));
        Assert.Equal(field, problem.TryGetProperty("field", out var named) ? named.GetString() : null);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        if (code != "callBackNotUnderstood")
            Assert.NotEmpty(problem.GetProperty("remedy").GetString()!);
    }

    [Fact]
    public async Task An_unknown_field_is_answered_with_those_that_are_known()
    {
        using var answer = await service.PostAsync("/v1/agents/ben/not-ready", new { grund = "break" });
        Assert.Contains("reason", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_type_is_refused_by_name()
    {
        using var content = new StringContent("reason=break", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await service.Client.PostAsync(new Uri("/v1/agents/ben/not-ready", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("unsupportedMediaType", (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_list_is_read_page_by_page()
    {
        var first = await service.GetAsync("/v1/agents?limit=1");
        Assert.Equal("ana", Assert.Single(first.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        var second = await service.GetAsync($"/v1/agents?limit=1&after={first.GetProperty("next").GetString()}");
        Assert.Equal("ben", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.False(second.TryGetProperty("next", out _));
        Assert.Equal(2, (await service.GetAsync("/v1/agents?state=loggedOut")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await service.GetAsync("/v1/campaigns?state=running")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_repetition_with_the_same_key_is_answered_the_same_and_does_nothing()
    {
        string key = Guid.NewGuid().ToString();
        using var first = await AskAsync(key, "/v1/campaigns/renewals/release-interrupted");
        string body = await first.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        using var second = await AskAsync(key, "/v1/campaigns/renewals/release-interrupted");
        Assert.True(second.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal((first.StatusCode, body), (second.StatusCode, await second.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));

        using var other = await AskAsync(key, "/v1/campaigns/renewals/pause");
        Assert.Equal("idempotencyKeyReused", (await other.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());

        // What was refused for its body was not carried out: the key is free again.
        string unread = Guid.NewGuid().ToString();
        using var wrong = await AskAsync(unread, "/v1/agents/ben/not-ready", """{ "until": 5 }""");
        using var mended = await AskAsync(unread, "/v1/agents/ben/not-ready", """{ "reason": "break" }""");
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.Conflict), (wrong.StatusCode, mended.StatusCode));
        Assert.Equal("notPossible", (await mended.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString());

        using var bad = await AskAsync("a key with spaces", "/v1/campaigns/renewals/pause");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    private async Task<HttpResponseMessage> AskAsync(string key, string path, string body = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(path, UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
