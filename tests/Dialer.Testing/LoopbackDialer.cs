using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Dialer.Tools.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Testing;

/// <summary>
/// `dialer run` with a configuration file, an embedded carrier and agents' phones, seen as an operator sees it: by HTTP
/// and by the event stream, which is listened to from before anything is dialed.
/// </summary>
internal sealed class LoopbackDialer : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private const string AllHours = """{ "hours": [ { "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" } ] }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-modes");
    private StopSignals _signals = StopSignals.Listen();
    private LoopbackCarrier? _carrier;
    private string _trunk = "";
    private AgentPhones _phones = null!;
    private DialerService _service = null!;
    private HttpClient _client = null!;
    private Task<int> _running = null!;
    private EventListener _events = null!;

    public LoopbackCarrier Carrier => _carrier!;

    public RunningDialer Dialer => _service.Dialer;

    /// <summary>Where the store is.</summary>
    public string StorePath => _service.Dialer.Store.Place;

    public string RecordedTo => Path.Combine(_folder.FullName, "run.log");

    /// <summary>What the stream said so far.</summary>
    public JsonElement[] Events => _events.Events;

    /// <param name="agents">How many; named a1, a2 ... and on the phone, not ready, once this returns.</param>
    /// <param name="campaigns">The fields of each campaign after its announcement, rules and list (20 leads each), as JSON without braces; answers are not analyzed unless they say so.</param>
    /// <param name="who">What a number is on each attempt.</param>
    /// <param name="audio">What the called say; null: the generated set.</param>
    /// <param name="silentAgents">The agents say nothing; else they talk and pause, whoever is on the line.</param>
    public static Task<LoopbackDialer> StartAsync(int agents, string[] campaigns, Func<string, int, CalledParty?> who, int leads = 20, AudioLibrary? audio = null, bool silentAgents = false)
    {
        var dialer = new LoopbackDialer { _carrier = LoopbackCarrier.Start(new LoopbackCarrierOptions { Scenario = Scenario.Demo, Seed = 5, Override = who, Audio = audio }) };
        dialer._trunk = dialer._carrier.SipEndPoint.ToString();
        return dialer.BeginAsync(agents, campaigns, leads, silentAgents);
    }

    /// <summary>The same by a carrier of somebody else's.</summary>
    /// <param name="trunk">Its address and port.</param>
    public static Task<LoopbackDialer> StartAsync(int agents, string[] campaigns, string trunk, int leads, bool silentAgents) =>
        new LoopbackDialer { _trunk = trunk }.BeginAsync(agents, campaigns, leads, silentAgents);

    private async Task<LoopbackDialer> BeginAsync(int agents, string[] campaigns, int leads, bool silentAgents)
    {
        _phones = AgentPhones.Start(agents, silent: silentAgents);
        File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.FullName, "said.wav"));
        await File.WriteAllTextAsync(ConfigurationFile, Configuration(agents, campaigns, leads));
        await RunAsync(agents, RecordedTo);
        return this;
    }

    /// <summary>Ends, and starts again from the same file and store; the events of the first run are forgotten.</summary>
    public async Task RestartAsync(int agents)
    {
        await StopAsync();
        _client.Dispose();
        await _service.DisposeAsync();
        _signals.Dispose();
        _signals = StopSignals.Listen();
        await RunAsync(agents, recordTo: null);
    }

    private async Task RunAsync(int agents, string? recordTo)
    {
        var reading = ConfigFile.Read(ConfigurationFile);
        Assert.Empty(reading.Errors);
        _service = new DialerService(reading.Config!, NullLoggerFactory.Instance, new RunningOptions { Line = TelephoneLine.Make, RecordTo = recordTo });
        await _service.StartAsync(CancellationToken.None);
        _running = _service.RunAsync(_signals);
        _client = new HttpClient { BaseAddress = _service.HttpAddress, Timeout = Patience };
        _client.DefaultRequestHeaders.Authorization = new("Bearer", "a-token-that-is-long-enough");
        _events = await EventListener.StartAsync(_client);
        for (int agent = 1; agent <= agents; agent++)
            await DoAsync($"/v1/agents/a{agent}/log-in");
        for (int agent = 1; agent <= agents; agent++)
            await EventAsync("agentState", said => Is(said, "agent", agent) && Is(said, "reason", "logged in"));
    }

    private string ConfigurationFile => Path.Combine(_folder.FullName, "dialer.json");

    public async Task ReadyAsync(params int[] agents)
    {
        foreach (int agent in agents)
            await DoAsync($"/v1/agents/a{agent}/ready");
    }

    /// <summary>Done, or the test fails with what was answered.</summary>
    public async Task DoAsync(string path, object? body = null)
    {
        using var answer = await PostAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        _client.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body));

    public Task<JsonElement> CampaignAsync(string name) => _client.GetFromJsonAsync<JsonElement>(new Uri($"/v1/campaigns/{name}", UriKind.Relative));

    /// <summary>The first event of that kind, or the <paramref name="nth"/>.</summary>
    public Task<JsonElement> EventAsync(string type, Func<JsonElement, bool>? where = null, int nth = 1) => _events.EventAsync(Patience, type, where, nth);

    public int Count(string type, Func<JsonElement, bool>? where = null) => _events.Count(type, where);

    public static bool Is(JsonElement said, string field, object value) => EventListener.Is(said, field, value);

    /// <summary>Ends as a service manager would; everything must be stored.</summary>
    public async Task StopAsync()
    {
        if (!_running.IsCompleted)
            _signals.Count();
        await _running.WaitAsync(Patience);
        await _events.Ended.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _client.Dispose();
        await _service.DisposeAsync();
        await _phones.DisposeAsync();
        if (_carrier is not null)
            await _carrier.DisposeAsync();
        _signals.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Configuration(int agents, string[] campaigns, int leads)
    {
        string Campaign(string fields, int number)
        {
            // A list of its own each: no number is of two campaigns.
            string list = $"list{number}.csv";
            DemoList.Write(Path.Combine(_folder.FullName, list), leads, seed: (ulong)(9 + number));
            string analysis = fields.Contains("\"analysis\"", StringComparison.Ordinal) ? "" : "\"analysis\": \"off\", ";
            return $$"""{ "start": false, {{analysis}}"announcement": "said.wav", "calling": {{AllHours}}, "lists": [ { "file": "{{list}}", "country": "FR" } ], {{fields}} }""";
        }
        return string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "sip": { "bind": "127.0.0.1", "port": 0 },
              "http": { "port": 0, "token": "a-token-that-is-long-enough" },
              "drainSeconds": 0,
              "trunks": [ { "name": "carrier", "address": "{{_trunk}}", "channels": 50, "callsPerSecond": 50, "callerId": "+33199001234" } ],
              "agents": [ {{string.Join(", ", Enumerable.Range(1, agents).Select(agent => $$"""{ "name": "a{{agent}}", "phone": "{{_phones.UriOf(agent - 1)}}" }"""))}} ],
              "campaigns": [ {{string.Join(",\n", campaigns.Select(Campaign))}} ],
              "inbound": [ { "trunk": "carrier", "number": "+33199001234", "queue": "default" } ]
            }
            """);
    }
}
