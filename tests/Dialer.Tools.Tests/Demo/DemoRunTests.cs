using System.Text.Json;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Host.Commands;
using Dialer.Server.Running;
using Dialer.Server.Service;
using Dialer.Server.Terminal;
using Dialer.Simulation.Public;
using Dialer.Store;
using Dialer.Testing;
using Dialer.Tools.Demo;
using Xunit;

namespace Dialer.Tools.Tests.Demo;

/// <summary>The whole product on the loopback interface: real SIP, real RTP, a real store.</summary>
[Collection(TelephoneLineCollection.Name)]
public sealed class DemoRunTests : IDisposable
{
    private readonly Rehearsal _rehearsal = new();

    public void Dispose() => _rehearsal.Dispose();

    [Fact]
    public async Task A_rehearsal_ends_when_its_list_ends_and_everything_is_stored()
    {
        DemoRun? seen = null;
        var (result, isOrderly) = await Rehearsal.RunAsync(_rehearsal.Options(leads: 12), (run, _) => seen = run);
        Assert.True(isOrderly);
        AssertConsistent(result);
        Assert.Equal(12, result.Leads);
        Assert.Equal(12, seen!.World.Carrier.CalledNumbers.Count);
        Assert.Equal(result.Attempts, seen.World.Carrier.Counts.Invites);
        Assert.True(result.Connected > 0);
        Assert.NotNull(result.Analysis);
        Assert.NotNull(result.FirstConversationSeconds);
        Assert.True(result.TalkShare is > 0 and < 1);
        var report = StoreReader.Open(_rehearsal.Db).Report(new CampaignId(1));
        Assert.Equal((result.Attempts, result.OutcomesStored, 0), (report.Attempts, report.OutcomesStored, report.InFlight));
        Assert.InRange(report.Audio.Calls, result.Connected, result.Attempts);
        Assert.InRange(report.Audio.Mos50!.Value, 3, 4.5);
    }

    [Fact]
    public async Task With_analysis_off_every_answer_goes_to_an_agent_and_nothing_is_concluded()
    {
        var (result, isOrderly) = await Rehearsal.RunAsync(_rehearsal.Options(leads: 8) with { Analysis = AnalysisMode.Off });
        Assert.True(isOrderly);
        AssertConsistent(result);
        Assert.Null(result.Analysis);
        Assert.NotNull(result.AnswerToAgentMs.P50);
        Assert.True(result.Connected + result.Abandoned > 0);
    }

    [Fact]
    public async Task A_recorded_run_replays_in_virtual_time_to_identical_outputs()
    {
        string log = _rehearsal.PathOf("run.log");
        DemoRun? seen = null;
        await Rehearsal.RunAsync(_rehearsal.Options(leads: 6) with { RecordTo = log }, (run, _) => seen = run);
        var replayed = EngineReplay.Run(await File.ReadAllBytesAsync(log, TestContext.Current.CancellationToken));
        var (digest, outputs) = seen!.Dialer.Recorded!.Value;
        Assert.Equal((outputs, EngineReplay.Text(digest), false), (replayed.Outputs, replayed.Digest, replayed.IsTorn));
        Assert.True(replayed.Inputs > 30);
    }

    [Fact]
    public async Task A_store_is_resumed_where_it_was_left()
    {
        var options = _rehearsal.Options(leads: 10);
        var (first, _) = await Rehearsal.RunAsync(options, (run, signals) => StopAtFirst(run, signals, EngineOutputKind.InteractionConnected));
        var (second, isOrderly) = await Rehearsal.RunAsync(options);
        Assert.True(isOrderly);
        AssertConsistent(first);
        AssertConsistent(second);
        Assert.Equal((1, 2), (first.Run, second.Run));
        Assert.True(first.Attempts < second.Attempts);
        Assert.Equal(10, second.Leads);
        Assert.Equal(0, StoreReader.Open(_rehearsal.Db).Progress(new CampaignId(1)).New);
    }

    [Fact]
    public async Task The_first_stop_drains_no_new_calls_and_all_is_stored()
    {
        DemoRun? seen = null;
        var (result, isOrderly) = await Rehearsal.RunAsync(_rehearsal.Options(leads: 100), (run, signals) =>
        {
            seen = run;
            StopAtFirst(run, signals, EngineOutputKind.InteractionConnected);
        });
        Assert.True(isOrderly);
        AssertConsistent(result);
        Assert.True(result.Connected >= 1);
        Assert.True(result.Attempts < 200);
        Assert.Equal(0, result.Results[nameof(CallResult.Interrupted)]);
        Assert.Equal(result.Attempts, seen!.World.Carrier.Counts.Invites);
    }

    [Fact]
    public async Task A_second_stop_ends_at_once_and_loses_nothing_that_was_stored()
    {
        var (first, isOrderly) = await Rehearsal.RunAsync(_rehearsal.Options(leads: 100), (run, signals) =>
        {
            StopAtFirst(run, signals, EngineOutputKind.InteractionConnected);
            StopAtFirst(run, signals, EngineOutputKind.InteractionConnected);
        });
        Assert.False(isOrderly);
        using var store = DialerStore.Open(new StoreOptions(_rehearsal.Db), new NobodyWatches());
        var report = store.Report(new CampaignId(1));
        Assert.True(report.Attempts >= first.OutcomesStored);
        Assert.Equal(report.Attempts, report.OutcomesStored);
        Assert.Equal(report.OutcomesStored, report.Results.Values.Sum());
    }

    [Fact]
    public async Task The_command_prints_one_json_object_and_nothing_else()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await DialerCommandLine.RunAsync(
            ["demo", "--json", "--leads", "6", "--seconds", "30", "--agents", "3", "--scenario", _rehearsal.ScenarioFile, "--db", _rehearsal.Db], output, error, TestContext.Current.CancellationToken);
        Assert.Equal((ExitCode.Ok, ""), (code, error.ToString()));
        using var json = JsonDocument.Parse(output.ToString());
        foreach (string field in new[] { "elapsedSeconds", "leads", "attempts", "outcomesStored", "results", "answeredLive", "machines", "connected", "abandoned", "abandonedRate", "talkShare", "answerToAgentMs", "analysis" })
            Assert.True(json.RootElement.TryGetProperty(field, out _), field);
        foreach (string result in new[] { "answered", "busy", "noAnswer", "rejected", "invalidNumber", "congestion", "operatorAnnouncement", "failed", "cancelled", "interrupted" })
            Assert.True(json.RootElement.GetProperty("results").TryGetProperty(result, out _), result);
        Assert.Equal(["p50", "p95", "p99"], json.RootElement.GetProperty("answerToAgentMs").EnumerateObject().Select(property => property.Name));
        Assert.Equal(["liveAsLive", "liveAsMachine", "machineAsMachine", "machineAsLive", "undetermined"], json.RootElement.GetProperty("analysis").EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Without_a_terminal_plain_lines_end_with_the_command_that_shows_the_report_again()
    {
        using var output = new StringWriter();
        int code = await DialerCommandLine.RunAsync(
            ["demo", "--leads", "3", "--seconds", "20", "--agents", "2", "--analysis", "off", "--scenario", _rehearsal.ScenarioFile, "--db", _rehearsal.Db], output, TextWriter.Null, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCode.Ok, code);
        string[] lines = output.ToString().TrimEnd().Split('\n');
        Assert.Contains(_rehearsal.Db, string.Join('\n', lines[..3]), StringComparison.Ordinal);
        Assert.EndsWith($" report --db {_rehearsal.Db}", lines[^1], StringComparison.Ordinal);
        using var report = new StringWriter();
        Assert.Equal(ExitCode.Ok, await DialerCommandLine.RunAsync(["report", "--db", _rehearsal.Db, "--json"], report, TextWriter.Null, TestContext.Current.CancellationToken));
        using var json = JsonDocument.Parse(report.ToString());
        Assert.Equal(3, json.RootElement.GetProperty("leads").GetProperty("total").GetInt32());
    }

    private static void AssertConsistent(DemoResult result)
    {
        Assert.Equal(result.Attempts, result.OutcomesStored);
        Assert.Equal(result.Attempts, result.Results.Values.Sum());
        Assert.True(result.AnsweredLive + result.Machines <= result.Results[nameof(CallResult.Answered)] + result.Results[nameof(CallResult.OperatorAnnouncement)]);
        double rate = result.Connected + result.Abandoned == 0 ? 0 : (double)result.Abandoned / (result.Connected + result.Abandoned);
        Assert.Equal(rate, result.AbandonedRate, 5);
        if (result.Analysis is not { } analysis)
            return;
        int Of(CalledPartyKind kind) => result.Truth.TryGetValue(JsonNamingPolicy.CamelCase.ConvertName(kind.ToString()), out var row) ? row.Values.Sum() : 0;
        Assert.Equal(Of(CalledPartyKind.Live) + Of(CalledPartyKind.Machine), analysis.LiveAsLive + analysis.LiveAsMachine + analysis.MachineAsMachine + analysis.MachineAsLive + analysis.Undetermined);
    }

    private static void StopAtFirst(DemoRun run, StopSignals signals, EngineOutputKind kind)
    {
        int asked = 0;
        run.Dialer.Facts.Read += (fact, _) =>
        {
            if (fact.Kind == kind && Interlocked.Exchange(ref asked, 1) == 0)
                signals.Count();
        };
    }

    private sealed class NobodyWatches : IStoreObserver
    {
        public void Durable(long sequence)
        {
        }

        public void ClaimRefused(AttemptId attempt, LeadId lead, CallId call)
        {
        }

        public void Congested(string why)
        {
        }

        public void Relieved()
        {
        }
    }
}
