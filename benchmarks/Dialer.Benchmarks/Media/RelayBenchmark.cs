using System.Diagnostics;
using System.Globalization;
using System.Net;
using Dialer.Line;
using Dialer.Sip.Media;

namespace Dialer.Benchmarks.Media;

/// <summary>
/// <c>media-relay --legs 1000 --seconds 20 [--only NAME]</c>: packets of a generator go through relays that are processes of their own, one
/// after the other under the same load. Printed: CPU time of the relay's process per relayed packet (in and out), what it adds in time, what it
/// allocates. Ours: a port per leg, with analysis taps, the shared port, the portable sockets. Rivals: plain async sockets, rtpengine in user space.
/// </summary>
internal static class RelayBenchmark
{
    private static readonly string[] Relays = ["port-per-leg", "port-per-leg+tap", "port-per-leg-polled", "shared-port", "shared-port+tap", "portable", "async-sockets", "rtpengine"];

    public static int Run(string[] args)
    {
        int legs = Number(args, "--legs", 1000) & ~1;
        int seconds = Number(args, "--seconds", 20);
        string? only = Text(args, "--only");
        Console.WriteLine($"{legs} legs, {legs * 50} packets/s in and as many out, {seconds} s each; {Environment.ProcessorCount} cores, load {LoadAverage()}");
        Console.WriteLine($"{"relay",-18} {"relayed/s",10} {"lost %",7} {"CPU us/pkt",11} {"B/pkt",7} {"added p50",10} {"p99 ms",8} {"max ms",8} {"load",6}");
        foreach (string relay in Relays)
        {
            if (only is not null && only != relay)
                continue;
            try
            {
                RunOne(relay, legs, seconds);
            }
            catch (Exception failed) when (failed is IOException or InvalidOperationException or System.ComponentModel.Win32Exception or TimeoutException)
            {
                Console.WriteLine($"{relay,-18} not measured: {failed.Message}");
            }
        }
        return 0;
    }

    private static void RunOne(string name, int legs, int seconds)
    {
        using var load = new RelayLoad(legs);
        using IRelayUnderTest relay = name == "rtpengine" ? new RtpEngineRelay() : new ChildRelay(name);
        relay.Connect(load.LocalPorts, load.RemotePorts);
        load.Start();
        Thread.Sleep(3000);
        load.Reset();
        var before = relay.Mark();
        double cpuBefore = CpuSeconds(relay.ProcessId);
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(seconds * 1000);
        double cpu = CpuSeconds(relay.ProcessId) - cpuBefore;
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var after = relay.Mark();
        var result = load.Take();
        double perPacket = (after.AllocatedBytes - before.AllocatedBytes) / (double)Math.Max(1, result.Received);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-18} {result.Received / elapsed,10:F0} {100.0 * Math.Max(0, result.Sent - result.Received) / Math.Max(1, result.Sent),7:F2} {cpu * 1e6 / Math.Max(1, result.Received),11:F2} {perPacket,7:F2} {result.P50Ms,10:F2} {result.P99Ms,8:F2} {result.MaxMs,8:F2} {LoadAverage(),6}"));
    }

    private static double CpuSeconds(int processId)
    {
        string stat = File.ReadAllText($"/proc/{processId}/stat");
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / 100.0;
    }

    internal static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "?";

    internal static int Number(string[] args, string name, int otherwise) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    internal static string? Text(string[] args, string name)
    {
        int index = Array.IndexOf(args, name);
        return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
    }
}

/// <summary>What a relay says of itself at an instant.</summary>
internal readonly record struct RelayMark(long AllocatedBytes);

internal interface IRelayUnderTest : IDisposable
{
    int ProcessId { get; }

    /// <summary>Tells the relay where each leg's far end is, and fills in where each leg's far end must send to. Legs 2i and 2i+1 are bridged.</summary>
    void Connect(int[] loadPorts, int[] relayPorts);

    RelayMark Mark();
}

/// <summary>A relay of this program, in a child process: see <see cref="RelayChild"/>.</summary>
internal sealed class ChildRelay : IRelayUnderTest
{
    private readonly Process _process;

    public ChildRelay(string name)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ChildRelay).Assembly.Location);
        start.ArgumentList.Add("media-relay-child");
        start.ArgumentList.Add(name);
        _process = Process.Start(start)!;
    }

    public int ProcessId => _process.Id;

    public void Connect(int[] loadPorts, int[] relayPorts)
    {
        _process.StandardInput.WriteLine(string.Join(' ', loadPorts));
        string answer = _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the relay ended");
        int[] ports = [.. answer.Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        ports.CopyTo(relayPorts, 0);
    }

    public RelayMark Mark()
    {
        _process.StandardInput.WriteLine("mark");
        return new(long.Parse(_process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("the relay ended"), CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(10_000))
            _process.Kill();
        _process.Dispose();
    }
}

/// <summary>The child's side: <c>media-relay-child NAME</c>; ports by standard input and output.</summary>
internal static class RelayChild
{
    public static int Run(string name)
    {
        int[] remotes = [.. Console.ReadLine()!.Split(' ').Select(text => int.Parse(text, CultureInfo.InvariantCulture))];
        using IDisposable relay = name == "async-sockets" ? new AsyncSocketRelay(remotes, out int[] ports) : new EngineRelay(name, remotes, out ports);
        Console.WriteLine(string.Join(' ', ports));
        while (Console.ReadLine() == "mark")
            Console.WriteLine(GC.GetTotalAllocatedBytes(precise: true));
        return 0;
    }

    private sealed class EngineRelay : IDisposable
    {
        private readonly MediaEngine _engine;

        public EngineRelay(string name, int[] remotes, out int[] ports)
        {
            _engine = new MediaEngine(new()
            {
                FirstPort = 40000,
                LastPort = 49999,
                Transport = name.Split('+')[0] switch { "shared-port" => MediaTransport.SharedPort, "portable" => MediaTransport.Portable, "port-per-leg-polled" => MediaTransport.PortPerLegPolled, _ => MediaTransport.PortPerLeg },
            });
            MediaLeg[] legs = [.. remotes.Select((_, i) => Open())];
            for (int i = 0; i < legs.Length; i++)
            {
                legs[i].SetRemote(new() { Rtp = new(IPAddress.Loopback, remotes[i]), Codec = AudioCodec.Pcma });
                if (name.EndsWith("+tap", StringComparison.Ordinal))
                    legs[i].AddTap(new EnergyTap());
            }
            for (int i = 0; i + 1 < legs.Length; i += 2)
                _engine.Bridge(legs[i], legs[i + 1]);
            ports = [.. legs.Select(leg => leg.LocalRtp.Port)];
        }

        private MediaLeg Open() =>
            _engine.TryOpen(IPAddress.Loopback, out var leg, out var refusal) ? leg : throw new InvalidOperationException(refusal.ToString());

        public void Dispose() => _engine.Dispose();
    }
}
