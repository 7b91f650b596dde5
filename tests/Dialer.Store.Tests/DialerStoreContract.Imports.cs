using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Testing;
using Xunit;

namespace Dialer.Store.Tests;

/// <summary>An import in portions: nobody is dialed before its end, and whatever stops it leaves no half.</summary>
public abstract partial class DialerStoreContract
{
    private static ImportPortion Portion(int rows, int firstNumber, int firstLine, params RejectedRow[] rejects)
    {
        var leads = Facts.List(rows, firstNumber: firstNumber).Leads.Select(lead => lead with { Line = lead.Line - 2 + firstLine }).ToArray();
        return new ImportPortion(leads, rejects, rows + rejects.Count(reject => reject.WholeRow), firstLine + rows + rejects.Length - 1);
    }

    private static OpenImport Begin(IDialerStore store, CampaignId campaign, string hash = "hash", string readAs = "") =>
        store.BeginImport(campaign, "list", "list.csv", hash, readAs, Facts.Noon);

    [Fact]
    public async Task Nothing_of_an_import_is_dialed_or_counted_before_its_end_and_then_all_of_it()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        store.WriteImport(campaign, Facts.List(2, "earlier", firstNumber: 900), Facts.Noon);
        var import = Begin(store, campaign);
        var bad = new RejectedRow(12, WholeRow: true, "tel", "112", "emergency number", "never dialed: remove it", "x;112");
        import = await store.WritePortionAsync(import, Portion(10, 0, 2, bad), Facts.Noon);
        import = await store.WritePortionAsync(import, Portion(10, 10, 13), Facts.Noon);
        Assert.Equal((21, 20, 1, 22), (import.Rows, import.Leads, import.RejectedRows, import.ReadToLine));
        var batch = store.LoadLeads(campaign, 50, Facts.Noon);
        Assert.Equal(["+33199000900", "+33199000901"], batch.Leads.Select(lead => lead.Phones[0].Number));
        // More may come at any moment: the list is not finished.
        Assert.NotEqual(Core.Time.Instant.Never, batch.NextCallable);
        Assert.Equal((2, 2), (store.Progress(campaign).Total, store.Progress(campaign).New));
        Assert.Single(store.Report(campaign).Lists);
        Assert.Empty(store.Report(campaign).Rejects);
        Assert.Null(store.FindImport(campaign, "list", "hash"));

        var record = store.FinishImport(import, Facts.Noon);
        Assert.Equal((21, 20, 1), (record.Rows, record.Leads, record.RejectedRows));
        Assert.Equal(20, store.LoadLeads(campaign, 50, Facts.Noon).Leads.Count);
        Assert.Equal(22, store.Progress(campaign).New);
        Assert.Equal(1, Assert.Single(store.Report(campaign).Rejects).Rows);
        Assert.Equal(20, store.FindImport(campaign, "list", "hash")!.Leads);
    }

    [Fact]
    public async Task An_import_that_was_cut_off_goes_on_where_it_was_and_only_if_it_is_the_same()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        var bad = new RejectedRow(4, WholeRow: false, "tel", "112", "emergency number", "never dialed: remove it", "x;112");
        await store.WritePortionAsync(Begin(store, campaign), Portion(3, 0, 2, bad), Facts.Noon);
        store.Dispose();
        store = Open();
        Assert.Equal(0, Begin(store, campaign, "another").ReadToLine);
        Assert.Equal(0, Begin(store, campaign, readAs: "other columns").ReadToLine);
        var import = Begin(store, campaign);
        Assert.Equal((5, 3, 3, 1), (import.ReadToLine, import.Rows, import.Leads, import.NumbersRefused));
        Assert.Equal([("+33199000000", 2), ("+33199000001", 3), ("+33199000002", 4)], store.ImportedNumbers(import).Order());
        Assert.Equal([bad], store.ImportRejects(import));
        Assert.Equal(3, store.UnfinishedImports().Count);
    }

    [Fact]
    public async Task An_import_that_is_taken_back_leaves_nothing_and_nobody()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        var import = await store.WritePortionAsync(Begin(store, campaign), Portion(3, 0, 2), Facts.Noon);
        store.DiscardImport(import);
        Assert.Equal(0, store.Progress(campaign).Total);
        Assert.Empty(store.PersonsOf("+33199000001"));
        Assert.Empty(store.UnfinishedImports());
        Assert.Empty(store.CampaignNumbers(campaign));
        Assert.Equal(3, store.WriteImport(campaign, Facts.List(3), Facts.Noon).Leads);
    }

    [Fact]
    public async Task Who_was_promised_a_call_meanwhile_is_called_whatever_becomes_of_the_import()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        var import = await store.WritePortionAsync(Begin(store, campaign), Portion(3, 0, 2), Facts.Noon);
        Store(store, new Facts().Add(new EngineOutput { Kind = EngineOutputKind.CallBackPromised, At = Facts.Noon, Campaign = campaign, TextSlot = "+33199000001", Until = Facts.Noon, Record = -1 }));
        Assert.Equal("+33199000001", Assert.Single(store.LoadLeads(campaign, 5, Facts.Noon).Leads).Phones[0].Number);
        store.DiscardImport(import);
        Assert.Equal(1, store.Progress(campaign).Total);
        Assert.Equal(1, Assert.Single(store.Report(campaign).Lists).Leads);
    }

    [Fact]
    public async Task A_part_that_does_not_follow_what_is_stored_is_refused()
    {
        var store = Open();
        var campaign = store.EnsureCampaign("campaign");
        var import = Begin(store, campaign);
        await store.WritePortionAsync(import, Portion(3, 0, 2), Facts.Noon);
        Assert.Contains("list.csv", (await Assert.ThrowsAsync<StoreException>(() => store.WritePortionAsync(import, Portion(3, 3, 5), Facts.Noon))).Message, StringComparison.Ordinal);
        Assert.Throws<StoreException>(() => store.FinishImport(import, Facts.Noon));
    }

    /// <summary>Those known by key or number, in one portion with those who are new.</summary>
    [Fact]
    public void In_a_large_list_everybody_who_is_known_is_found_and_an_objector_s_new_numbers_are_bound()
    {
        var store = Open();
        store.AddDoNotCall(["+33199000900"], "ours", Facts.Noon);
        ImportedLead Lead(int line, string? key, params string[] numbers) => Facts.List(1).Leads[0] with { Line = line, CustomerKey = key, Phones = [.. numbers.Select(number => new LeadPhone(number, PhoneKind.Unknown))] };
        void Import(string campaign, params ImportedLead[] leads) => store.WriteImport(store.EnsureCampaign(campaign), new ImportedList("list", "list.csv", "hash", leads.Length, leads, []), Facts.Noon);

        Import("one", Lead(2, "A", "+33199000001"), Lead(3, null, "+33199000002"), Lead(4, "N", "+33199000900"));
        Import("two",
            Lead(2, "A", "+33199000011"), // known by key
            Lead(3, null, "+33199000002", "+33199000012"), // known by number
            Lead(4, "B", "+33199000001"), // another one's telephone
            Lead(5, "N", "+33199000013"), // objected
            Lead(6, "C", "+33199000014"), Lead(7, "C", "+33199000015"), // one new person, twice
            Lead(8, null, "+33199000016"));
        Assert.Equal(["+33199000001", "+33199000011"], store.Person(Assert.Single(store.PersonsOf("+33199000011")))!.Numbers);
        Assert.Equal(["+33199000002", "+33199000012"], store.Person(Assert.Single(store.PersonsOf("+33199000012")))!.Numbers);
        Assert.Equal(["A", "B"], store.PersonsOf("+33199000001").Select(person => store.Person(person)!.CustomerKey!).Order());
        Assert.Contains("+33199000013", store.DoNotCall());
        Assert.Equal(store.PersonsOf("+33199000014"), store.PersonsOf("+33199000015"));
        Assert.Null(store.Person(Assert.Single(store.PersonsOf("+33199000016")))!.CustomerKey);
    }
}
