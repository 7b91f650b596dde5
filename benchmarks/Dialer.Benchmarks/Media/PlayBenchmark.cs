using System.Diagnostics;
using System.Globalization;
using System.Net;
using Dialer.Line;
using Dialer.Sip.Media;

namespace Dialer.Benchmarks.Media;

/// <summary>
/// <c>media-play --legs 1000 --seconds 20</c>: every leg plays hold music to another leg of the same engine and has a tap on what it receives. Printed: how
/// late the paced packets leave against their millisecond, CPU time per packet sent, received and decoded, allocated bytes per packet.
/// </summary>
internal static class PlayBenchmark
{
    public static int Run(string[] args)
    {
        int count = RelayBenchmark.Number(args, "--legs", 1000) & ~1;
        int seconds = RelayBenchmark.Number(args, "--seconds", 20);
        using var engine = new MediaEngine(new() { FirstPort = 40000, LastPort = 49999 });
        MediaLeg[] legs = [.. Enumerable.Range(0, count).Select(_ => engine.TryOpen(IPAddress.Loopback, out var leg, out var refusal) ? leg : throw new InvalidOperationException(refusal.ToString()))];
        for (int i = 0; i < count; i++)
        {
            legs[i].SetRemote(new() { Rtp = legs[i ^ 1].LocalRtp, Codec = AudioCodec.Pcma });
            legs[i].AddTap(new EnergyTap());
            legs[i].Play(HoldMusic.Loop, loop: true);
            // Legs begin as calls do: at different instants, so that they spread over the 20 slots.
            Thread.Sleep(1);
        }
        Thread.Sleep(2000);
        long[] before = Counts(engine);
        long sentBefore = legs.Sum(leg => leg.GetStatistics().PacketsSent), allocated = GC.GetTotalAllocatedBytes(precise: true);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Thread.Sleep(seconds * 1000);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        long sent = legs.Sum(leg => leg.GetStatistics().PacketsSent) - sentBefore;
        long[] counts = [.. Counts(engine).Zip(before, (after, first) => after - first)];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{count} legs playing and decoding, {seconds} s, load {RelayBenchmark.LoadAverage()}: {sent / seconds} packets/s, late p50 {LatenessHistogram.PercentileMs(counts, 0.5):F2} p90 {LatenessHistogram.PercentileMs(counts, 0.9):F2} p99 {LatenessHistogram.PercentileMs(counts, 0.99):F2} p99.9 {LatenessHistogram.PercentileMs(counts, 0.999):F2} ms, {cpu.TotalMicroseconds / sent:F2} us and {allocated / (double)sent:F2} B per packet"));
        return 0;
    }

    private static long[] Counts(MediaEngine engine)
    {
        long[] counts = new long[LatenessHistogram.Buckets];
        foreach (var reactor in engine.Reactors)
            reactor.Lateness.AddTo(counts);
        return counts;
    }
}

/// <summary>Stands for the analyzer: hears every frame.</summary>
internal sealed class EnergyTap : IAudioTap
{
    /// <summary>Of the last frame.</summary>
    public long Energy { get; private set; }

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        long energy = 0;
        foreach (short sample in frame.Samples)
            energy += sample * sample;
        Energy = energy;
    }
}
