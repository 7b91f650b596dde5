using System.Diagnostics;
using System.Globalization;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Engine;

/// <summary>
/// Engine inputs a second on one core, and bytes allocated per input in steady state, in a few seconds:
/// <c>engine [--inputs N] [--agents N] [--pacer NAME] [--rounds N]</c>. The best round is the one that other load disturbed least.
/// </summary>
public static class EngineRun
{
    public static int Run(string[] args)
    {
        int inputs = Option(args, "--inputs", 1_000_000);
        int rounds = Option(args, "--rounds", 5);
        int agents = Option(args, "--agents", 1000);
        int named = Array.IndexOf(args, "--pacer");
        string[] pacers = named >= 0 ? [args[named + 1]] : [Pacers.Progressive, Pacers.Predictive];

        // The predictive pacer decides at nearly every input: its cost is what is seen there, and a tenth of the inputs show it.
        foreach (string pacer in pacers)
            Report(agents, pacer, BusyHour.Inputs(agents, pacer, pacer == Pacers.Predictive ? inputs / 10 : inputs), rounds);
        return 0;
    }

    private static void Report(int agents, string pacer, (EngineInput, Instant)[] inputs, int rounds)
    {
        double best = double.MaxValue;
        double bestCpu = double.MaxValue;
        double bytes = 0;
        long outputs = 0;
        for (int round = 0; round <= rounds; round++)
        {
            var (seconds, cpu, allocated, said) = Play(inputs);
            if (round == 0)
                continue; // The compiler is still at work.
            best = Math.Min(best, seconds);
            bestCpu = Math.Min(bestCpu, cpu);
            bytes = allocated;
            outputs = said;
        }
        int measured = inputs.Length - Warm(inputs.Length);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"engine: {agents} agents, {pacer}: {measured / best:N0} inputs/s, {bytes / measured:F3} bytes/input, {(double)outputs / measured:F2} outputs/input, {best / measured * 1e9:F0} ns/input, {bestCpu / measured * 1e9:F0} ns of CPU time ({measured:N0} inputs, best of {rounds})"));
    }

    /// <summary>The first third fills the pools and the call centre; what is measured follows it.</summary>
    private static int Warm(int inputs) => inputs / 3;

    private static (double Seconds, double Cpu, long Bytes, long Outputs) Play((EngineInput Input, Instant At)[] inputs)
    {
        var engine = BusyHour.NewEngine();
        int warm = Warm(inputs.Length);
        long outputs = Feed(engine, inputs.AsSpan(0, warm));
        GC.Collect();
        var cpuBefore = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        long before = GC.GetAllocatedBytesForCurrentThread();
        outputs = Feed(engine, inputs.AsSpan(warm));
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        double seconds = watch.Elapsed.TotalSeconds;
        double cpu = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        return (seconds, cpu, bytes, outputs);
    }

    private static long Feed(DialerEngine engine, ReadOnlySpan<(EngineInput Input, Instant At)> inputs)
    {
        long outputs = 0;
        foreach (ref readonly var next in inputs)
        {
            engine.Apply(next.Input, next.At);
            outputs += engine.Outbox.Outputs.Length;
            engine.Outbox.Clear();
        }
        return outputs;
    }

    private static int Option(string[] args, string name, int value)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : value;
    }
}
