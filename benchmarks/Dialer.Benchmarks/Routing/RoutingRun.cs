using System.Diagnostics;
using System.Globalization;

namespace Dialer.Benchmarks.Routing;

/// <summary>
/// What it costs to find out who gets whom, at growing desks, beside a scan and sort over the same desk:
/// <c>routing [--decisions N] [--policy NAME]</c>. Two moments of a desk: everybody busy and thousands waiting (an agent
/// becomes free), and nobody waiting and hundreds free (somebody comes). Each decision is timed with what leads to it:
/// the agent's release or the caller's offer.
/// </summary>
public static class RoutingRun
{
    public static int Run(string[] args)
    {
        int decisions = Option(args, "--decisions", 40_000);
        string policy = args.SkipWhile(arg => arg != "--policy").Skip(1).FirstOrDefault() ?? "longestIdle";
        foreach (var (agents, sets, skills, waiting) in new[] { (100, 20, 20, 50), (1_000, 100, 50, 500), (10_000, 500, 200, 5_000), (10_000, 10_000, 200, 5_000) })
        {
            var size = new DeskSize(agents, sets, skills, waiting);
            Report(size, policy, decisions, isBusy: true);
            Report(size, policy, decisions, isBusy: false);
        }
        return 0;
    }

    private static void Report(DeskSize size, string policy, int decisions, bool isBusy)
    {
        var desk = new MeasuredDesk(size, policy, isBusy);
        desk.Decide(decisions, null);
        double[] ours = new double[decisions];
        long before = GC.GetAllocatedBytesForCurrentThread();
        desk.Decide(decisions, ours);
        double bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / decisions;
        int scans = Math.Clamp(20_000_000 / (size.Agents * (isBusy ? 20 : 1)), 20, 2_000);
        double[] rival = new double[scans];
        var scan = new ScanAndSort(size, isBusy);
        scan.Decide(Math.Max(5, scans / 10), null);
        scan.Decide(scans, rival);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"routing: {size.Agents} agents, {desk.Sets} sets of {size.Skills} skills, {(isBusy ? $"{size.Waiting} waiting, all busy" : $"none waiting, {desk.Free} free")}, {policy}: {Percentiles(ours)} us, {bytes:F3} bytes a decision; scan and sort {Percentiles(rival)} us"));
    }

    private static string Percentiles(double[] values)
    {
        Array.Sort(values);
        return string.Create(CultureInfo.InvariantCulture, $"p50 {values[values.Length / 2]:F2}, p99 {values[values.Length * 99 / 100]:F2}");
    }

    internal static double Microseconds(long from) => (Stopwatch.GetTimestamp() - from) * 1e6 / Stopwatch.Frequency;

    private static int Option(string[] args, string name, int byDefault)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : byDefault;
    }
}
