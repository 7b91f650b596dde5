using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Tests.Calls;
using Dialer.Sip.Tests.Stack;
using Dialer.SipSorcery.Calls;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.SipSorcery.Tests;

/// <summary>Both lines do the same work, one after the other, in one run; the table goes to the console (benchmarks/results/sipsorcery.md).</summary>
public sealed class SideBySide
{
    private static readonly Instant T = Instant.Epoch;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly (string Name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> Make)[] Lines =
    [
        ("own", (options, signal) => new TelephoneLine(options, signal, NullLogger.Instance)),
        ("SIPSorcery", (options, signal) => new SipSorceryLine(options, signal, NullLogger.Instance, TimeProvider.System)),
    ];

    [Fact]
    public async Task Measure()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("DIALER_SIDE_BY_SIDE") == "1", "DIALER_SIDE_BY_SIDE=1 measures");
        SippRun.SkipWithoutSipp();
        Say($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} processors, load average {Load()}");
        foreach (var (name, make) in Lines)
        {
            await CallsAsync(name, make, calls: 40, perSecond: 20, isWarmUp: true);
            await CallsAsync(name, make, calls: 200, perSecond: 20);
            await BurstAsync(name, make, calls: 200);
            await HeldAsync(name, make, calls: 100);
            await RelayAsync(name, make, pairs: 5, seconds: 8);
            await AnswerToAgentAsync(name, make, calls: 30);
            await TortureAsync(name, make);
        }
        Say($"{DateTime.UtcNow:HH:mm} UTC, load average {Load()}");
    }

    private static void Say(FormattableString line) => Console.Error.WriteLine("| " + line.ToString(CultureInfo.InvariantCulture));

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static TimeSpan Cpu() => Process.GetCurrentProcess().TotalProcessorTime;

    /// <summary>A line, and what it signalled.</summary>
    private sealed class Desk : IAsyncDisposable
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<EngineInputKind, int> _counts = [];
        private int _ports = 40_000;

        public ITelephoneLine Line { get; private set; } = null!;

        public Action<EngineInput>? OnSignal { get; set; }

        public static async Task<Desk> OpenAsync(Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make, int agents, string phone, params TrunkOptions[] trunks)
        {
            var desk = new Desk();
            desk.Line = make(
                new TelephoneLineOptions
                {
                    BindAddress = IPAddress.Loopback,
                    SipPort = 0,
                    FirstMediaPort = desk._ports,
                    LastMediaPort = desk._ports + 1_999,
                    MediaThreads = 1,
                    Trunks = trunks,
                    AgentPhones = Enumerable.Range(0, agents).ToDictionary(agent => new AgentId(agent), _ => new AgentPhone(phone)),
                    MediaLostAfter = TimeSpan.Zero,
                    AgentSilentAfter = TimeSpan.Zero,
                },
                desk.Take);
            desk.Line.Configure(new CampaignSettings { Id = new(1), Name = "measured", Trunk = new(1), Queue = new(1), Analysis = AnalysisMode.Off });
            await desk.Line.StartAsync(TestContext.Current.CancellationToken);
            return desk;
        }

        private void Take(EngineInput input)
        {
            OnSignal?.Invoke(input);
            lock (_lock)
                _counts[input.Kind] = _counts.GetValueOrDefault(input.Kind) + 1;
        }

        public int Count(EngineInputKind kind)
        {
            lock (_lock)
                return _counts.GetValueOrDefault(kind);
        }

        /// <summary>False: not so many within the patience.</summary>
        public async Task<bool> UntilAsync(EngineInputKind kind, int count)
        {
            var watch = Stopwatch.StartNew();
            while (Count(kind) < count && watch.Elapsed < Patience)
                await Task.Delay(2);
            return Count(kind) >= count;
        }

        public ValueTask DisposeAsync() => Line.DisposeAsync();
    }

    /// <summary>SIPp, a process of its own, answers whoever calls and hears nothing.</summary>
    private sealed class Callee : IDisposable
    {
        private readonly Process _process;

        public Callee()
        {
            using (Socket probe = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp))
            {
                probe.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                Port = ((IPEndPoint)probe.LocalEndPoint!).Port;
            }
            _process = Process.Start(new ProcessStartInfo("sipp", $"-sn uas -i 127.0.0.1 -p {Port} -nostdin") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            _process.OutputDataReceived += (_, _) => { };
            _process.BeginOutputReadLine();
            Thread.Sleep(1_000);
        }

        public int Port { get; }

        public string Phone => $"sip:service@127.0.0.1:{Port}";

        public void Dispose()
        {
            _process.Kill();
            _process.Dispose();
        }
    }

    private static async Task CallsAsync(string name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make, int calls, int perSecond, bool isWarmUp = false)
    {
        using var callee = new Callee();
        await using var desk = await Desk.OpenAsync(make, calls, callee.Phone);
        desk.OnSignal = signal =>
        {
            if (signal.Kind == EngineInputKind.AgentLegUp)
                desk.Line.Carry(EngineOutput.HangUp(T, signal.Call));
        };
        var before = Cpu();
        long allocated = GC.GetTotalAllocatedBytes();
        for (int call = 0; call < calls; call++)
        {
            desk.Line.Carry(EngineOutput.PlaceAgentCall(T, new AgentId(call), new CallId(call + 1)));
            await Task.Delay(1_000 / perSecond);
        }
        await desk.UntilAsync(EngineInputKind.AgentLegDown, calls);
        if (isWarmUp)
            return;
        double cpu = (Cpu() - before).TotalMilliseconds / calls, kilobytes = (GC.GetTotalAllocatedBytes() - allocated) / 1_000.0 / calls;
        Say($"{name}: calls {calls} at {perSecond}/s, up {desk.Count(EngineInputKind.AgentLegUp)}, CPU {cpu:F2} ms/call, allocated {kilobytes:F0} kB/call");
    }

    private static async Task BurstAsync(string name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make, int calls)
    {
        using var callee = new Callee();
        await using var desk = await Desk.OpenAsync(make, calls, callee.Phone);
        var before = Cpu();
        var watch = Stopwatch.StartNew();
        for (int call = 0; call < calls; call++)
            desk.Line.Carry(EngineOutput.PlaceAgentCall(T, new AgentId(call), new CallId(call + 1)));
        bool all = await desk.UntilAsync(EngineInputKind.AgentLegUp, calls);
        double seconds = watch.Elapsed.TotalSeconds, cpu = (Cpu() - before).TotalSeconds;
        Say($"{name}: burst of {calls}, all up {all}, {calls / seconds:F0} calls/s by the clock, {calls / cpu:F0} calls per second of CPU");
    }

    private static async Task HeldAsync(string name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make, int calls)
    {
        using var callee = new Callee();
        await using var desk = await Desk.OpenAsync(make, calls, callee.Phone);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int call = 0; call < calls; call++)
            desk.Line.Carry(EngineOutput.PlaceAgentCall(T, new AgentId(call), new CallId(call + 1)));
        await desk.UntilAsync(EngineInputKind.AgentLegUp, calls);
        await Task.Delay(2_000);
        double held = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1_000.0 / calls;
        var cpu = Cpu();
        await Task.Delay(8_000);
        double load = (Cpu() - cpu).TotalMilliseconds / 8.0 / calls;
        var (all, late) = desk.Line.PacedPackets();
        Say($"{name}: {desk.Count(EngineInputKind.AgentLegUp)} calls held, {held:F0} kB/call of managed memory, comfort noise to each: CPU {load:F2} ms a call and second, {all} packets paced, {late} of them 50 ms late or more");
    }

    private static async Task RelayAsync(string name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make, int pairs, int seconds)
    {
        using FarEnd carrier = new((call, _) => call.Answer(440)), phones = new((call, _) => call.Answer(700));
        await using var desk = await Desk.OpenAsync(make, pairs, $"sip:agent@127.0.0.1:{phones.Port}", LineBench.TrunkTo(1, carrier.Port));
        for (int pair = 0; pair < pairs; pair++)
        {
            desk.Line.Carry(EngineOutput.PlaceAgentCall(T, new AgentId(pair), new CallId(1_000 + pair)));
            desk.Line.Carry(EngineOutput.PlaceCall(T, new(1), new(1), new AttemptId(pair), new CallId(1 + pair), "+33111111111", TimeSpan.FromSeconds(20)));
        }
        await desk.UntilAsync(EngineInputKind.AgentLegUp, pairs);
        await desk.UntilAsync(EngineInputKind.CallAnswered, pairs);
        for (int pair = 0; pair < pairs; pair++)
            desk.Line.Carry(EngineOutput.BridgeLegs(T, new CallId(1 + pair), new CallId(1_000 + pair), new AgentId(pair), zipTone: false));
        await Task.Delay(2_000);
        long Received() => carrier.Calls.Concat(phones.Calls).Sum(call => call.Leg?.GetStatistics().PacketsReceived ?? 0);
        long packets = Received(), allocated = GC.GetTotalAllocatedBytes();
        var cpu = Cpu();
        await Task.Delay(seconds * 1_000);
        double relayed = Received() - packets;
        double microseconds = (Cpu() - cpu).TotalMicroseconds / relayed, bytes = (GC.GetTotalAllocatedBytes() - allocated) / relayed;
        Say($"{name}: {pairs} bridges, {relayed:F0} packets relayed of {pairs * 100 * seconds}, CPU {microseconds:F0} us/packet (both far ends' sending and hearing included), {bytes:F0} B allocated/packet");
    }

    private static async Task AnswerToAgentAsync(string name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make, int calls)
    {
        using FarEnd carrier = new((call, _) => call.Answer(440)), phones = new((call, _) => call.Answer(700));
        await using var desk = await Desk.OpenAsync(make, 1, $"sip:agent@127.0.0.1:{phones.Port}", LineBench.TrunkTo(1, carrier.Port) with { CallsPerSecond = 1_000 });
        List<double> bridged = [], heard = [];
        var agent = new CallId(1_000);
        desk.OnSignal = signal =>
        {
            if (signal.Kind == EngineInputKind.CallAnswered)
                desk.Line.Carry(EngineOutput.BridgeLegs(T, signal.Call, agent, new AgentId(0), zipTone: false));
            else if (signal.Kind == EngineInputKind.LegsBridged)
                bridged.Add(signal.SinceAnswer.TotalMilliseconds);
            else if (signal.Kind == EngineInputKind.CustomerHeard)
                heard.Add(signal.SinceAnswer.TotalMilliseconds);
        };
        desk.Line.Carry(EngineOutput.PlaceAgentCall(T, new AgentId(0), agent));
        await desk.UntilAsync(EngineInputKind.AgentLegUp, 1);
        for (int call = 1; call <= calls; call++)
        {
            desk.Line.Carry(EngineOutput.PlaceCall(T, new(1), new(1), new AttemptId(call), new CallId(call), "+33111111111", TimeSpan.FromSeconds(20)));
            await desk.UntilAsync(EngineInputKind.CustomerHeard, call);
            desk.Line.Carry(EngineOutput.HangUp(T, new CallId(call)));
            await desk.UntilAsync(EngineInputKind.CallEnded, call);
        }
        Say($"{name}: answer to the agent's first packet p50 {Quantile(bridged, 0.5):F1} ms, p95 {Quantile(bridged, 0.95):F1}; to the person's voice p50 {Quantile(heard, 0.5):F1} ms, p95 {Quantile(heard, 0.95):F1} ({heard.Count} calls)");
    }

    private static double Quantile(List<double> values, double share) => values.Count == 0 ? double.NaN : values.Order().ElementAt((int)((values.Count - 1) * share));

    private static async Task TortureAsync(string name, Func<TelephoneLineOptions, Action<EngineInput>, ITelephoneLine> make)
    {
        List<string> otherwise = [];
        await using var desk = await Desk.OpenAsync(make, 0, "", LineBench.TrunkTo(1, 9) with { Sources = [new IPNetwork(IPAddress.Parse("127.0.0.0"), 8)], Channels = 1_000 });
        byte host = 10;
        foreach (var (message, expected) in TortureTable.Rfc4475)
        {
            // Most Via headers name no port: an answer goes to 5060 of where the message came from.
            using UdpClient sender = new(new IPEndPoint(new IPAddress([127, 0, 0, host++]), 5060));
            byte[] bytes = TortureFiles.Read(message).First().Bytes;
            int before = desk.Count(EngineInputKind.InboundCall);
            await sender.SendAsync(bytes, desk.Line.SipEndPoint);
            int status = await AnswerAsync(sender);
            bool understood = status is > 0 and < 300 or 404 or 405 or 481 or 501 || desk.Count(EngineInputKind.InboundCall) > before;
            var seen = status == 0 && !understood ? Outcome.Dropped : TortureTable.OfStatus(status) | (understood ? Outcome.Accepted : Outcome.None);
            bool isResponse = Encoding.ASCII.GetString(bytes).StartsWith("SIP/2.0 ", StringComparison.Ordinal);
            if ((expected & seen) == 0 && !(isResponse && status == 0))
                otherwise.Add($"{message} ({(understood ? "let through" : status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture))})");
        }
        Say($"{name}: RFC 4475: {TortureTable.Rfc4475.Length - otherwise.Count} of {TortureTable.Rfc4475.Length} as the table has it; otherwise: {string.Join(", ", otherwise)}");
    }

    /// <summary>0: none came. The first that is no 100.</summary>
    private static async Task<int> AnswerAsync(UdpClient sender)
    {
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        try
        {
            while (true)
            {
                string answer = Encoding.ASCII.GetString((await sender.ReceiveAsync(soon.Token)).Buffer);
                if (answer.StartsWith("SIP/2.0 ", StringComparison.Ordinal) && !answer.StartsWith("SIP/2.0 100", StringComparison.Ordinal))
                    return int.Parse(answer.AsSpan(8, 3), CultureInfo.InvariantCulture);
            }
        }
        catch (OperationCanceledException)
        {
            // What is not answered by now is not answered.
            return 0;
        }
    }
}
