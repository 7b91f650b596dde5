using System.Net;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Simulation.Lines;
using Dialer.Simulation.Loopback;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Simulation.Tests.Loopback;

/// <summary>A line, and who is behind it: the embedded carrier and agents' phones over real sockets, or nobody but the simulated line itself. Collects what the line signals.</summary>
internal sealed class LineHarness : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    public static readonly CampaignId Campaign = new(1);
    public static readonly TrunkId Trunk = new(1);
    public static readonly QueueId Queue = new(7);

    private static int _ports = 20_000;
    private readonly List<EngineInput> _signals = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _nextCall = 1;

    private Action<string, string> _callIn = (_, _) => { };

    /// <summary>Of a line over SIP.</summary>
    public LoopbackCarrier Carrier { get; private init; } = null!;

    /// <summary>Of a line over SIP.</summary>
    public AgentPhones Phones { get; private init; } = null!;
    public ITelephoneLine Line { get; private set; } = null!;

    public static CalledParty Party(CalledPartyKind kind, double afterSeconds = 0.2, int status = 0, double talkSeconds = 60, ulong variation = 0) =>
        new() { Kind = kind, After = TimeSpan.FromSeconds(afterSeconds), SipStatus = status, Talk = TimeSpan.FromSeconds(talkSeconds), Patience = TimeSpan.MaxValue, Variation = variation };

    public static async Task<LineHarness> StartAsync(
        IReadOnlyDictionary<string, CalledParty> people, AnalysisMode analysis = AnalysisMode.Off, int agents = 2,
        Func<TelephoneLineOptions, TelephoneLineOptions>? change = null, Func<LoopbackCarrierOptions, LoopbackCarrierOptions>? carrier = null)
    {
        // Each harness takes its own ports, so that tests may run beside each other.
        int ports = (Interlocked.Add(ref _ports, 1_500) % 30_000) + 15_000;
        var carrierOptions = new LoopbackCarrierOptions
        {
            Scenario = Scenario.Demo,
            Seed = 1,
            FirstMediaPort = ports,
            LastMediaPort = ports + 499,
            Override = (number, _) => people.TryGetValue(number, out var party) ? party : null,
        };
        var harness = new LineHarness
        {
            Carrier = LoopbackCarrier.Start(carrier?.Invoke(carrierOptions) ?? carrierOptions),
            Phones = AgentPhones.Start(agents, firstMediaPort: ports + 500, lastMediaPort: ports + 999),
        };
        var options = new TelephoneLineOptions
        {
            BindAddress = IPAddress.Loopback,
            SipPort = 0,
            FirstMediaPort = ports + 1_000,
            LastMediaPort = ports + 1_499,
            Trunks = [new TrunkOptions { Id = Trunk, Name = "loopback", Address = "127.0.0.1", Port = harness.Carrier.SipEndPoint.Port, CallerId = "+33100000000", Channels = 400 }],
            AgentPhones = Enumerable.Range(0, agents).ToDictionary(i => new AgentId(i), i => new AgentPhone(harness.Phones.UriOf(i))),
            ServedNumbers = [new ServedNumber(Trunk, "+33199999999")],
            Prompts = Prompts,
        };
        options = change?.Invoke(options) ?? options;
        harness.Line = new TelephoneLine(options, harness.Take, NullLogger.Instance);
        harness._callIn = (called, from) => harness.Carrier.PlaceInbound(harness.Line.SipEndPoint, called, from);
        await harness.BeginAsync(analysis);
        return harness;
    }

    /// <summary>The line without a network, for the same people.</summary>
    public static async Task<LineHarness> StartSimulatedAsync(IReadOnlyDictionary<string, CalledParty> people, AnalysisMode analysis = AnalysisMode.Off, int agents = 2)
    {
        var harness = new LineHarness();
        var options = new TelephoneLineOptions
        {
            BindAddress = IPAddress.Loopback,
            Trunks = [new TrunkOptions { Id = Trunk, Name = "simulated", Address = "127.0.0.1" }],
            AgentPhones = Enumerable.Range(0, agents).ToDictionary(i => new AgentId(i), i => new AgentPhone($"sip:{i}@127.0.0.1")),
            Prompts = Prompts,
        };
        var line = new SimulatedLine(options, harness.Take, number => people.TryGetValue(number, out var party) ? party : null, TimeProvider.System);
        harness.Line = line;
        harness._callIn = (called, from) => line.CallIn(Trunk, called, from, Party(CalledPartyKind.Live));
        await harness.BeginAsync(analysis);
        return harness;
    }

    /// <summary>A fifth of a second.</summary>
    private static Dictionary<string, LineSound> Prompts => new() { ["short"] = new LineSound(new short[1_600]) };

    /// <summary>Somebody calls in.</summary>
    public void CallIn(string called, string from) => _callIn(called, from);

    private async Task BeginAsync(AnalysisMode analysis)
    {
        Line.Configure(new CampaignSettings { Id = Campaign, Name = "test", Trunk = Trunk, Queue = Queue, Analysis = analysis });
        await Line.StartAsync(TestContext.Current.CancellationToken);
    }

    private void Take(EngineInput input)
    {
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

    /// <summary>The first signal that fits, now or later.</summary>
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

    public Task<EngineInput> SignalAsync(EngineInputKind kind, CallId call) => SignalAsync(s => s.Kind == kind && s.Call == call, $"{kind} of {call.Value}");

    public CallId Place(string number, double ringSeconds = 20)
    {
        var call = new CallId(Interlocked.Increment(ref _nextCall));
        Line.Carry(EngineOutput.PlaceCall(Instant.Epoch, Campaign, Trunk, new AttemptId(call.Value), call, number, TimeSpan.FromSeconds(ringSeconds)));
        return call;
    }

    public async Task<CallId> AgentUpAsync(int agent)
    {
        var call = new CallId(Interlocked.Increment(ref _nextCall));
        Line.Carry(EngineOutput.PlaceAgentCall(Instant.Epoch, new AgentId(agent), call));
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

    public async ValueTask DisposeAsync()
    {
        await Line.DisposeAsync();
        if (Carrier is null)
            return;
        await Phones.DisposeAsync();
        await Carrier.DisposeAsync();
    }
}
