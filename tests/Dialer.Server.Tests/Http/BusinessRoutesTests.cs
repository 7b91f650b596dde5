using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>The business is changed while the dialer runs: with versions, in the audit, as events, and as code.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class BusinessRoutesTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task An_entry_is_made_read_changed_and_removed_and_all_of_it_is_told()
    {
        using var made = await SendAsync(HttpMethod.Post, "/v1/queues", """{ "name": "billing", "skills": { "billing": 3 }, "wrapUpSeconds": 30 }""");
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        Assert.Equal("/v1/queues/billing/settings", made.Headers.Location!.OriginalString);
        var entry = await service.GetAsync("/v1/queues/billing/settings");
        Assert.Equal(("billing", 30, false), (Word(entry, "name"), entry.GetProperty("settings").GetProperty("wrapUpSeconds").GetInt32(), entry.GetProperty("isInFile").GetBoolean()));
        Assert.Contains("billing", (await service.GetAsync("/v1/queues")).GetProperty("items").EnumerateArray().Select(row => Word(row, "name")));
        await AssertCodeAsync(HttpStatusCode.Conflict, "nameTaken", await SendAsync(HttpMethod.Post, "/v1/queues", """{ "name": "billing" }"""));

        string version = $"\"{entry.GetProperty("version").GetInt64()}\"";
        await AssertCodeAsync(HttpStatusCode.PreconditionRequired, "ifMatchNeeded", await SendAsync(HttpMethod.Patch, "/v1/queues/billing/settings", """{ "priority": 4 }"""));
        using var changed = await SendAsync(HttpMethod.Patch, "/v1/queues/billing/settings", """{ "priority": 4, "wrapUpSeconds": null }""", version);
        Assert.True(changed.StatusCode == HttpStatusCode.OK, await changed.Content.ReadAsStringAsync());
        var settings = (await service.GetAsync("/v1/queues/billing/settings")).GetProperty("settings");
        Assert.Equal((4, false, 3), (settings.GetProperty("priority").GetInt32(), settings.TryGetProperty("wrapUpSeconds", out _), settings.GetProperty("skills").GetProperty("billing").GetInt32()));
        await AssertCodeAsync(HttpStatusCode.PreconditionFailed, "changedMeanwhile", await SendAsync(HttpMethod.Put, "/v1/queues/billing/settings", """{ "name": "billing" }""", version));
        await AssertCodeAsync(HttpStatusCode.BadRequest, "unknownField", await SendAsync(HttpMethod.Put, "/v1/queues/billing/settings", """{ "nmae": "billing" }""", "*"));
        await AssertCodeAsync(HttpStatusCode.BadRequest, "invalidField", await SendAsync(HttpMethod.Put, "/v1/queues/billing/settings", """{ "name": "other" }""", "*"));
        using var gone = await SendAsync(HttpMethod.Delete, "/v1/queues/billing");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await AssertCodeAsync(HttpStatusCode.NotFound, "unknownQueue", await SendAsync(HttpMethod.Delete, "/v1/queues/billing"));

        var audit = (await service.GetAsync("/v1/audit?action=changeQueueSettings")).GetProperty("items")[0];
        Assert.Equal(("http.token", "/v1/queues/billing/settings"), (Word(audit, "who"), Word(audit, "subject")));
        Assert.Contains("\"wrapUpSeconds\":30", Word(audit, "was"), StringComparison.Ordinal);
        Assert.Contains("\"priority\":4", Word(audit, "became"), StringComparison.Ordinal);
        Assert.Equal(["added", "changed", "removed"], await StatesOfAsync("billing", 3));
    }

    [Fact]
    public async Task What_the_file_names_is_marked_and_is_not_removed()
    {
        var entry = await service.GetAsync("/v1/campaigns/renewals/settings");
        Assert.Equal((0, true), (entry.GetProperty("version").GetInt64(), entry.GetProperty("isInFile").GetBoolean()));
        await AssertCodeAsync(HttpStatusCode.Conflict, "inFile", await SendAsync(HttpMethod.Delete, "/v1/campaigns/renewals"));
        await AssertCodeAsync(HttpStatusCode.Conflict, "inFile", await SendAsync(HttpMethod.Delete, "/v1/routes/%231"));
        using var changed = await SendAsync(HttpMethod.Patch, "/v1/campaigns/renewals/settings", """{ "weight": 3 }""", "\"0\"");
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        await AssertCodeAsync(HttpStatusCode.BadRequest, "invalidField", await SendAsync(HttpMethod.Post, "/v1/campaigns", """{ "name": "renewals2", "announcement": "announcement.wav", "queue": "nowhere" }"""));
    }

    [Fact]
    public async Task A_recording_is_uploaded_before_settings_name_it_and_stays_while_they_do()
    {
        await AssertCodeAsync(HttpStatusCode.BadRequest, "invalidField", await PutFileAsync("closed.wav", "no sound"u8.ToArray()));
        using var put = await PutFileAsync("closed.wav", await File.ReadAllBytesAsync(Repository.File("samples", "announcement.wav"), TestContext.Current.CancellationToken));
        Assert.True(put.StatusCode == HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
        using var made = await SendAsync(HttpMethod.Post, "/v1/queues", """{ "name": "desk", "whenNobody": { "message": "closed.wav" } }""");
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        await AssertCodeAsync(HttpStatusCode.Conflict, "notWithOthers", await SendAsync(HttpMethod.Delete, "/v1/prompts/closed.wav"));
        using var gone = await SendAsync(HttpMethod.Delete, "/v1/queues/desk");
        using var removed = await SendAsync(HttpMethod.Delete, "/v1/prompts/closed.wav");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (gone.StatusCode, removed.StatusCode));
    }

    [Fact]
    public async Task A_configuration_is_applied_whole_or_not_at_all_and_a_second_time_changes_nothing()
    {
        const string business = """{ "openingHours": [ { "name": "office", "timeZone": "Europe/Paris" } ], "queues": [ { "name": "applied", "openingHours": "office" } ] }""";
        Assert.Equal(2, Changes(await ApplyAsync(business, "?dryRun=true")).Length);
        await AssertCodeAsync(HttpStatusCode.NotFound, "unknownQueue", await SendAsync(HttpMethod.Delete, "/v1/queues/applied"));
        Assert.Equal(["openingHours[office] added", "queues[applied] added"], Changes(await ApplyAsync(business)).Order());
        Assert.Empty(Changes(await ApplyAsync(business)));
        using var byHand = await SendAsync(HttpMethod.Patch, "/v1/queues/applied/settings", """{ "priority": 7 }""", "*");
        Assert.Equal("priority", (await service.GetAsync("/v1/queues/applied/settings")).GetProperty("changedByHand")[0].GetString());
        var again = await ApplyAsync(business);
        Assert.Equal("priority", again.GetProperty("changes")[0].GetProperty("changedByHand")[0].GetString());
        using var wrong = await SendAsync(HttpMethod.Post, "/v1/configuration/apply", """{ "queues": [ { "name": "a", "priority": 1000 }, { "name": "b", "openingHours": "never" } ], "agents": [ { "name": "zoe" } ] }""");
        var problem = await wrong.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["agents[zoe].phone", "queues[a].priority", "queues[b].openingHours"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order());

        string exported = (await service.GetAsync("/v1/configuration")).GetRawText();
        Assert.Empty(Changes(await ApplyAsync(exported, "?dryRun=true")));
        Assert.Equal(["openingHours[office] removed", "queues[applied] removed"], Changes(await ApplyAsync("{}", "?prune=true&dryRun=true")).Order().Where(change => change.Contains("office", StringComparison.Ordinal) || change.Contains("applied", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_secret_is_taken_and_never_shown()
    {
        using var made = await SendAsync(HttpMethod.Post, "/v1/agents", """{ "name": "zoe", "phone": "sip:zoe@phones.example", "phonePassword": "hush-hush-hush" }""");
        string body = await made.Content.ReadAsStringAsync();
        Assert.True(made.StatusCode == HttpStatusCode.BadRequest, body);
        Assert.Contains("registrarRealm", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", body, StringComparison.Ordinal);
    }

    private async Task<JsonElement> ApplyAsync(string business, string query = "")
    {
        using var answer = await SendAsync(HttpMethod.Post, "/v1/configuration/apply" + query, business);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static string[] Changes(JsonElement reply) => [.. reply.GetProperty("changes").EnumerateArray().Select(change => $"{Word(change, "section")}[{Word(change, "name")}] {Word(change, "how")}")];

    /// <summary>Events are said a moment after the answer, once they are on disk.</summary>
    private async Task<string[]> StatesOfAsync(string name, int count)
    {
        for (int i = 0; ; i++)
        {
            string[] states = [.. (await service.GetAsync("/v1/events/kept?kind=configured&limit=500")).GetProperty("items").EnumerateArray().Where(happened => Word(happened, "name") == name).Select(happened => Word(happened, "state"))];
            if (states.Length >= count || i == 600)
                return states;
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private Task<HttpResponseMessage> PutFileAsync(string name, byte[] bytes) => service.Client.PutAsync(new Uri("/v1/prompts/" + name, UriKind.Relative), new ByteArrayContent(bytes));

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? match = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (match is not null)
            request.Headers.TryAddWithoutValidation("If-Match", match);
        return await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task AssertCodeAsync(HttpStatusCode status, string code, HttpResponseMessage answer)
    {
        using (answer)
            Assert.Equal((status, code), (answer.StatusCode, Word(await answer.Content.ReadFromJsonAsync<JsonElement>(), "code")));
    }

    private static string Word(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
