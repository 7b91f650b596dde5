using Dialer.Core.Agents;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Store.Reports;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>From file to server and back: every row arrives, and a place that is not empty is left as it is.</summary>
public sealed class StoreCopyTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Db(string name) => Path.Combine(_folder.Path, name + ".db");

    private static string Fill(string place)
    {
        using var store = DialerStore.Open(new StoreOptions(place), new RecordingObserver());
        var campaign = store.EnsureCampaign("campaign");
        store.EnsureAgent("Ana");
        store.WriteImport(campaign, Facts.List(20, phones: 2) with { Rows = 21, Rejects = [new RejectedRow(30, true, "tél", "112\0", "emergency number", "never dialed: remove it", "é;112")] }, Facts.Noon);
        var leads = store.LoadLeads(campaign, 20, Facts.Noon).Leads;
        store.AddDoNotCall(["+33199000009"], "ours", Facts.Noon);
        store.Enqueue(new Facts().Add(EngineOutput.AgentStateChanged(Facts.Noon, new AgentId(1), AgentState.LoggedOut, AgentState.Ready, null))
            .Started(campaign, leads[0], 1).Closed(Facts.Outcome(campaign, leads[0], 1, CallResult.Busy)).Started(campaign, leads[1], 2).Outbox);
        Assert.True(store.Flush(TimeSpan.FromMinutes(2)));
        store.Dispose();
        return Report(place);
    }

    private static string Report(string place) => ReportText.ToJson(StoreReader.Open(place).Report(new CampaignId(1)));

    [Fact]
    public void There_and_back_is_the_same_store_and_dials_on()
    {
        string file = Db("first"), back = Db("back"), server = fixture.Server.NewPlace();
        string report = Fill(file);
        var sent = StoreCopy.Copy(file, server, TimeProvider.System);
        Assert.Equal((20, 40, 2, 1), (Rows(sent, "leads"), Rows(sent, "lead_phones"), Rows(sent, "attempts"), Rows(sent, "rejects")));
        Assert.Equal(report, Report(server));
        Assert.Equal(sent, StoreCopy.Copy(server, back, TimeProvider.System));
        Assert.Equal(report, Report(back));
        foreach (string place in (string[])[server, back])
        {
            using var store = DialerStore.Open(new StoreOptions(place), new RecordingObserver());
            Assert.Equal((1, 2), (store.Opening.InterruptedAttempts, store.Opening.Run));
            Assert.Equal(18, store.LoadLeads(new CampaignId(1), 50, Facts.Noon).Leads.Count);
        }
    }

    [Fact]
    public void A_backup_is_taken_while_the_dialer_works_and_restored_elsewhere()
    {
        string file = Db("live"), backup = Db("backup"), restored = Db("restored");
        using (var store = DialerStore.Open(new StoreOptions(file), new RecordingObserver()))
        {
            store.WriteImport(store.EnsureCampaign("campaign"), Facts.List(3), Facts.Noon);
            StoreCopy.Copy(file, backup, TimeProvider.System);
            store.WriteImport(store.EnsureCampaign("campaign"), Facts.List(3, "later", firstNumber: 50), Facts.Noon);
        }
        StoreCopy.Copy(backup, restored, TimeProvider.System);
        Assert.Equal(3, StoreReader.Open(restored).Progress(new CampaignId(1)).New);
        Assert.Equal(6, StoreReader.Open(file).Progress(new CampaignId(1)).New);
    }

    [Fact]
    public void A_place_that_is_not_empty_stays_as_it_is_and_is_named()
    {
        string file = Db("one"), other = Db("other");
        Fill(file);
        string there = Fill(other);
        var refused = Assert.Throws<StoreException>(() => StoreCopy.Copy(file, other, TimeProvider.System));
        Assert.Contains(other, refused.Message, StringComparison.Ordinal);
        Assert.Equal(there, Report(other));
        Assert.Throws<StoreException>(() => StoreCopy.Copy(Db("nowhere"), Db("new"), TimeProvider.System));
    }

    private static long Rows(IReadOnlyList<(string Table, long Rows)> sent, string table) => sent.Single(row => row.Table == table).Rows;
}
