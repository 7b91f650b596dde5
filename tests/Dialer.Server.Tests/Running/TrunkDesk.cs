using System.Collections.Concurrent;
using System.Globalization;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Configuration;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Simulation.Loopback;
using Dialer.Sip.Calls;
using Dialer.Store;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dialer.Server.Tests.Running;

/// <summary>`dialer run` with trunks as a test writes them: a list, agents' phones, and everything that was said and logged.</summary>
internal sealed class TrunkDesk : ILoggerProvider, IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Calling rules that let everybody be called now.</summary>
    public const string AllHours = """{ "hours": [ { "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"], "from": "00:00", "to": "24:00" } ] }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-trunks");
    private StopSignals _signals = StopSignals.Listen();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ConcurrentQueue<(EngineOutput Fact, object? Record)> _facts = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly ILoggerFactory _loggers;
    private AgentPhones _phones = null!;
    private DialerService _service = null!;
    private Task<int> _running = null!;
    private Func<string, string> _configuration = null!;

    private TrunkDesk() => _loggers = LoggerFactory.Create(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(this));

    public RunningDialer Dialer => _service.Dialer;
    public Uri HttpAddress => _service.HttpAddress;
    public IReadOnlyList<string> Log => [.. _log];
    public IReadOnlyList<(EngineOutput Fact, object? Record)> Facts => [.. _facts];

    /// <param name="trunks">The trunks as the configuration file has them; the campaign dials by the first.</param>
    /// <param name="agent">Fields of the agent, beside name and log-in; null: a phone that picks up.</param>
    public static async Task<TrunkDesk> StartAsync(string trunks, int leads = 200, int agents = 1, string? agent = null, string inbound = "", bool start = true, bool logIn = true, string calling = AllHours)
    {
        var desk = new TrunkDesk();
        desk._phones = AgentPhones.Start(agents);
        DemoList.Write(desk.PathOf("list.csv"), leads, seed: 3);
        File.Copy(Repository.File("samples", "announcement.wav"), desk.PathOf("announcement.wav"));
        string logsIn = logIn ? "true" : "false";
        var rows = Enumerable.Range(0, agents).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{ "name": "a{{i + 1}}", "logIn": {{logsIn}}, {{agent ?? $"\"phone\": \"{desk._phones.UriOf(i)}\""}} }"""));
        desk._configuration = rules => $$"""
            {
              "sip": { "bind": "127.0.0.1", "port": 0 },
              "http": { "port": 0 },
              "drainSeconds": 0,
              "trunks": [ {{trunks}} ],
              "inbound": [ {{inbound}} ],
              "agents": [ {{string.Join(", ", rows)}} ],
              "campaigns": [ {
                "name": "renewals", "mode": "progressive", "analysis": "off", "announcement": "announcement.wav", "start": {{(start ? "true" : "false")}}, "trunk": "carrier",
                "calling": {{rules}},
                "lists": [ { "file": "list.csv", "country": "FR" } ]
              } ]
            }
            """;
        await desk.RunAsync(calling, logIn);
        return desk;
    }

    /// <summary>Stops, and starts anew on the same store by other rules; what was said before is forgotten.</summary>
    public async Task RestartAsync(string calling)
    {
        await StopAsync();
        await _service.DisposeAsync();
        _signals.Dispose();
        _signals = StopSignals.Listen();
        _facts.Clear();
        await RunAsync(calling, logIn: true);
    }

    private async Task RunAsync(string calling, bool logIn)
    {
        string file = PathOf("dialer.json");
        await File.WriteAllTextAsync(file, _configuration(calling));
        var reading = ConfigFile.Read(file);
        Assert.Empty(reading.Errors);
        _service = new DialerService(reading.Config!, _loggers, new RunningOptions { Line = TelephoneLine.Make });
        Dialer.Facts.Read += (fact, record) =>
        {
            _facts.Enqueue((fact, record));
            _more.Release();
        };
        await _service.StartAsync(TestContext.Current.CancellationToken);
        _running = _service.RunAsync(_signals);
        if (logIn)
            foreach (var row in Dialer.View().Agents)
                Dialer.Tell(EngineInput.AgentReady(new AgentId(row.Id)));
    }

    public int Count(EngineOutputKind kind) => _facts.Count(said => said.Fact.Kind == kind);

    /// <summary>Waits until a fact of this kind was said so often.</summary>
    public Task<EngineOutput> FactAsync(EngineOutputKind kind, int nth = 1) => FactAsync(fact => fact.Kind == kind, nth);

    public async Task<EngineOutput> FactAsync(Func<EngineOutput, bool> wanted, int nth = 1)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var found = _facts.Select(said => said.Fact).Where(wanted).Skip(nth - 1).ToArray();
            if (found.Length > 0)
                return found[0];
            try
            {
                await _more.WaitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail("It was not said. Logged:\n" + string.Join('\n', Log.TakeLast(30)));
            }
        }
    }

    /// <summary>Waits until a line of the log has this.</summary>
    public async Task<string> LoggedAsync(string part)
    {
        var until = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < until)
        {
            if (Log.FirstOrDefault(line => line.Contains(part, StringComparison.OrdinalIgnoreCase)) is { } line)
                return line;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail($"\"{part}\" was not logged:\n" + string.Join('\n', Log.TakeLast(30)));
        return "";
    }

    /// <summary>Stops, and opens what was stored.</summary>
    public async Task<StoreReader> StopAsync()
    {
        if (!_running.IsCompleted)
            _signals.Count();
        await _running.WaitAsync(Patience);
        return StoreReader.Open(PathOf(Path.Combine("data", "dialer.db")));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_running.IsCompleted)
            await StopAsync();
        await _service.DisposeAsync();
        await _phones.DisposeAsync();
        _signals.Dispose();
        _loggers.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Lines(_log);

    void IDisposable.Dispose()
    {
    }

    private sealed class Lines(ConcurrentQueue<string> log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => log.Enqueue($"{logLevel}: {formatter(state, exception)}");
    }
}
