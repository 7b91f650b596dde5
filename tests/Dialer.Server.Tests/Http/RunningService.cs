using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Dialer.Core.Engine.Messages;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>
/// `dialer run` with a configuration file, in this process: a trunk to an embedded carrier where everybody answers and
/// talks until the agent hangs up, two agents' phones, and the HTTP interface on a port of its own.
/// </summary>
public sealed class RunningService : IAsyncLifetime
{
    public const string Token = "a-token-that-is-long-enough";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-run-test");
    private readonly StopSignals _signals = StopSignals.Listen();
    private LoopbackCarrier _carrier = null!;
    private AgentPhones _phones = null!;
    private DialerService _service = null!;
    private Task<int> _running = null!;

    public HttpClient Client { get; private set; } = null!;

    internal DialerService Service => _service;

    public LoopbackCarrier Carrier => _carrier;

    /// <summary>Of the configuration; its data lie in "data".</summary>
    public string Folder => _folder.FullName;

    /// <summary>The first two are the agents', the third is the supervisor's.</summary>
    public AgentPhones Phones => _phones;

    /// <summary>WAV files of conversations so far.</summary>
    public string[] Recordings => [.. Directory.EnumerateFiles(_folder.FullName, "*attempt*.wav", SearchOption.AllDirectories)];

    public async ValueTask InitializeAsync()
    {
        var everybodyAnswers = Scenario.Demo with
        {
            Answer = new AnswerShares { Live = 1, Machine = 0, Busy = 0 },
            TalkSeconds = Distribution.Gamma(300, 4, 200),
        };
        _carrier = LoopbackCarrier.Start(new LoopbackCarrierOptions { Scenario = everybodyAnswers, Seed = 5 });
        _phones = AgentPhones.Start(3);
        DemoList.Write(Path.Combine(_folder.FullName, "list.csv"), 40, seed: 9);
        File.Copy(Repository.File("samples", "announcement.wav"), Path.Combine(_folder.FullName, "announcement.wav"));
        string config = Path.Combine(_folder.FullName, "dialer.json");
        await File.WriteAllTextAsync(config, Configuration());
        var reading = ConfigFile.Read(config);
        Assert.Empty(reading.Errors);
        _service = new DialerService(reading.Config!, NullLoggerFactory.Instance, new RunningOptions { Line = TelephoneLine.Make });
        await _service.StartAsync(CancellationToken.None);
        _running = _service.RunAsync(_signals);
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
    }

    /// <summary>Every answer that it gets is compared with the document.</summary>
    public HttpClient NewClient() => new(new DocumentedAnswers(new SocketsHttpHandler())) { BaseAddress = _service.HttpAddress, Timeout = Patience };

    public async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await Client.GetAsync(new Uri(path, UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        Client.PostAsync(new Uri(path, UriKind.Relative), body is null ? null : JsonContent.Create(body));

    /// <summary>Looks again at each fact until it is so.</summary>
    public async Task AgentIsAsync(string agent, string state)
    {
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(EngineOutput fact, object? record) => _ = LookAsync();
        async Task LookAsync()
        {
            if ((await GetAsync($"/v1/agents/{agent}")).GetProperty("state").GetString() == state)
                changed.TrySetResult();
        }
        _service.Dialer.Facts.Read += Look;
        await LookAsync();
        await changed.Task.WaitAsync(Patience);
        _service.Dialer.Facts.Read -= Look;
    }

    /// <summary>As a service manager would; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        _signals.Count();
        return await _running.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
            await StopAsync();
        Client.Dispose();
        await _service.DisposeAsync();
        await _phones.DisposeAsync();
        await _carrier.DisposeAsync();
        _signals.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "sip": { "bind": "127.0.0.1", "port": 0 },
          "http": { "port": 0, "token": "{{Token}}", "webhookHosts": ["127.0.0.1"], "requestsPerSecond": 100000 },
          "drainSeconds": 2,
          "trunks": [ { "name": "carrier", "address": "{{_carrier.SipEndPoint}}", "channels": 10, "callerId": "+33199001234" } ],
          "agents": [
            { "name": "ana", "phone": "{{_phones.UriOf(0)}}", "skills": { "french": 5 } },
            { "name": "ben", "phone": "{{_phones.UriOf(1)}}" }
          ],
          "supervisors": [ { "name": "eve", "phone": "{{_phones.UriOf(2)}}" } ],
          "campaigns": [ {
            "name": "renewals", "recording": { "mode": "announced", "notice": "announcement.wav" }, "start": false, "mode": "progressive", "analysis": "off", "announcement": "announcement.wav",
            "calling": { "hours": [ { "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" } ] },
            "lists": [ { "file": "list.csv", "country": "FR" } ]
          } ],
          "inbound": [ { "trunk": "carrier", "number": "+33199001234", "queue": "default" } ]
        }
        """);
}
