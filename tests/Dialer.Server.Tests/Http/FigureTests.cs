using System.Diagnostics;
using Dialer.Core.Engine.Books;
using Dialer.Server.Http;
using Dialer.Server.Http.Figures;
using Dialer.Server.Monitoring;
using Dialer.Server.Running;
using Dialer.Store.Zones;
using Xunit;

namespace Dialer.Server.Tests.Http;

/// <summary>Periods on a clock that is set twice a year, CSV, and what a monitor collects.</summary>
public sealed class FigureTests
{
    private static readonly TimeZoneInfo Paris = BundledZones.TryFind("Europe/Paris", out var zone) ? zone : throw new InvalidOperationException();

    [Theory]
    [InlineData(Period.Hour, "2026-10-25T00:30:00Z", "2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00")]
    [InlineData(Period.Hour, "2026-10-25T01:30:00Z", "2026-10-25T02:00:00+01:00", "2026-10-25T03:00:00+01:00")]
    [InlineData(Period.Hour, "2026-03-29T00:59:00Z", "2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00")]
    [InlineData(Period.Day, "2026-10-25T22:59:59Z", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00")]
    [InlineData(Period.Day, "2026-03-28T23:00:00Z", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00")]
    [InlineData(Period.Week, "2026-11-01T12:00:00Z", "2026-10-26T00:00:00+01:00", "2026-11-02T00:00:00+01:00")]
    [InlineData(Period.Week, "2026-11-02T12:00:00Z", "2026-11-02T00:00:00+01:00", "2026-11-09T00:00:00+01:00")]
    public void A_period_begins_and_ends_on_the_clock_of_its_zone(Period by, string at, string begin, string next)
    {
        var calendar = new Calendar(by, Paris, DateTimeOffset.UnixEpoch);
        var found = calendar.Begin(DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeOffset.Parse(begin, System.Globalization.CultureInfo.InvariantCulture), found);
        Assert.Equal(DateTimeOffset.Parse(next, System.Globalization.CultureInfo.InvariantCulture), calendar.Next(found));
    }

    [Fact]
    public void Csv_quotes_what_needs_it_and_gives_a_spreadsheet_no_formula()
    {
        var row = new AgentFigures(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(1)), "=cmd,\"x\"", 1.5, 0, 0, 0, 0, 0, 0.25);
        Assert.Equal("from,agent,loggedInSeconds,talkSeconds,onHoldSeconds,wrapUpSeconds,idleSeconds,notReadySeconds,occupancy\r\n2026-03-02T09:00:00+01:00,\"'=cmd,\"\"x\"\"\",1.5,0,0,0,0,0,0.25\r\n", CsvText.Of<AgentFigures>([row]));
    }

    [Fact]
    public async Task What_a_monitor_collects_is_what_its_own_tool_takes()
    {
        string text = Metrics(isOpenMetrics: false);
        Assert.Contains("dialer_attempts_total{campaign=\"one \\\"two\\\"\"} 7", text, StringComparison.Ordinal);
        Assert.Contains("dialer_attempts_closed_total{campaign=\"one \\\"two\\\"\",result=\"busy\"} 3", text, StringComparison.Ordinal);
        Assert.Contains("dialer_queue_wait_seconds_bucket{queue=\"sales\",le=\"0.5\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("dialer_queue_wait_seconds_bucket{queue=\"sales\",le=\"5.0\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("dialer_queue_wait_seconds_bucket{queue=\"sales\",le=\"+Inf\"} 3\n", text, StringComparison.Ordinal);
        Assert.EndsWith("# EOF\n", Metrics(isOpenMetrics: true), StringComparison.Ordinal);
        const string promtool = "/usr/bin/promtool";
        Assert.SkipUnless(File.Exists(promtool), "promtool is not installed");
        using var check = Process.Start(new ProcessStartInfo(promtool, ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardError = true, RedirectStandardOutput = true })!;
        await check.StandardInput.WriteAsync(text);
        check.StandardInput.Close();
        string said = await check.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await check.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await check.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal((0, ""), (check.ExitCode, said));
    }

    private static string Metrics(bool isOpenMetrics)
    {
        var campaign = new CampaignRow
        {
            Id = 1,
            Name = "one \"two\"",
            Dialing = new DialModeView(Core.Campaigns.DialMode.Predictive, "predictive", 1, 2, new PreviewView(20, default)),
            Attempts = 7,
            Results = new Dictionary<string, long> { ["busy"] = 3 },
            Refusals = new Dictionary<string, long> { ["outsideHours"] = 2 },
        };
        var view = new WallboardView(DateTimeOffset.UnixEpoch, [campaign], [], [], [new TrunkRow(1, "carrier", true, null)], new Dictionary<string, int> { ["ready"] = 4 }, 0, new LatencyView(12, 20, 31, 9), new LatencyView(null, null, null, 0), false);
        var waits = new LatencyHistogram();
        foreach (double seconds in (double[])[0.2, 4, 700])
            waits.Add(TimeSpan.FromSeconds(seconds));
        view = view with { Queues = [new QueueRow { Id = 1, Name = "sales", Waiting = 2, Offered = 3, WaitSeconds = new WaitView(0, 0, 0, 0, 0) }] };
        return new MetricsText(isOpenMetrics).Of(view, new SpanBoard(waits.Spans(), default, [new("sales", waits.Spans())]), new DialerGauges(3, TimeSpan.FromMilliseconds(5), false));
    }
}
