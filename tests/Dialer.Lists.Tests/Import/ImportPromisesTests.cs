using System.Text;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Lists.Import;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Import;

/// <summary>What an import keeps to, whatever is in the list: do-not-call numbers, formulas, files that are private, stops.</summary>
public sealed class ImportPromisesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DialerStore _store;
    private readonly CampaignId _campaign;

    public ImportPromisesTests()
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        _campaign = _store.EnsureCampaign("campaign");
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private ImportOptions Options(string text, string name = "list")
    {
        string file = Path.Combine(_folder.Path, name + ".csv");
        File.WriteAllText(file, text, new UTF8Encoding(false));
        return new ImportOptions(file, name, "FR");
    }

    private static DoNotCallBook Book(bool bindsPerson, params string[] numbers)
    {
        var book = new DoNotCallBook();
        book.Add(numbers, bindsPerson);
        return book;
    }

    private string[] Dialed() => [.. _store.LoadLeads(_campaign, 1000, Facts.Noon).Leads.SelectMany(lead => lead.Phones).Select(phone => phone.Number)];

    [Theory]
    [InlineData("0199001234;0639980011")]
    [InlineData("+33 1 99 00 12 34;06 39 98 00 11")]
    [InlineData("0639980011;01 99 00 12 34 (bureau)")]
    public void A_number_on_the_company_s_own_list_refuses_the_row_and_binds_what_stands_beside_it(string cells)
    {
        var summary = LeadImporter.Import(_store, _campaign, Options($"Téléphone;Mobile\n{cells}\n0199001299;\n"), Facts.Noon, Book(true, "+33199001234"));
        Assert.Equal(["+33199001299"], Dialed());
        Assert.Equal("on the do-not-call list", Assert.Single(summary.Reasons).Key);
        Assert.Contains("+33639980011", _store.DoNotCall());
        // In another list, where the mobile stands alone, the person stays protected.
        Assert.Equal(0, LeadImporter.Import(_store, _campaign, Options("Mobile\n06 39 98 00 11\n", "other"), Facts.Noon).Record.Leads);
    }

    [Fact]
    public void A_national_register_refuses_the_number_and_leaves_the_other()
    {
        var summary = LeadImporter.Import(_store, _campaign, Options("Téléphone;Mobile\n0199001234;0639980011\n"), Facts.Noon, Book(false, "+33199001234"));
        Assert.Equal(["+33639980011"], Dialed());
        Assert.Equal((1, 0, 1), (summary.Record.Leads, summary.Record.RejectedRows, summary.Record.NumbersRefused));
    }

    /// <summary>Nor is the row kept among the rejects: it would bring back what was to be forgotten.</summary>
    [Fact]
    public void Whoever_was_erased_does_not_come_back_with_a_list()
    {
        LeadImporter.Import(_store, _campaign, Options("Nom;Téléphone;Mobile\nZoé;0199001234;0639980011\n"), Facts.Noon);
        Assert.NotNull(_store.ErasePerson("+33639980011", null, "ana", "asked by letter", Facts.Noon));
        var summary = LeadImporter.Import(_store, _campaign, Options("Nom;Téléphone;Mobile\nZoé;0199001234;0199005555\nAnne;0199001299;\n", "other"), Facts.Noon);
        Assert.Equal(["+33199001299"], Dialed());
        Assert.Equal("of somebody who was erased on request", Assert.Single(summary.Reasons).Key);
        Assert.DoesNotContain("Zoé", File.ReadAllText(summary.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_store_knows_is_refused_without_a_file()
    {
        _store.AddDoNotCall(["+33199001234"], "asked during a call", Facts.Noon);
        Assert.Equal(0, LeadImporter.Import(_store, _campaign, Options("tel\n01 99 00 12 34\n"), Facts.Noon).Record.Leads);
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("@SUM(A1)")]
    [InlineData("+1+cmd|' /C calc'!A0")]
    [InlineData("-2+3*A1")]
    [InlineData(" =1+1")]
    [InlineData("＝1+1")]
    [InlineData("\t=1+1")]
    public void Rejects_hold_no_formula_that_a_spreadsheet_would_run(string formula)
    {
        string cell = "\"" + formula.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var summary = LeadImporter.Import(_store, _campaign, Options($"nom;tel\n{cell};112\nDupont;0199001234\n"), Facts.Noon);
        string written = File.ReadAllText(summary.RejectsFile!);
        Assert.Contains("'" + formula, written, StringComparison.Ordinal);
        Assert.DoesNotContain(";" + formula, written, StringComparison.Ordinal);
        // The store keeps what stood there.
        Assert.Contains(formula.Trim(), _store.Report(_campaign).Lists.Count > 0 ? formula : "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("+33 1 99 00 1")]
    [InlineData("+331990012")]
    [InlineData("-")]
    public void A_number_with_its_plus_is_no_formula_and_stays(string cell)
    {
        var summary = LeadImporter.Import(_store, _campaign, Options($"nom;tel\nDupont;{cell}\nMartin;0199001234\n"), Facts.Noon);
        Assert.Contains(";" + cell, File.ReadAllText(summary.RejectsFile!), StringComparison.Ordinal);
    }

    [Fact]
    public void Rejects_are_their_owner_s_alone()
    {
        if (OperatingSystem.IsWindows())
            return;
        string file = Path.Combine(_folder.Path, "rejects", "list.rejects.csv");
        for (int i = 0; i < 2; i++)
        {
            LeadImporter.Import(_store, _campaign, Options($"tel\n112\n019900123{i}\n") with { RejectsFile = file }, Facts.Noon);
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
            // As an earlier version, or another hand, left it.
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }
    }

    [Fact]
    public void An_import_says_how_far_it_is_and_stops_when_asked_with_nothing_written()
    {
        var text = new StringBuilder("tel\n");
        for (int i = 0; i < 10_000; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"06399{i:00000}\n");
        var options = Options(text.ToString());
        using var stop = new CancellationTokenSource();
        var told = new List<ImportProgress>();
        Assert.Throws<OperationCanceledException>(() => LeadImporter.Import(_store, _campaign, options, Facts.Noon, null, progress =>
        {
            told.Add(progress);
            if (progress.Rows >= 4_000)
                stop.Cancel();
        }, stop.Token));
        Assert.Equal([0, 2_000, 4_000], told.Select(progress => progress.Rows));
        Assert.All(told, progress => Assert.InRange(progress.Percent ?? -1, 0, 100));
        Assert.Empty(_store.Report(_campaign).Lists);
        Assert.Empty(Dialed());
        // Asked for again, all of it comes.
        Assert.Equal(10_000, LeadImporter.Import(_store, _campaign, options, Facts.Noon).Record.Rows);
    }

    /// <summary>Ten thousand rows, each tenth refused, each hundredth a number of an earlier row.</summary>
    private static string LongList(int rows = 10_000)
    {
        var text = new StringBuilder("nom;tel\n");
        for (int i = 0; i < rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Client {i};{(i % 10 == 3 ? "112" : $"06399{(i % 100 == 57 ? i / 2 : i):00000}")}\n");
        return text.ToString();
    }

    private void StopAfter(int rows, ImportOptions options)
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => LeadImporter.Import(_store, _campaign, options, Facts.Noon, null, progress =>
        {
            if (progress.Rows >= rows)
                stop.Cancel();
        }, stop.Token));
    }

    [Fact]
    public void An_import_that_was_stopped_goes_on_and_comes_to_what_it_would_have_been_in_one_go()
    {
        var other = _store.EnsureCampaign("in one go");
        var options = Options(LongList());
        var whole = LeadImporter.Import(_store, other, options with { RejectsFile = Path.Combine(_folder.Path, "whole.csv") }, Facts.Noon);
        StopAfter(6_000, options);
        Assert.Empty(Dialed());
        var import = Assert.Single(_store.UnfinishedImports());
        Assert.InRange(import.Rows, 2_000, 6_000);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "list.rejects.csv")));

        var resumed = LeadImporter.Import(_store, _campaign, options, Facts.Noon);
        Assert.Equal(import.Import, resumed.Record.Import);
        Assert.Equal(whole.Record with { Import = resumed.Record.Import }, resumed.Record);
        Assert.Equal(whole.Reasons, resumed.Reasons);
        Assert.Equal(File.ReadAllText(whole.RejectsFile!), File.ReadAllText(resumed.RejectsFile!));
        Assert.Equal(_store.CampaignNumbers(other).Order(), _store.CampaignNumbers(_campaign).Order());
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public void A_list_that_was_edited_after_the_stop_is_read_from_its_beginning()
    {
        StopAfter(6_000, Options(LongList()));
        var edited = LeadImporter.Import(_store, _campaign, Options(LongList(300)), Facts.Noon);
        Assert.Equal(300, edited.Record.Rows);
        Assert.Equal(edited.Record.Leads, _store.Progress(_campaign).Total);
        Assert.Empty(_store.UnfinishedImports());
    }

    [Theory]
    [InlineData("Dupont;\"0639980011\n", "never closed")]
    [InlineData("\"Dupont\nMartin;0639980011\n", "never closed")]
    public void A_list_that_cannot_be_read_to_its_end_leaves_nothing_and_says_the_line(string last, string why)
    {
        var wrong = Assert.Throws<ImportException>(() => LeadImporter.Import(_store, _campaign, Options(LongList(7_000) + last), Facts.Noon));
        Assert.Contains("line 7002", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(why, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(0, _store.Progress(_campaign).Total);
        Assert.Empty(_store.UnfinishedImports());
        Assert.Empty(_store.CampaignNumbers(_campaign));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*.part"));
    }

    [Fact]
    public void A_row_s_priority_takes_the_place_of_its_list_s_and_the_import_says_so()
    {
        var summary = LeadImporter.Import(_store, _campaign, Options("tel;Priorité\n0199001234;5\n0199001235;\n0199001236;900.0\n") with { Priority = 7 }, Facts.Noon);
        Assert.Equal([1801, 15, 11], _store.LoadLeads(_campaign, 10, Facts.Noon).Leads.Select(lead => lead.Priority + 1));
        Assert.Contains("2 rows have a priority of their own, which takes the place of the list's", summary.Notes);
    }

    [Theory]
    [InlineData("Country Code;Phone\n+1;(602) 555-0184\n", "+16025550184")]
    [InlineData("Country Code;Phone\n44;020 7946 0000\n", "+442079460000")]
    [InlineData("Pays;Tel\nEngland;+44 20 7946 0000\n", "+442079460000")]
    [InlineData("Country;Phone\nU.S.A.;602 555 0184\n", "+16025550184")]
    [InlineData("Land;Telefon\nDeutschland;030 23125123\n", "+493023125123")]
    [InlineData("Pays;Tel\nAtlantis;+33 6 39 98 00 11\nFrance;0199001234\n", "+33639980011")]
    [InlineData("Pays;Tel;Mobile\nAtlantis;06 39 98 00 11;+33 1 99 00 12 34\nFrance;0199001235;\n", "+33199001234")]
    public void A_country_that_is_not_understood_does_not_cost_a_number_that_names_its_own(string text, string number)
    {
        LeadImporter.Import(_store, _campaign, Options(text), Facts.Noon);
        Assert.Equal(number, Dialed()[0]);
    }

    [Fact]
    public void A_national_number_beside_an_unknown_country_is_nobody_s_and_the_row_says_why()
    {
        var summary = LeadImporter.Import(_store, _campaign, Options("Pays;Tel\nAtlantis;06 39 98 00 11\nFrance;0199001234\nBelgique;0470 12 34 56\n"), Facts.Noon);
        Assert.Equal(["+33199001234", "+32470123456"], Dialed());
        Assert.Equal("country not understood", Assert.Single(summary.Reasons).Key);
    }

    [Theory]
    [InlineData("oui", ConsentState.Refused)]
    [InlineData("X", ConsentState.Refused)]
    [InlineData("2026-01-01", ConsentState.Refused)]
    [InlineData("demandé", ConsentState.Refused)]
    [InlineData("non", ConsentState.Given)]
    [InlineData("", ConsentState.Given)]
    public void A_yes_under_do_not_call_is_a_refusal(string cell, ConsentState state)
    {
        LeadImporter.Import(_store, _campaign, Options($"tel;Consentement;Ne pas appeler\n0199001234;oui;{cell}\n0199001235;oui;non\n0199001236;oui;non\n"), Facts.Noon);
        Assert.Equal(state, _store.LoadLeads(_campaign, 10, Facts.Noon).Leads.Single(lead => lead.Phones[0].Number == "+33199001234").Consent.State);
    }
}
