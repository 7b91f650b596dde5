using Dialer.Server.Service;
using Dialer.Tools.Demo;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Testing;

/// <summary>A short rehearsal with a public that lives very fast, in a folder of its own.</summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialer-demo-test");

    public Rehearsal() => File.WriteAllText(ScenarioFile, """
        {
          "name": "fast", "agents": 4,
          "answer": { "live": 0.5, "machine": 0.15, "busy": 0.1, "sit": 0.05, "fax": 0.05, "failure": { "404": 0.05, "603": 0.05 } },
          "ringSeconds": { "live": { "gamma": { "mean": 0.4, "shape": 3, "min": 0.2 } }, "machine": { "gamma": { "mean": 0.4, "shape": 3, "min": 0.2 } }, "timeout": 2 },
          "talkSeconds": { "gamma": { "mean": 1.2, "shape": 4, "min": 0.6 } },
          "wrapUpSeconds": { "gamma": { "mean": 0.3, "shape": 4, "min": 0.1 } }
        }
        """);

    public string ScenarioFile => PathOf("fast.json");

    public string Db => PathOf("demo.db");

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public DemoOptions Options(int leads, double seconds = 60) =>
        new() { Leads = leads, Length = TimeSpan.FromSeconds(seconds), ScenarioFile = ScenarioFile, Db = Db, RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>From the first to the last second; the result, and whether the end was orderly.</summary>
    public static async Task<(DemoResult Result, bool IsOrderly)> RunAsync(DemoOptions options, Action<DemoRun, StopSignals>? during = null)
    {
        using var signals = StopSignals.Listen();
        await using var run = DemoRun.Create(options, NullLoggerFactory.Instance);
        during?.Invoke(run, signals);
        await run.StartAsync(signals.Drain);
        bool isOrderly = await run.RunToEndAsync(signals);
        Assert.Null(run.Dialer.Failure);
        return (DemoResult.From(run.Report(), run), isOrderly);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
