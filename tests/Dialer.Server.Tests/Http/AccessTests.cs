using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dialer.Server.Http.Access;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>Who may: users with roles and limits, keys with scopes, and what they changed.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class AccessTests(RunningService service) : IClassFixture<RunningService>
{
    private const string Password = "a password of length";

    private static readonly string[] Roles = ["agent", "supervisor", "manager", "administrator"];

    private static readonly (string Method, string Path, string[] May)[] Matrix =
    [
        .. File.ReadAllLines(Repository.File("tests", "Dialer.Server.Tests", "Http", "access.txt")).Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(words => (words[0], words[1], words[2..])),
    ];

    [Fact]
    public async Task Every_route_is_in_the_matrix_and_the_matrix_has_no_other()
    {
        var document = await service.GetAsync("/openapi.json");
        string[] routes = [.. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")), "GET /openapi.json"];
        Assert.Equal(routes.Order(StringComparer.Ordinal), Matrix.Select(row => $"{row.Method} {row.Path}").Order(StringComparer.Ordinal));
    }

    /// <summary>Asks each route as each role. What is meant does not exist, so that nothing comes of it but the refusal.</summary>
    [Fact]
    public async Task Every_route_lets_those_in_whom_the_matrix_names_and_nobody_else()
    {
        var wrong = new List<string>();
        for (int role = 0; role < Roles.Length; role++)
        {
            using var client = await UserAsync($"matrix-{Roles[role]}", Roles[role]);
            foreach (var (method, path, may) in Matrix.Where(row => row.Path != "/v1/sessions/current" && row.Path != "/v1/events"))
            {
                string asked = Regex.Replace(path, @"\{[^}]*\}", match => match.Value is "{interaction}" or "{delivery}" or "{lead}" ? "999999" : "nobody");
                using var answer = await SendAsync(client, method, asked);
                string code = answer.IsSuccessStatusCode ? "" : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()!;
                bool isRefused = code is "roleNeeded" or "tokenNeeded" or "scopeNeeded";
                bool shouldBe = may[role] == "no" || (may[role] == "own" && path == "/v1/users/{user}/password");
                if (isRefused != shouldBe || answer.StatusCode == HttpStatusCode.InternalServerError)
                    wrong.Add($"{Roles[role]}: {method} {path}: {may[role]}, and the answer is {(int)answer.StatusCode} {code}");
            }
        }
        using var stranger = service.NewClient();
        foreach (var (method, path, may) in Matrix)
        {
            using var answer = await SendAsync(stranger, method, Regex.Replace(path, @"\{[^}]*\}", "1"));
            if ((answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests) == (may[0] == "open"))
                wrong.Add($"stranger: {method} {path}: {answer.StatusCode}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task An_agent_sees_and_commands_what_is_its_own()
    {
        using var ana = await UserAsync("own-ana", "agent", agent: "ana");
        Assert.Equal("ana", Assert.Single((await JsonAsync(ana, "/v1/agents")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        foreach (var (method, path, _) in Matrix.Where(row => row.Path.StartsWith("/v1/agents/{agent}", StringComparison.Ordinal) && row.May[0] == "own"))
        {
            string? body = path[(path.LastIndexOf('/') + 1)..] switch
            {
                "not-ready" => """{ "reason": "break" }""",
                "disposition" => """{ "code": "sale" }""",
                "extend" => """{ "seconds": 5 }""",
                "pick-up" => """{ "place": 1 }""",
                _ => null,
            };
            using var others = await SendAsync(ana, method, path.Replace("{agent}", "ben", StringComparison.Ordinal), body ?? "{}", wantsBody: body is not null);
            Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        }
        using var own = await SendAsync(ana, "POST", "/v1/agents/ana/ready");
        Assert.Equal(HttpStatusCode.Conflict, own.StatusCode);
        var me = await JsonAsync(ana, "/v1/me");
        Assert.Equal(("user:own-ana", "agent", "ana"), (me.GetProperty("name").GetString(), me.GetProperty("role").GetString(), me.GetProperty("agent").GetString()));
    }

    [Fact]
    public async Task Who_is_limited_to_another_campaign_sees_none_of_this_one()
    {
        using var outsider = await UserAsync("outsider", "supervisor", campaigns: ["somebody else's"]);
        Assert.Equal(0, (await JsonAsync(outsider, "/v1/campaigns")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await JsonAsync(outsider, "/v1/agents")).GetProperty("items").GetArrayLength());
        var board = await JsonAsync(outsider, "/v1/wallboard");
        Assert.Equal((0, 0), (board.GetProperty("campaigns").GetArrayLength(), board.GetProperty("agents").GetArrayLength()));
        foreach (string path in (string[])["/v1/campaigns/renewals", "/v1/campaigns/renewals/report", "/v1/agents/ana"])
        {
            using var answer = await SendAsync(outsider, "GET", path);
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        using var started = await SendAsync(outsider, "POST", "/v1/campaigns/renewals/start");
        Assert.Equal(HttpStatusCode.NotFound, started.StatusCode);
        using var insider = await UserAsync("insider", "supervisor", campaigns: ["renewals"]);
        Assert.Equal(1, (await JsonAsync(insider, "/v1/campaigns")).GetProperty("items").GetArrayLength());
        Assert.Equal(2, (await JsonAsync(insider, "/v1/wallboard")).GetProperty("agents").GetArrayLength());
    }

    [Fact]
    public async Task A_key_does_what_its_scopes_say_until_it_is_deleted()
    {
        using var made = await service.PostAsync("/v1/keys", new { name = "crm", role = "manager", scopes = new[] { "campaigns:read" } });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var reply = await made.Content.ReadFromJsonAsync<JsonElement>();
        using var crm = service.NewClient();
        crm.DefaultRequestHeaders.Authorization = new("Bearer", reply.GetProperty("token").GetString());
        Assert.Equal(1, (await JsonAsync(crm, "/v1/campaigns")).GetProperty("items").GetArrayLength());
        await AssertCodeAsync(crm, "POST", "/v1/campaigns/renewals/start", 403, "scopeNeeded");
        await AssertCodeAsync(crm, "GET", "/v1/agents", 403, "scopeNeeded");
        using var gone = await SendAsync(service.Client, "DELETE", $"/v1/keys/{reply.GetProperty("key").GetProperty("id").GetString()}");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        await AssertCodeAsync(crm, "GET", "/v1/campaigns", 401, "tokenNeeded");
        Assert.DoesNotContain(reply.GetProperty("token").GetString()!, (await service.GetAsync("/v1/audit")).ToString(), StringComparison.Ordinal);
        using var unheard = await service.PostAsync("/v1/keys", new { name = "crm", role = "manager", scopes = new[] { "coffee:write" } });
        Assert.Contains("campaigns:write", await unheard.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_changes_at_once_the_second_is_told_and_a_user_who_lost_its_rights_has_none()
    {
        using var client = await UserAsync("twice", "manager");
        using var read = await SendAsync(service.Client, "GET", "/v1/users/twice");
        string tag = read.Headers.ETag!.Tag;
        await AssertCodeAsync(service.Client, "PUT", "/v1/users/twice", 428, "ifMatchNeeded", """{ "role": "supervisor" }""");
        using var first = await PutAsync("/v1/users/twice", tag, """{ "role": "supervisor" }""");
        using var second = await PutAsync("/v1/users/twice", tag, """{ "role": "manager" }""");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.PreconditionFailed), (first.StatusCode, second.StatusCode));
        await AssertCodeAsync(client, "POST", "/v1/campaigns/renewals/release-interrupted", 403, "roleNeeded");
        var change = (await service.GetAsync("/v1/audit?action=changeUser&limit=1")).GetProperty("items")[0];
        Assert.Equal(("http.token", "/v1/users/twice", "127.0.0.1"), (change.GetProperty("who").GetString(), change.GetProperty("subject").GetString(), change.GetProperty("source").GetString()));
        Assert.Contains("manager", change.GetProperty("was").GetString(), StringComparison.Ordinal);
        Assert.Contains("supervisor", change.GetProperty("became").GetString(), StringComparison.Ordinal);
        using var deleted = await SendAsync(service.Client, "DELETE", "/v1/users/twice");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await AssertCodeAsync(client, "GET", "/v1/me", 401, "tokenNeeded");
    }

    [Fact]
    public async Task A_session_ends_when_it_is_ended_and_when_the_password_changes()
    {
        using var first = await UserAsync("leaving", "supervisor");
        using var second = await LogInAsync("leaving", Password);
        using var ended = await SendAsync(first, "DELETE", "/v1/sessions/current");
        Assert.Equal(HttpStatusCode.NoContent, ended.StatusCode);
        await AssertCodeAsync(first, "GET", "/v1/me", 401, "tokenNeeded");
        await AssertCodeAsync(second, "PUT", "/v1/users/leaving/password", 400, "wrongPassword", """{ "password": "another of length", "current": "not this one" }""");
        using var changed = await SendAsync(second, "PUT", "/v1/users/leaving/password", $$"""{ "password": "another of length", "current": "{{Password}}" }""");
        Assert.Equal(HttpStatusCode.NoContent, changed.StatusCode);
        await AssertCodeAsync(second, "GET", "/v1/me", 401, "tokenNeeded");
        (await LogInAsync("leaving", "another of length")).Dispose();
    }

    [Fact]
    public async Task A_page_of_this_program_asks_by_the_cookie_of_its_session()
    {
        (await UserAsync("desk", "supervisor")).Dispose();
        using var jar = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = service.Service.HttpAddress };
        using var loggedIn = await jar.PostAsJsonAsync(new Uri("/v1/sessions", UriKind.Relative), new { user = "desk", password = Password });
        string cookie = Assert.Single(loggedIn.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await jar.GetAsync(new Uri("/v1/me", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Guessing_a_password_is_slowed_audited_and_told_to_wait()
    {
        (await UserAsync("guessed", "supervisor")).Dispose();
        using var stranger = service.NewClient();
        HttpStatusCode status = default;
        for (int i = 0; i <= WrongTokens.MostInWindow && status != HttpStatusCode.TooManyRequests; i++)
        {
            using var answer = await stranger.PostAsJsonAsync(new Uri("/v1/sessions", UriKind.Relative), new { user = "guessed", password = $"guess number {i}" });
            status = answer.StatusCode;
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(WrongTokens.MostInWindow, (await service.GetAsync("/v1/audit?action=logInRefused&who=user:guessed")).GetProperty("items").GetArrayLength());
    }

    [Theory]
    [InlineData("""{ "name": "x", "role": "king" }""", "role")]
    [InlineData("""{ "name": "x" }""", "role")]
    [InlineData("""{ "name": "x/y", "role": "manager" }""", "name")]
    [InlineData("""{ "name": "x", "role": "manager", "password": "short" }""", "password")]
    [InlineData("""{ "name": "x", "role": "agent" }""", "agent")]
    [InlineData("""{ "name": "x", "role": "administrator", "queues": [] }""", "queues")]
    public async Task A_user_that_cannot_be_is_refused_by_its_field(string body, string field)
    {
        using var answer = await SendAsync(service.Client, "POST", "/v1/users", body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(field, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("field").GetString());
    }

    private async Task<HttpClient> UserAsync(string name, string role, string? agent = null, string[]? campaigns = null)
    {
        using var made = await service.PostAsync("/v1/users", new { name, role, password = Password, agent = role == "agent" ? agent ?? "nobody's" : null, campaigns });
        Assert.True(made.StatusCode == HttpStatusCode.Created, await made.Content.ReadAsStringAsync());
        return await LogInAsync(name, Password);
    }

    private async Task<HttpClient> LogInAsync(string user, string password)
    {
        using var answer = await service.Client.PostAsJsonAsync(new Uri("/v1/sessions", UriKind.Relative), new { user, password });
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        var client = service.NewClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        return client;
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, string method, string path, string body = "{}", bool wantsBody = true)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (method is "POST" or "PUT" && wantsBody)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        return client.SendAsync(request);
    }

    private async Task<HttpResponseMessage> PutAsync(string path, string tag, string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(path, UriKind.Relative)) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", tag);
        return await service.Client.SendAsync(request);
    }

    private static async Task<JsonElement> JsonAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static async Task AssertCodeAsync(HttpClient client, string method, string path, int status, string code, string body = "{}")
    {
        using var answer = await SendAsync(client, method, path, body);

        // Many strangers of one test come from one address: they are told to wait by then.
        if (status == 401 && answer.StatusCode == HttpStatusCode.TooManyRequests)
            return;
        Assert.Equal((status, code), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
    }
}
