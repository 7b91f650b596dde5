using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>Who is to be called, and who is not, while the dialer runs.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class LeadRoutesTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task A_lead_that_is_added_can_be_looked_up_by_its_number()
    {
        using var made = await service.PostAsync("/v1/campaigns/renewals/leads", new { phones = new[] { "01 99 00 88 01" }, country = "FR", priority = 900, customerKey = "K-1", fields = new Dictionary<string, string> { ["Name"] = "Zoé, \"née\" Martin" } });
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        var lead = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("new", "api", "renewals", "+33199008801"), (Word(lead, "state"), Word(lead, "list"), Word(lead, "campaign"), Word(lead.GetProperty("phones")[0], "number")));
        Assert.Equal("Zoé, \"née\" Martin", lead.GetProperty("fields").GetProperty("Name").GetString());
        Assert.Equal(900, lead.GetProperty("priority").GetInt32());
        Assert.Equal($"/v1/leads/{lead.GetProperty("id").GetInt64()}", made.Headers.Location!.OriginalString);

        var found = Assert.Single((await service.GetAsync("/v1/campaigns/renewals/leads?number=%2B33199008801")).GetProperty("items").EnumerateArray());
        Assert.Equal(lead.GetProperty("id").GetInt64(), found.GetProperty("id").GetInt64());
        var first = await service.GetAsync("/v1/campaigns/renewals/leads?limit=5");
        Assert.Equal(5, first.GetProperty("items").GetArrayLength());
        Assert.NotEqual(Ids(first)[0], Ids(await service.GetAsync($"/v1/campaigns/renewals/leads?limit=5&after={Word(first, "next")}"))[0]);
        Assert.NotEmpty(Word(await service.GetAsync($"/v1/leads/{Ids(first)[4]}"), "why"));
    }

    [Theory]
    [InlineData("""{ "country": "FR" }""", 400, "invalidField", "phones")]
    [InlineData("""{ "phones": ["+33199008802"], "country": "XX" }""", 400, "invalidField", "country")]
    [InlineData("""{ "phones": ["12"], "country": "FR" }""", 400, "numberRefused", "phones")]
    [InlineData("""{ "phones": ["+33199008802"], "country": "FR", "timeZone": "Paris" }""", 400, "invalidField", "timeZone")]
    [InlineData("""{ "phones": ["+33199008802"], "country": "FR", "priority": 1000 }""", 400, "invalidField", "priority")]
    [InlineData("""{ "phones": ["+33199008802"], "country": "FR", "age": 3 }""", 400, "unknownField", "age")]
    public async Task A_lead_that_cannot_be_is_refused_by_its_field(string body, int status, string code, string field)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await service.Client.PostAsync(new Uri("/v1/campaigns/renewals/leads", UriKind.Relative), content);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((status, code, field), ((int)answer.StatusCode, Word(problem, "code"), Word(problem, "field")));
    }

    [Fact]
    public async Task A_number_that_objects_or_is_there_already_is_not_added()
    {
        var lead = new { phones = new[] { "+33199008803" }, country = "FR" };
        using var first = await service.PostAsync("/v1/campaigns/renewals/leads", lead);
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await AssertCodeAsync("numberKnown", await service.PostAsync("/v1/campaigns/renewals/leads", lead));
        using var content = new StringContent("01 99 00 88 04\n+33199008805\nnothing\n", Encoding.UTF8, "text/plain");
        using var uploaded = await service.Client.PostAsync(new Uri("/v1/do-not-call/import?country=FR", UriKind.Relative), content);
        var done = await uploaded.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((2, 2, 3), (done.GetProperty("numbers").GetInt32(), done.GetProperty("added").GetInt32(), done.GetProperty("unreadableLines")[0].GetInt32()));
        await AssertCodeAsync("onDoNotCall", await service.PostAsync("/v1/campaigns/renewals/leads", new { phones = new[] { "+33199008804" }, country = "FR" }));
        var entry = await service.GetAsync("/v1/do-not-call/+33199008804");
        Assert.Equal(("person", "upload http.token"), (Word(entry, "binds"), Word(entry, "source")));
        var page = await service.GetAsync("/v1/do-not-call?limit=1");
        Assert.NotEqual(Word(page.GetProperty("items")[0], "number"), Word((await service.GetAsync($"/v1/do-not-call?limit=1&after={Word(page, "next")}")).GetProperty("items")[0], "number"));
    }

    [Fact]
    public async Task Why_a_lead_is_not_called_is_told_rule_by_rule()
    {
        using var made = await service.PostAsync("/v1/campaigns/renewals/leads", new { phones = new[] { "+33199008811", "+33639988811" }, country = "FR" });
        long id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetInt64();
        using var said = await service.PostAsync("/v1/do-not-call", new { number = "+33199008811" });
        Assert.Equal(HttpStatusCode.NoContent, said.StatusCode);
        var told = await service.GetAsync($"/v1/leads/{id}/explanation");
        Assert.False(told.GetProperty("callable").GetBoolean());
        Assert.False(told.TryGetProperty("callableFrom", out _), told.ToString()); // The objection binds the person, by either number.
        var numbers = told.GetProperty("numbers").EnumerateArray().ToArray();
        Assert.Equal(["+33199008811", "+33639988811"], numbers.Select(number => Word(number, "number")));
        Assert.All(numbers, number => Assert.Equal(
            ["number yes", "destination yes", "doNotCall doNotCall", "consent yes", "restAfterRefusal yes", "restAfterAbandon yes", "restAfterMachine yes", "attempts yes", "callingHours yes", "notInCall yes"],
            number.GetProperty("rules").EnumerateArray().Select(rule => $"{Word(rule, "rule")} {(rule.GetProperty("allows").GetBoolean() ? "yes" : Word(rule, "refusal"))}")));
        Assert.Contains(told.GetProperty("rules").EnumerateArray(), rule => Word(rule, "rule") == "rules" && Word(rule, "words").Contains("do-not-call list", StringComparison.Ordinal));
        using var unknown = await service.Client.GetAsync(new Uri("/v1/leads/999999999/explanation", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_list_is_looked_at_and_then_imported_with_its_rejects()
    {
        const string rows = "Nom;Mobile;Autre\nAnne;01 99 00 77 01;1\nBob;not a number;2\nChloé;01 99 00 77 03;3\n";
        var looked = await ImportAsync("spring", "dryRun=true&phones=Mobile", rows);
        Assert.Equal((2, 1), (looked.GetProperty("leads").GetInt32(), looked.GetProperty("rejectedRows").GetInt32()));
        Assert.Equal("Mobile", looked.GetProperty("phones")[0].GetString());
        Assert.DoesNotContain("spring", Names(await service.GetAsync("/v1/campaigns/renewals/lists")));
        var done = await ImportAsync("spring", "phones=Mobile", rows);
        Assert.Equal((2, 1, false), (done.GetProperty("leads").GetInt32(), done.GetProperty("rejectedRows").GetInt32(), done.GetProperty("alreadyThere").GetBoolean()));
        Assert.Contains("spring", Names(await service.GetAsync("/v1/campaigns/renewals/lists")));
        var reject = Assert.Single((await service.GetAsync($"/v1/imports/{_last}/rejects")).GetProperty("items").EnumerateArray());
        Assert.Equal((3, "Mobile", "not a number"), (reject.GetProperty("line").GetInt32(), Word(reject, "field"), Word(reject, "value")));
        Assert.True((await ImportAsync("spring", "phones=Mobile", rows)).GetProperty("alreadyThere").GetBoolean());

        var unread = await ImportRawAsync("spring", "phones=Fax", rows + "Dora;01 99 00 77 04;4\n");
        Assert.Equal("failed", Word(unread, "state"));
        Assert.Contains("Fax", Word(unread, "trouble"), StringComparison.Ordinal);
        Assert.DoesNotContain(".upload", Word(unread, "trouble"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_says_apart_whether_it_lives_and_whether_it_may_be_given_work()
    {
        using var monitor = new HttpClient { BaseAddress = service.Service.HttpAddress };
        foreach (string path in (string[])["/health", "/health/live", "/health/ready"])
            Assert.Equal("ok", Word(await monitor.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative)), "status"));
    }

    private string _last = "";

    private async Task<JsonElement> ImportAsync(string list, string query, string rows)
    {
        var job = await ImportRawAsync(list, query, rows);
        return job.TryGetProperty("result", out var result) ? result : throw new InvalidDataException(job.ToString());
    }

    private async Task<JsonElement> ImportRawAsync(string list, string query, string rows)
    {
        using var content = new StringContent(rows, Encoding.UTF8, "text/csv");
        using var answer = await service.Client.PostAsync(new Uri($"/v1/campaigns/renewals/lists/{list}/import?country=FR&{query}", UriKind.Relative), content);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        _last = Word(await answer.Content.ReadFromJsonAsync<JsonElement>(), "id");
        for (int i = 0; i < 3_000; i++)
        {
            var job = await service.GetAsync($"/v1/imports/{_last}");
            if (Word(job, "state") is "done" or "failed")
                return job;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException("the import did not end");
    }

    private static async Task AssertCodeAsync(string code, HttpResponseMessage answer)
    {
        using (answer)
            Assert.Equal((HttpStatusCode.Conflict, code), (answer.StatusCode, Word(await answer.Content.ReadFromJsonAsync<JsonElement>(), "code")));
    }

    private static string Word(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static long[] Ids(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64())];

    private static string[] Names(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(item => Word(item, "name"))];
}
