using Dialer.Core.Campaigns;
using Dialer.Server.Service;
using Dialer.Simulation.Public;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dialer.Tools.Demo;

/// <summary>
/// One unseen call through every part, in a store that is thrown away: what the rehearsal then measures is the program's
/// work, not the just-in-time compiler's at the first person who answers (20 to 50 ms).
/// </summary>
public static class WarmUp
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly Scenario OnePerson = Scenario.Demo with
    {
        Name = "warm-up",
        Answer = new AnswerShares { Live = 1 },
        Ring = new RingModel { Live = Distribution.Constant(0.1), Machine = Distribution.Constant(0.1), TimeoutSeconds = 1 },
        TalkSeconds = Distribution.Constant(0.3),
        WrapUpSeconds = Distribution.Constant(0.1),
    };

    public static async Task CallOnceAsync(StopSignals signals)
    {
        var folder = Directory.CreateTempSubdirectory("dialer-warm-up-");
        try
        {
            var options = new DemoOptions { Length = Limit, Agents = 1, Leads = 1, Scenario = OnePerson, Analysis = AnalysisMode.Off, Db = Path.Combine(folder.FullName, "warm-up.db") };
            await using var run = DemoRun.Create(options, NullLoggerFactory.Instance);
            await run.StartAsync(signals.Drain).ConfigureAwait(false);
            await run.RunToEndAsync(signals).ConfigureAwait(false);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
