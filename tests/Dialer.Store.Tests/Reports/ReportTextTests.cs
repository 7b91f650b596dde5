using System.Text.Json;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Store.Reports;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests.Reports;

public sealed class ReportTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CampaignReport _report;

    public ReportTextTests()
    {
        using var store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        var campaign = store.EnsureCampaign("Été 2026");
        store.WriteImport(campaign, Facts.List(4) with { Rows = 5, Rejects = [new RejectedRow(9, true, "tel", "112", "emergency number", "never dialed: remove it", "x;112")] }, Facts.Noon);
        var leads = store.LoadLeads(campaign, 4, Facts.Noon).Leads;
        store.Enqueue(new Facts()
            .Started(campaign, leads[0], 1).Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Answered, connected: true, verdict: CpaVerdict.LiveVoice, disposition: new Disposition("sale")))
            .Started(campaign, leads[1], 2).Closed(Facts.Outcome(campaign, leads[1], 2, CallResult.Busy)).Outbox);
        store.QualityMeasured(new CallQuality(new CallId(1), 980, 20, 3.5, 40, 4.25));
        Assert.True(store.Flush(TimeSpan.FromSeconds(30)));
        _report = store.Report(campaign);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_JSON_has_one_shape_with_every_result_and_adds_up()
    {
        using var json = JsonDocument.Parse(ReportText.ToJson(_report));
        var root = json.RootElement;
        Assert.Equal("Été 2026", root.GetProperty("campaign").GetString());
        var results = root.GetProperty("results").EnumerateObject().ToDictionary(result => result.Name, result => result.Value.GetInt32());
        Assert.Equal(["answered", "busy", "noAnswer", "rejected", "invalidNumber", "congestion", "operatorAnnouncement", "failed", "cancelled", "interrupted"], results.Keys);
        Assert.Equal(root.GetProperty("outcomesStored").GetInt32(), results.Values.Sum());
        Assert.Equal(root.GetProperty("attempts").GetInt32(), results.Values.Sum());
        Assert.Equal(1, root.GetProperty("connected").GetInt32());
        Assert.Equal((1, 0.02, 4.25), (root.GetProperty("audio").GetProperty("calls").GetInt32(), root.GetProperty("audio").GetProperty("lossShare").GetDouble(), root.GetProperty("audio").GetProperty("mos5").GetDouble()));
        Assert.Equal(JsonValueKind.Null, root.GetProperty("answerToAgentMs").GetProperty("p99").ValueKind);
        Assert.Equal(1, root.GetProperty("dispositions").GetProperty("sale").GetInt32());
        Assert.Equal("emergency number", root.GetProperty("rejects")[0].GetProperty("reason").GetString());
    }

    [Fact]
    public void The_text_says_the_same()
    {
        string text = ReportText.ToText(_report);
        Assert.Contains("Campaign      Été 2026\n", text, StringComparison.Ordinal);
        Assert.Contains("Attempts      2, outcomes stored 2, in flight 0\n", text, StringComparison.Ordinal);
        Assert.Contains("Results       answered 1, busy 1\n", text, StringComparison.Ordinal);
        Assert.Contains("Connected     1, abandoned 0 (0.00 %)\n", text, StringComparison.Ordinal);
        Assert.Contains("Audio         2.00 % of the packets lost, jitter 3.5 ms half, 3.5 ms 95 %, MOS 4.25 half, 4.25 the worst 5 % of 1 calls\n", text, StringComparison.Ordinal);
        Assert.Contains("List list: 5 rows, 4 leads, 1 rows rejected", text, StringComparison.Ordinal);
    }
}
