using System.Diagnostics;
using System.Globalization;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Lists.Import;
using Dialer.Store;

namespace Dialer.Benchmarks.Lists;

/// <summary><c>do-not-call</c>: a register from its file into a store, from the store into the gate's list, and looked up there.</summary>
internal static class DoNotCallBenchmark
{
    private const int LookUps = 2_000_000;
    private const int Portion = 20_000;

    public static int Run(string[] arguments)
    {
        int at = Array.IndexOf(arguments, "--numbers"), count = at < 0 ? 10_000_000 : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
        var folder = Directory.CreateTempSubdirectory("dialer-do-not-call-");
        try
        {
            string file = Path.Combine(folder.FullName, "register.txt"), db = Path.Combine(folder.FullName, "store.db");
            Write(file, count);
            Console.WriteLine($"{count} numbers, {new FileInfo(file).Length / 1e6:0} MB; {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg")[..14]}");
            var mark = DoNotCallMark.Company with { Kind = DoNotCallKind.National };
            var now = Instant.From(DateTimeOffset.UnixEpoch.AddYears(56));
            using (var store = DialerStore.Open(new StoreOptions(db), new NobodyWatches()))
            {
                Told("file into the store", () => DoNotCallFile.ReadPortions(file, "FR", Portion, numbers => store.AddDoNotCallAsync(new DoNotCallEntries(mark, [.. numbers]), file, now).GetAwaiter().GetResult()));
                var list = new DoNotCallList();
                long before = GC.GetTotalMemory(forceFullCollection: true);
                Told("store into the list", () =>
                {
                    foreach (var entries in store.DoNotCallEntries(Portion))
                        list.Add(entries);
                });
                Console.WriteLine($"the list holds {(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:0} MB");
                LookUp(list, count, now);
                Told("is the file known?", () => store.IsDoNotCallFileKnown(file, DoNotCallFile.HashOf(file)));
            }
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void LookUp(DoNotCallList list, int count, Instant now)
    {
        string[] asked = [.. Enumerable.Range(0, 100_000).Select(i => NumberOf((int)(i * 7_919L % (count * 2L))))];
        int found = 0;
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < LookUps; i++)
            if (list.Until(asked[i % asked.Length], new CampaignId(1), now) != Instant.Epoch)
                found++;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a look-up {Stopwatch.GetElapsedTime(began).TotalNanoseconds / LookUps:0} ns, {100.0 * found / LookUps:0} % listed"));
    }

    private static void Told(string what, Action work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        work();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, processor {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:0.0} s"));
    }

    private static void Write(string file, int count)
    {
        using var lines = new StreamWriter(file);
        for (int i = 0; i < count; i++)
            lines.WriteLine(NumberOf(i));
    }

    /// <summary>Spread over the French plan; each once.</summary>
    private static string NumberOf(int i) => string.Create(CultureInfo.InvariantCulture, $"+33{100_000_000 + (i * 39L):000000000}");
}
