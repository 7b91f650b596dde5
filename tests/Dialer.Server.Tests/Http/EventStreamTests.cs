using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Monitoring;
using Dialer.Testing;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>What happens, said to whoever may hear it, and said again to who was away.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class EventStreamTests(RunningService service) : IClassFixture<RunningService>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Who_was_away_reads_on_by_the_last_number_without_a_gap_or_a_repetition()
    {
        Refused();
        Refused();
        long first;
        using (var early = await ListenAsync("?kind=commandRefused&after=0"))
            first = (await NextAsync(early)).Number!.Value;
        for (int i = 0; i < 5; i++)
            Refused();
        using var stream = await ListenAsync("?kind=commandRefused", lastEventId: first);
        Refused();
        var numbers = new List<long>();
        for (int i = 0; i < 7; i++)
            numbers.Add((await NextAsync(stream)).Number!.Value);
        Assert.Equal(numbers.Order().Distinct(), numbers);
        Assert.All(numbers, number => Assert.True(number > first));
        Assert.Equal(numbers, service.Service.Dialer.EventLog.Read(first, 500).Where(happened => happened.Kind == "commandRefused").Take(7).Select(happened => happened.Number));
    }

    [Fact]
    public async Task The_same_comes_over_a_web_socket()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {RunningService.Token}");
        var address = new UriBuilder(service.Service.HttpAddress) { Scheme = "ws", Path = "/v1/events", Query = "kind=commandRefused" }.Uri;
        await socket.ConnectAsync(address, TestContext.Current.CancellationToken);
        byte[] buffer = new byte[8_192];
        var receiving = socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        while (!receiving.IsCompleted)
        {
            // The handshake is answered before the listener has begun.
            Refused();
            await Task.WhenAny(receiving, Task.Delay(200, TestContext.Current.CancellationToken));
        }
        var said = JsonDocument.Parse(Encoding.UTF8.GetString(buffer, 0, (await receiving).Count)).RootElement;
        Assert.Equal("commandRefused", said.GetProperty("type").GetString());
        Assert.True(said.GetProperty("number").GetInt64() > 0);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_agent_hears_its_own_and_its_stream_ends_with_its_right()
    {
        using var made = await service.PostAsync("/v1/users", new { name = "hearing", role = "agent", agent = "ana", password = "a password of length" });
        using var session = await service.PostAsync("/v1/sessions", new { user = "hearing", password = "a password of length" });
        using var ana = service.NewClient();
        ana.DefaultRequestHeaders.Authorization = new("Bearer", (await session.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        using var stream = await ListenAsync("", client: ana);
        Refused(agent: 2);
        Refused(agent: 1);
        Assert.Equal((1, "commandRefused"), await NextAsync(stream) is var heard ? (heard.Agent, heard.Kind) : default);
        using var deleted = await service.Client.DeleteAsync(new Uri("/v1/users/hearing", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Refused(agent: 1);
        Assert.Null(await ReadLineAsync(stream, line => line.StartsWith("event: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("?kind=connectd", 400, "invalidField")]
    [InlineData("?agent=nobody", 404, "unknownAgent")]
    [InlineData("?queue=none", 404, "unknownQueue")]
    [InlineData("?campaign=none", 404, "unknownCampaign")]
    [InlineData("?after=-1", 400, "invalidField")]
    public async Task A_filter_that_names_nothing_is_refused(string query, int status, string code)
    {
        using var answer = await service.Client.GetAsync(new Uri("/v1/events" + query, UriKind.Relative));
        Assert.Equal((status, code), ((int)answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
    }

    [Fact]
    public void The_documentation_lists_every_kind_and_no_other()
    {
        string[] documented = [.. Regex.Matches(File.ReadAllText(Repository.File("docs", "events.md")), @"^\| `(\w+)` \|", RegexOptions.Multiline).Select(row => row.Groups[1].Value)];
        Assert.Equal(EventKinds.All.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
        string maker = File.ReadAllText(Repository.File("src", "Dialer.Server", "Monitoring", "EventMaker.cs"));
        Assert.All(Regex.Matches(maker, @"Of\(""(\w+)""").Select(made => made.Groups[1].Value), kind => Assert.Contains(kind, EventKinds.All));
    }

    /// <summary>Something that happens at once: an agent who is not there is told to be ready.</summary>
    private void Refused(int agent = 2) => service.Service.Dialer.Tell(EngineInput.AgentReady(new AgentId(agent)));

    private async Task<StreamReader> ListenAsync(string query, long? lastEventId = null, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("/v1/events" + query, UriKind.Relative));
        if (lastEventId is { } last)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = await (client ?? service.Client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        return new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
    }

    private static async Task<(long? Number, string Kind, int? Agent)> NextAsync(StreamReader stream)
    {
        string data = await ReadLineAsync(stream, line => line.StartsWith("data: ", StringComparison.Ordinal) && !line.Contains("\"heartbeat\"", StringComparison.Ordinal)) ?? throw new EndOfStreamException();
        var said = JsonDocument.Parse(data["data: ".Length..]).RootElement;
        return (said.TryGetProperty("number", out var number) ? number.GetInt64() : null, said.GetProperty("type").GetString()!, said.TryGetProperty("agent", out var agent) ? agent.GetInt32() : null);
    }

    /// <summary>Null: the stream has ended.</summary>
    private static async Task<string?> ReadLineAsync(StreamReader stream, Func<string, bool> isWanted)
    {
        while (await stream.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken) is { } line)
            if (isWanted(line))
                return line;
        return null;
    }
}
