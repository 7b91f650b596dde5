using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dialer.Core.Ids;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>The HTTP interface over a real socket, in front of a dialer that really calls.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class DialerApiTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task An_agents_day_goes_by_over_http_and_the_stream_says_who_is_on_the_line()
    {
        using var stream = await service.Client.GetStreamAsync(new Uri("/v1/events?agent=1", UriKind.Relative), TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        using var events = new StreamReader(stream);

        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/log-in");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/ready");
        await service.AgentIsAsync("ana", "ready");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/campaigns/renewals/start");

        var connected = await EventAsync(events, "connected");
        Assert.Equal(1, connected.GetProperty("agent").GetInt32());
        var lead = connected.GetProperty("lead");
        Assert.Equal(connected.GetProperty("party").GetString(), lead.GetProperty("phones")[0].GetString());
        Assert.True(lead.GetProperty("fields").TryGetProperty("Prénom", out _));

        var row = await service.GetAsync("/v1/agents/1");
        Assert.Equal("talking", row.GetProperty("state").GetString());
        Assert.Equal(lead.GetProperty("id").GetInt64(), row.GetProperty("lead").GetInt64());
        long interaction = connected.GetProperty("interaction").GetInt64();
        Assert.Equal(interaction, row.GetProperty("interaction").GetInt64());

        // Too soon to say it of whoever is on the line; nothing is ended or described by another name.
        await AssertCode("ambiguousInteraction", "/v1/agents/ana/disposition", new { code = "late word", doNotCall = true });
        foreach (string command in new[] { "hang-up", "hold", "retrieve" })
        {
            await AssertCode("staleInteraction", $"/v1/agents/ana/{command}", new { interaction = interaction + 9_999 });
            await AssertCode("staleInteraction", $"/v1/interactions/{interaction + 9_999}/{command}");
        }
        await AssertCode("staleInteraction", "/v1/agents/ana/disposition", new { interaction = interaction + 9_999, code = "sale" });
        await AssertCode("staleInteraction", $"/v1/interactions/{interaction + 9_999}/disposition", new { code = "sale" });
        await AssertCode("staleInteraction", "/v1/agents/ben/hang-up", new { interaction });
        Assert.Equal("talking", (await service.GetAsync("/v1/agents/1")).GetProperty("state").GetString());

        await UntilAsync(() => service.Recordings.Any(file => file.Contains(Path.Combine("recordings", "renewals"), StringComparison.Ordinal)), "no recording");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/supervise", new { supervisor = "eve", mode = "listen" });
        await UntilAsync(() => service.Phones.StateOf(2) is { Up: true, PacketsReceived: > 10 }, "the supervisor hears nothing");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/supervise", new { supervisor = "eve", mode = "off" });
        await UntilAsync(() => !service.Phones.StateOf(2).Up, "the supervisor is still on the line");

        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/hold", new { interaction });
        await service.AgentIsAsync("ana", "onHold");
        await AssertStatus(HttpStatusCode.NoContent, $"/v1/interactions/{interaction}/retrieve");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/campaigns/renewals/pause");
        await AssertStatus(HttpStatusCode.NoContent, $"/v1/interactions/{interaction}/hang-up");
        await service.AgentIsAsync("ana", "wrapUp");
        await AssertStatus(HttpStatusCode.OK, "/v1/agents/ana/disposition", new { interaction, code = "sale", note = "two of them" });
        var closed = await EventAsync(events, "attemptClosed");
        Assert.Equal(interaction, closed.GetProperty("interaction").GetInt64());
        Assert.Equal("sale", closed.GetProperty("disposition").GetString());
        Assert.InRange(closed.GetProperty("audio").GetProperty("mos").GetDouble(), 1, 4.5);

        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/not-ready", new { reason = "lunch" });
        await service.AgentIsAsync("ana", "notReady");
        Assert.Equal("lunch", (await service.GetAsync("/v1/agents/ana")).GetProperty("reason").GetString());
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ana/log-out");
        await service.AgentIsAsync("ana", "loggedOut");

        // Logged out, and the conversation can still be described by its name; it is on disk with the answer.
        await AssertStatus(HttpStatusCode.OK, "/v1/agents/ana/disposition", new { interaction, code = "objects", doNotCall = true });
        Assert.Contains(connected.GetProperty("party").GetString(), service.Service.Dialer.Store.DoNotCall());
        var late = await EventAsync(events, "disposition", said => said.TryGetProperty("late", out _));
        Assert.Equal((interaction, "objects"), (late.GetProperty("interaction").GetInt64(), late.GetProperty("disposition").GetString()));
        await AssertStatus(HttpStatusCode.OK, $"/v1/interactions/{interaction}/disposition", new { code = "sale", note = "two of them" });
        await AssertCode("staleInteraction", "/v1/agents/ben/disposition", new { interaction, code = "sale" });

        var report = await service.GetAsync("/v1/campaigns/renewals/report");
        Assert.Equal(1, report.GetProperty("dispositions").GetProperty("sale").GetInt32());
        Assert.InRange(report.GetProperty("audio").GetProperty("calls").GetInt32(), 1, report.GetProperty("attempts").GetInt32());
        var figures = Assert.Single((await service.GetAsync("/v1/reports/attempts?by=all&campaign=renewals")).GetProperty("rows").EnumerateArray());
        foreach (string same in (string[])["attempts", "connected", "abandoned", "machines", "answeredLive"])
            Assert.Equal(report.GetProperty(same).GetInt32(), figures.GetProperty(same).GetInt32());
        Assert.Equal("ana", Assert.Single((await service.GetAsync("/v1/reports/agents?agent=ana&timeZone=Europe/Paris")).GetProperty("rows").EnumerateArray().Take(1)).GetProperty("agent").GetString());
        Assert.StartsWith("from,queue,offered", await service.Client.GetStringAsync(new Uri("/v1/reports/queues?by=hour&format=csv", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("dialer_attempts_total{campaign=\"renewals\"}", await service.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal("two of them", service.Service.Dialer.Store.Lead(new LeadId(lead.GetProperty("id").GetInt64()))!.LastNote);
    }

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (int i = 0; i < 6_000 && !condition(); i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.True(condition(), what);
    }

    [Fact]
    public async Task A_caller_is_answered_and_given_to_an_agent()
    {
        using var stream = await service.Client.GetStreamAsync(new Uri("/v1/events?agent=2", UriKind.Relative), TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        using var events = new StreamReader(stream);
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ben/log-in");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ben/ready");
        await service.AgentIsAsync("ben", "ready");
        service.Carrier.PlaceInbound(service.Service.Dialer.SipEndPoint, "+33199001234", "+33600000001");
        var connected = await EventAsync(events, "connected");
        Assert.Equal("+33600000001", connected.GetProperty("party").GetString());
        Assert.False(connected.TryGetProperty("lead", out _));
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ben/log-out");
        await AssertStatus(HttpStatusCode.NoContent, "/v1/agents/ben/hang-up");
        long interaction = connected.GetProperty("interaction").GetInt64();
        await AssertStatus(HttpStatusCode.OK, "/v1/agents/ben/disposition", new { interaction, code = "helped" });
        await service.AgentIsAsync("ben", "loggedOut");
    }

    [Fact]
    public async Task What_cannot_be_done_now_is_refused_with_the_reason()
    {
        await AssertProblem(HttpStatusCode.Conflict, "not logged in", "/v1/agents/ben/ready");
        await AssertProblem(HttpStatusCode.NotFound, "There is no agent", "/v1/agents/nobody/ready");
        await AssertProblem(HttpStatusCode.NotFound, "There is no campaign", "/v1/campaigns/none/start");
        await AssertProblem(HttpStatusCode.NotFound, "", "/v1/agents/ben/dance");
    }

    [Theory]
    [InlineData("/v1/agents/ben/supervise", """{ "supervisor": "nobody", "mode": "listen" }""", HttpStatusCode.BadRequest, "supervisor")]
    [InlineData("/v1/agents/ben/supervise", """{ "supervisor": "eve", "mode": "shout" }""", HttpStatusCode.BadRequest, "mode")]
    [InlineData("/v1/agents/ben/not-ready", "{}", HttpStatusCode.BadRequest, "reason")]
    [InlineData("/v1/agents/ben/not-ready", "{ \"reason\": \" \" }", HttpStatusCode.BadRequest, "reason")]
    [InlineData("/v1/agents/ben/not-ready", "not json", HttpStatusCode.BadRequest, "")]
    [InlineData("/v1/agents/ben/not-ready", "{ \"reason\": \"break\", \"until\": 5 }", HttpStatusCode.BadRequest, "")]
    [InlineData("/v1/agents/ben/disposition", "{ \"note\": \"no code\" }", HttpStatusCode.BadRequest, "code")]
    [InlineData("/v1/agents/ben/disposition", "{ \"code\": \"sale\", \"interaction\": 0 }", HttpStatusCode.BadRequest, "interaction")]
    [InlineData("/v1/agents/ben/hang-up", "{ \"interaction\": -5 }", HttpStatusCode.BadRequest, "interaction")]
    [InlineData("/v1/agents/ben/hold", "{ \"interaction\": \"this one\" }", HttpStatusCode.BadRequest, "")]
    [InlineData("/v1/interactions/7/disposition", "{ \"code\": \"sale\", \"interaction\": 8 }", HttpStatusCode.BadRequest, "another conversation")]
    [InlineData("/v1/interactions/7/disposition", "{}", HttpStatusCode.BadRequest, "code")]
    [InlineData("/v1/interactions/0/hang-up", "{}", HttpStatusCode.NotFound, "")]
    [InlineData("/v1/campaigns/renewals/mode", "", HttpStatusCode.BadRequest, "Nothing to change is named")]
    [InlineData("/v1/campaigns/renewals/mode", "{ \"mode\": ", HttpStatusCode.BadRequest, "not valid JSON")]
    [InlineData("/v1/campaigns/renewals/mode", "[]", HttpStatusCode.BadRequest, "An object in braces")]
    [InlineData("/v1/campaigns/renewals/mode", "{ \"mood\": \"ratio\" }", HttpStatusCode.BadRequest, "Did you mean")]
    [InlineData("/v1/do-not-call", "{ \"number\": \"0199001234\" }", HttpStatusCode.BadRequest, "international form")]
    [InlineData("/v1/do-not-call", "{ \"number\": null }", HttpStatusCode.BadRequest, "international form")]
    public async Task A_wrong_body_is_a_problem_and_not_an_error(string path, string body, HttpStatusCode status, string says)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await service.Client.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(says, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_field_of_a_dial_mode_is_told_at_once_by_its_name_and_nothing_changes()
    {
        using var answer = await service.PostAsync("/v1/campaigns/renewals/mode",
            new { mode = "auto", pacer = "crystal ball", ratio = 0, maxLinesPerAgent = "many", preview = new { seconds = 1, onTimeOut = "call", sound = true } });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("errors").EnumerateObject().Select(field => field.Name);
        Assert.Equal(["maxLinesPerAgent", "mode", "pacer", "preview.onTimeOut", "preview.seconds", "preview.sound", "ratio"], errors.Order());
        Assert.Equal("progressive", (await service.GetAsync("/v1/campaigns/renewals")).GetProperty("dialing").GetProperty("mode").GetString());
        await AssertProblem(HttpStatusCode.NotFound, "There is no campaign", "/v1/campaigns/none/mode");
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = new StringContent($"{{ \"reason\": \"{new string('x', 100_000)}\" }}", System.Text.Encoding.UTF8, "application/json");
        using var answer = await service.Client.PostAsync(new Uri("/v1/agents/ben/not-ready", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Without_the_token_only_the_health_and_the_description_are_told()
    {
        using var stranger = service.NewClient();
        foreach (string path in new[] { "/v1/agents", "/v1/events", "/v1/campaigns", "/v1/wallboard" })
        {
            using var answer = await stranger.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
        stranger.DefaultRequestHeaders.Authorization = new("Bearer", RunningService.Token + "x");
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(new Uri("/v1/agents", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains("\"ok\"", await stranger.GetStringAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("/v1/agents", await stranger.GetStringAsync(new Uri("/openapi.json", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    public async Task Pages_of_other_sites_press_no_buttons(string header, string value, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/agents/ben/log-in");
        request.Headers.TryAddWithoutValidation(header, value);
        using var answer = await service.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("loggedOut", (await service.GetAsync("/v1/agents/ben")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_number_that_objects_is_stored_at_once()
    {
        await AssertStatus(HttpStatusCode.NoContent, "/v1/do-not-call", new { number = "+33199007777" });
        Assert.Contains("+33199007777", service.Service.Dialer.Store.DoNotCall());
    }

    [Fact]
    public async Task Leads_that_a_crash_cut_off_are_released_on_demand()
    {
        using var answer = await service.PostAsync("/v1/campaigns/renewals/release-interrupted");
        Assert.Equal(0, (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("released").GetInt32());
        await AssertProblem(HttpStatusCode.NotFound, "no campaign", "/v1/campaigns/unheard/release-interrupted");
    }

    [Fact]
    public async Task The_interface_describes_itself()
    {
        var document = await service.GetAsync("/openapi.json");
        string[] paths = document.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToArray();
        foreach (string path in new[] { "/health", "/v1/agents/{agent}/ready", "/v1/agents/{agent}/disposition", "/v1/interactions/{interaction}/hang-up", "/v1/interactions/{interaction}/disposition", "/v1/campaigns/{campaign}/start", "/v1/campaigns/{campaign}/mode", "/v1/events" })
            Assert.Contains(path, paths);
    }

    [Fact]
    public async Task Campaigns_trunks_and_the_wallboard_are_shown()
    {
        Assert.Equal("renewals", (await service.GetAsync("/v1/campaigns/1")).GetProperty("name").GetString());
        Assert.True((await service.GetAsync("/v1/trunks")).GetProperty("items")[0].GetProperty("available").GetBoolean());
        var queue = (await service.GetAsync("/v1/queues")).GetProperty("items")[0];
        Assert.InRange(queue.GetProperty("answered").GetInt64(), 0, queue.GetProperty("offered").GetInt64());
        Assert.InRange(queue.GetProperty("serviceLevel").GetDouble(), 0, 1);
        Assert.Equal(2, (await service.GetAsync("/v1/wallboard")).GetProperty("agents").GetArrayLength());
    }

    private async Task AssertStatus(HttpStatusCode status, string path, object? body = null)
    {
        using var answer = await service.PostAsync(path, body);
        Assert.True(status == answer.StatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private async Task AssertProblem(HttpStatusCode status, string says, string path)
    {
        using var answer = await service.PostAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task AssertCode(string code, string path, object? body = null)
    {
        using var answer = await service.PostAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Conflict, $"{path}: {answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(text).GetProperty("code").GetString());
    }

    /// <summary>The next event of that type.</summary>
    private static async Task<JsonElement> EventAsync(StreamReader events, string type, Func<JsonElement, bool>? where = null)
    {
        while (true)
        {
            string? line = await events.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            if (line != $"event: {type}")
                continue;
            string data = (await events.ReadLineAsync(TestContext.Current.CancellationToken))!;
            var said = JsonSerializer.Deserialize<JsonElement>(data["data: ".Length..]);
            if (where is null || where(said))
                return said;
        }
    }
}
