using System.Net;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>A line with its signals collected. Trunk 1 is the first far end, trunk 2 the second, and so on.</summary>
internal sealed class LineBench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly CampaignId Campaign = new(1);

    private static int _ports;
    private readonly List<EngineInput> _signals = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nextCall = 1;

    private LineBench()
    {
    }

    public ITelephoneLine Line { get; private set; } = null!;

    public static TrunkOptions TrunkTo(int id, int port) => new()
    {
        Id = new(id),
        Name = $"trunk {id}",
        Address = "127.0.0.1",
        Port = port,
        CallerId = "+33100000000",
        ProbeEvery = TimeSpan.FromSeconds(1),

        // A busy machine is no dead trunk.
        ProbeTimeout = TimeSpan.FromSeconds(2.5),
    };

    public static async Task<LineBench> StartAsync(IEnumerable<TrunkOptions> trunks, IReadOnlyDictionary<AgentId, AgentPhone>? phones = null,
        Func<TelephoneLineOptions, TelephoneLineOptions>? change = null, AnalysisMode analysis = AnalysisMode.Off, string? callerId = null, Action<TrunkReport>? reported = null)
    {
        int first = 14_000 + (Interlocked.Add(ref _ports, 200) % 6_000);
        var options = new TelephoneLineOptions
        {
            BindAddress = IPAddress.Loopback,
            SipPort = 0,
            FirstMediaPort = first,
            LastMediaPort = first + 199,
            MediaThreads = 1,
            Trunks = [.. trunks],
            AgentPhones = phones ?? new Dictionary<AgentId, AgentPhone>(),
            ServedNumbers = [new ServedNumber(new(1), "+33199999999")],
            Prompts = new Dictionary<string, LineSound> { ["tone1000"] = new(FarCall.Tone(1000).Samples), ["abandoned"] = new(FarCall.Tone(620).Samples) },
        };
        var bench = new LineBench();
        bench.Line = TestedLine.Make(change?.Invoke(options) ?? options, bench.Take);
        bench.Line.Configure(new CampaignSettings { Id = Campaign, Name = "test", Trunk = new(1), Queue = new(7), Analysis = analysis, CallerId = callerId });
        bench.Line.TrunkReported = reported;
        await bench.Line.StartAsync(TestContext.Current.CancellationToken);
        return bench;
    }

    /// <summary>Told of each signal at once, on the line's thread.</summary>
    public Action<EngineInput>? OnSignal { get; set; }

    private void Take(EngineInput input)
    {
        OnSignal?.Invoke(input);
        lock (_lock)
        {
            _signals.Add(input);
            _more.TrySetResult();
            _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public IReadOnlyList<EngineInput> Signals
    {
        get
        {
            lock (_lock)
                return [.. _signals];
        }
    }

    public void ForgetSignals()
    {
        lock (_lock)
            _signals.Clear();
    }

    public async Task<EngineInput> SignalAsync(Func<EngineInput, bool> fits, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            Task more;
            lock (_lock)
            {
                foreach (var signal in _signals)
                    if (fits(signal))
                        return signal;
                more = _more.Task;
            }
            try
            {
                await more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"{what} never came; signals: {string.Join("; ", Signals.Select(s => s.ToString()))}");
            }
        }
    }

    public Task<EngineInput> SignalAsync(EngineInputKind kind, CallId call) => SignalAsync(s => s.Kind == kind && s.Call == call, $"{kind} of call {call.Value}");

    public CallId Place(string number = "+33111111111", double ringSeconds = 20, int trunk = 1)
    {
        var call = new CallId(Interlocked.Increment(ref _nextCall));
        Line.Carry(EngineOutput.PlaceCall(Instant.Epoch, Campaign, new(trunk), new AttemptId(call.Value), call, number, TimeSpan.FromSeconds(ringSeconds)));
        return call;
    }

    public CallId PlaceAgent(int agent)
    {
        var call = new CallId(Interlocked.Increment(ref _nextCall));
        Line.Carry(EngineOutput.PlaceAgentCall(Instant.Epoch, new AgentId(agent), call));
        return call;
    }

    public async Task<CallId> AgentUpAsync(int agent)
    {
        var call = PlaceAgent(agent);
        await SignalAsync(EngineInputKind.AgentLegUp, call);
        return call;
    }

    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (int i = 0; i < 3_000; i++)
        {
            if (condition())
                return;
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        throw new TimeoutException(what);
    }

    public ValueTask DisposeAsync() => Line.DisposeAsync();
}
