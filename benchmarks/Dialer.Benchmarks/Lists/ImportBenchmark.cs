using System.Diagnostics;
using System.Globalization;
using Dialer.Core.Time;
using Dialer.Lists.Import;
using Dialer.Store;

namespace Dialer.Benchmarks.Lists;

/// <summary><c>import</c>: a list into a store beside a bare insert of the same rows, in turns; rates, their ratio, and what the process held at most.</summary>
internal static class ImportBenchmark
{
    public static int Run(string[] arguments)
    {
        int rows = Option(arguments, "--rows", 200_000), rounds = Option(arguments, "--rounds", 3);
        var folder = Directory.CreateTempSubdirectory("dialer-import-");
        try
        {
            string list = Path.Combine(folder.FullName, "list.csv");
            MadeList.Write(list, rows);
            Console.WriteLine($"{rows} rows, {new FileInfo(list).Length / 1e6:0} MB; {Environment.ProcessorCount} processors, load {File.ReadAllText("/proc/loadavg")[..14]}");
            for (int round = 0; round < rounds; round++)
            {
                var bare = Measure(rows, () => BareInsert.Run(Path.Combine(folder.FullName, $"bare{round}.db"), rows));
                var read = Measure(rows, () => LeadImporter.Preview(new ImportOptions(list, "list", "FR")));
                string db = Path.Combine(folder.FullName, $"store{round}.db");
                var import = Measure(rows, () => Import(list, db, rows));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare insert {bare}; reading alone {read}; import {import}, ratio {import.Rate / bare.Rate:0.00}; most memory {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:0} MB"));
            }
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Figures Measure(int rows, Action work)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        work();
        return new Figures(rows / Stopwatch.GetElapsedTime(began).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / rows);
    }

    private static void Import(string list, string db, int rows)
    {
        using var store = DialerStore.Open(new StoreOptions(db), new NobodyWatches());
        var campaign = store.EnsureCampaign("campaign");
        var summary = LeadImporter.Import(store, campaign, new ImportOptions(list, "list", "FR"), Instant.From(DateTimeOffset.UnixEpoch.AddYears(50)));
        if (summary.Record.Leads != rows)
            throw new InvalidOperationException($"{summary.Record.Leads} of {rows} rows became leads");
    }

    private static int Option(string[] arguments, string name, int otherwise)
    {
        int at = Array.IndexOf(arguments, name);
        return at < 0 ? otherwise : int.Parse(arguments[at + 1], CultureInfo.InvariantCulture);
    }

    private readonly record struct Figures(double Rate, double CpuUs)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:0} rows/s ({CpuUs:0.0} us of CPU a row)");
    }
}
