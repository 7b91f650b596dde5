using System.Text;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Store;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Import;

public sealed class LeadImporterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DialerStore _store;
    private readonly CampaignId _campaign;

    static LeadImporterTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public LeadImporterTests()
    {
        _store = DialerStore.Open(new StoreOptions(Path.Combine(_folder.Path, "dialer.db")), new RecordingObserver());
        _campaign = _store.EnsureCampaign("campaign");
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private string Write(string text, string encoding = "utf-8", string name = "list.csv")
    {
        string file = Path.Combine(_folder.Path, name);
        var written = encoding switch { "utf-8" => new UTF8Encoding(false), "utf-8-bom" => new UTF8Encoding(true), _ => Encoding.GetEncoding(encoding) };
        File.WriteAllBytes(file, [.. written.GetPreamble(), .. written.GetBytes(text)]);
        return file;
    }

    private ImportSummary Import(string text, string country = "FR", string encoding = "utf-8", ColumnMapping? mapping = null, string list = "list") =>
        LeadImporter.Import(_store, _campaign, new ImportOptions(Write(text, encoding, list + ".csv"), list, country) { Mapping = mapping }, Facts.Noon);

    private List<HopperLead> Leads() => [.. _store.LoadLeads(_campaign, 1000, Facts.Noon).Leads];

    private static string[] RejectLines(ImportSummary summary) => File.ReadAllLines(summary.RejectsFile!);

    /// <summary>What a French sales desk exports: the small copy of it that ships with the tests.</summary>
    private const string French =
        "Réf. client;Civilité;Prénom;Nom;Téléphone;Mobile;Code postal;Consentement;Date consentement;Commentaire\r\n" +
        "1;Mme;Sébastien;Castañeda;08 99 12 34 56;;33823;oui;2026-03-16;\"a; b; c\"\r\n" +
        "2;;Jérôme;Garçon;0536-49-42-84;06 39 98 50 96;33708;1;14/04/2025;\r\n" +
        "3;M.;Loïc;Noël;199001234;;67088;non;2026-07-13;\"ligne 1\nligne 2\"\r\n" +
        "4;;Hélène;Faÿ;112;;75010;oui;;\r\n" +
        "5;;Zoé;Œuf;+33 1 99 00 12 35 / 06 39 98 00 11;;97400;OUI;20/11/2025;\r\n" +
        "2;;Jérôme;Garçon;0536-49-42-84;06 39 98 50 96;33708;1;14/04/2025;\r\n" +
        "\r\n" +
        "6;;Éloïse;Leroy;inconnu;;;oui;;\r\n" +
        "7;;Théo;Celik;;;75001;;;\"dit \"\"peut-être\"\"\"\r\n" +
        "8;;Rémi;Nuñez;08 90 12 34 56;06 39 98 00 12;57000;;hier;\r\n";

    [Fact]
    public void A_French_export_is_read_as_its_people_meant_it()
    {
        var summary = Import(French, encoding: "windows-1252");
        Assert.Equal(("windows-1252", ';'), (summary.Encoding, summary.Delimiter));
        Assert.Equal((9, 4, 5), (summary.Record.Rows, summary.Record.Leads, summary.Record.RejectedRows));
        Assert.Equal(["Téléphone", "Mobile"], summary.Columns.Phones);
        var leads = Leads();
        Assert.Equal(["+33536494284,+33639985096", "+33199001234", "+33199001235,+33639980011", "+33639980012"], leads.Select(lead => string.Join(',', lead.Phones.Select(phone => phone.Number))));
        Assert.Equal(["Europe/Paris", "Europe/Paris", "Indian/Reunion", "Europe/Paris"], leads.Select(lead => lead.TimeZone.Id));
        Assert.Equal(["33", "67", "974", "57"], leads.Select(lead => lead.Region));
        Assert.Equal(
            [new Consent(ConsentState.Given, new DateOnly(2025, 4, 14)), new Consent(ConsentState.Refused, new DateOnly(2026, 7, 13)), new Consent(ConsentState.Given, new DateOnly(2025, 11, 20)), new Consent(ConsentState.Unknown)],
            leads.Select(lead => lead.Consent));
        var card = _store.Lead(leads[1].Id)!;
        Assert.Equal("ligne 1\nligne 2", card.Fields.Single(field => field.Key == "Commentaire").Value);
        Assert.Equal("Noël", card.Fields.Single(field => field.Key == "Nom").Value);
    }

    [Fact]
    public void Each_reject_has_its_line_its_field_its_reason_and_what_to_do()
    {
        var summary = Import(French, encoding: "windows-1252");
        Assert.Equal(Path.Combine(_folder.Path, "list.rejects.csv"), summary.RejectsFile);
        string[] lines = RejectLines(summary);
        Assert.Equal("line;row;field;value;reason;what to do;Réf. client;Civilité;Prénom;Nom;Téléphone;Mobile;Code postal;Consentement;Date consentement;Commentaire", lines[0]);
        // The file has ten lines of rows; row 3 is two lines long, and line 9 is blank.
        Assert.Equal(
        [
            "2;rejected;Téléphone;08 99 12 34 56;premium or special-rate number;never dialed: give a landline or mobile number",
            "6;rejected;Téléphone;112;emergency number;never dialed: remove it",
            "8;rejected;Téléphone;0536-49-42-84;duplicate within the list;line 3 has this number already: nothing to do",
            "10;rejected;Téléphone;inconnu;not a telephone number;keep only the digits of one number, or two parted by /",
            "11;rejected;Téléphone;;no telephone number;fill in a number",
            "12;kept;Téléphone;08 90 12 34 56;premium or special-rate number;never dialed: give a landline or mobile number",
            "12;kept;Date consentement;hier;date not understood;kept without a date, write it as 2026-03-16",
        ], lines.Skip(1).Where(line => char.IsAsciiDigit(line[0])).Select(line => string.Join(';', line.Split(';')[..6])));
        Assert.Equal(1, summary.Reasons["emergency number"]);
        Assert.Equal(summary.Record.RejectedRows, summary.Reasons.Values.Sum());
        Assert.Equal(2, summary.Record.NumbersRefused);
    }

    [Fact]
    public void An_American_list_has_the_time_of_each_state_and_keeps_extensions_apart()
    {
        var summary = Import(
            "first_name,last_name,phone,state,zip,opt_in\n" +
            "Lou,\"O'Neil\",+1 303 555 0108,CO,48111,Y\n" +
            "Bob,Smith,305.555.0169 x12,FL,22042,\n" +
            "Ana,\"Doe, Jr.\",(602) 555-0184,AZ,18686,N\n" +
            "Chris,García,+1 808 555 0152,HI,07985,3/16/2026\n" +
            "Dee,Doe,911,NY,1,Y\n" +
            "Dee,Doe,555-0100,NY,1,Y\n" +
            "Dee,Doe,+1 900 555 0100,NY,1,Y\n", "US", "utf-8-bom");
        Assert.Equal(("utf-8", ','), (summary.Encoding, summary.Delimiter));
        var leads = Leads();
        Assert.Equal(["America/Denver", "America/New_York", "America/Phoenix", "Pacific/Honolulu"], leads.Select(lead => lead.TimeZone.Id));
        Assert.Equal("12", leads[1].Phones[0].Extension);
        Assert.Equal("FL", leads[1].Region);
        Assert.Equal([ConsentState.Given, ConsentState.Unknown, ConsentState.Refused, ConsentState.Given], leads.Select(lead => lead.Consent.State));
        Assert.Equal(new DateOnly(2026, 3, 16), leads[3].Consent.Since);
        Assert.Equal(["area code missing", "emergency number", "premium or special-rate number"], summary.Reasons.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(";")]
    [InlineData(",")]
    [InlineData("\t")]
    [InlineData("|")]
    public void The_delimiter_is_found(string delimiter)
    {
        string Row(params string[] fields) => string.Join(delimiter, fields) + "\n";
        var summary = Import(Row("nom", "tel", "ville") + Row("\"Dupont; Jean, fils\"", "01 99 00 12 34", "Paris") + Row("\"a|b\tc\"", "01 99 00 12 35", "Lyon"));
        Assert.Equal((delimiter[0], 2), (summary.Delimiter, summary.Record.Leads));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8-bom")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("windows-1252")]
    public void The_encoding_is_found(string encoding)
    {
        Import("Prénom;Téléphone\nZoé;0199001234\n", encoding: encoding);
        Assert.Equal([KeyValuePair.Create("Prénom", "Zoé"), KeyValuePair.Create("Téléphone", "0199001234")], _store.Lead(Leads().Single().Id)!.Fields);
    }

    [Fact]
    public void A_bare_column_of_numbers_needs_no_heading()
    {
        var summary = Import("0199001234\n0199001235\n");
        Assert.Equal((2, 2), (summary.Record.Rows, summary.Record.Leads));
    }

    [Fact]
    public void Columns_are_mapped_by_their_headings()
    {
        var summary = Import("Contact A;Contact B;Land\nx;0199001234;FR\ny;(212) 555-0121;US\nz;12;Atlantis\n", mapping: new ColumnMapping { Phones = ["contact b"], Country = "Land" });
        Assert.Equal(["+33199001234", "+12125550121"], Leads().Select(lead => lead.Phones[0].Number));
        Assert.Equal("country not understood", Assert.Single(summary.Reasons).Key);
    }

    [Fact]
    public void A_number_that_an_earlier_list_of_the_campaign_has_is_not_dialed_twice()
    {
        Import("tel\n0199001234\n0199001235\n", list: "first");
        var summary = Import("tel\n0199001235\n0199001236\n", list: "second");
        Assert.Equal((1, "already in this campaign"), (summary.Record.Leads, Assert.Single(summary.Reasons).Key));
    }

    [Fact]
    public void The_same_file_again_changes_nothing()
    {
        var first = Import("tel\n0199001234\n");
        var again = Import("tel\n0199001234\n");
        Assert.True(again.Record.AlreadyThere);
        Assert.Equal(first.Record.Import, again.Record.Import);
        Assert.Single(Leads());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("nom;tel\n", "no rows")]
    [InlineData("nom;ville\nDupont;Paris\n", "line 1: no heading names a telephone number")]
    [InlineData("nom;tel\nDupont;\"0199001234\nMartin;0199001235\n", "line 2: a quotation mark that opens in this record is never closed")]
    [InlineData("PK\u0003\u0004rest of a workbook", "save it as CSV")]
    [InlineData("tel\n01990\0\0\n", "line 2: holds bytes that no text has")]
    public void A_file_that_cannot_be_a_list_is_refused_by_name_and_nothing_is_written(string text, string said)
    {
        var error = Assert.Throws<ImportException>(() => Import(text));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
        Assert.Contains("list.csv", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, _store.Progress(_campaign).Total);
        Assert.Empty(_store.Report(_campaign).Lists);
    }

    [Fact]
    public void A_wrong_mapping_country_or_zone_is_refused_by_name()
    {
        string file = Write("nom;tel\nDupont;0199001234\n");
        string Refused(ImportOptions options) => Assert.Throws<ImportException>(() => LeadImporter.Import(_store, _campaign, options, Facts.Noon)).Message;
        var options = new ImportOptions(file, "list", "FR");
        Assert.Contains("no column \"Handy\"", Refused(options with { Mapping = new ColumnMapping { Phones = ["Handy"] } }), StringComparison.Ordinal);
        Assert.Contains("\"XX\" is not known", Refused(options with { DefaultCountry = "XX" }), StringComparison.Ordinal);
        Assert.Contains("Europe/Paris", Refused(options with { DefaultTimeZone = "Mars/Olympus" }), StringComparison.Ordinal);
        Assert.Contains("klingon", Refused(options with { Encoding = "klingon" }), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused(options with { File = file + ".none" }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_unclosed_quote_at_the_head_of_a_large_file_ends_early()
    {
        var text = new StringBuilder("tel\n0199001234\n\"");
        for (int i = 0; i < 60_000; i++)
            text.Append("0199001234\n");
        Assert.Contains("line 3", Assert.Throws<ImportException>(() => Import(text.ToString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_with_more_fields_than_headings_is_not_guessed_at()
    {
        var summary = Import("nom;tel\nDupont;Jean;0199001234\nMartin;0199001235;\n");
        Assert.Equal((1, 1), (summary.Record.Leads, summary.Reasons["more fields than headings"]));
    }

    /// <summary>Random bytes in the place of a list: an import or a named refusal, and sums that add up.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_is_in_the_file_the_rows_add_up(ulong seed)
    {
        var random = new Core.Time.SeededRandom(seed);
        string[] pieces = ["\"", "\"\"", ";", ",", "\t", "\n", "\r\n", "\r", "0199001234", "06 39 98 00 11", "112", "é", "\u00a0", "tel", "nom", "x", "\ufeff", "0", "+33", " "];
        for (int i = 0; i < 300; i++)
        {
            string text = "nom;tel;mobile\n" + string.Concat(Enumerable.Range(0, random.Next(120)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                var summary = LeadImporter.Preview(new ImportOptions(Write(text), "list", "FR"));
                Assert.Equal(summary.Record.Rows, summary.Record.Leads + summary.Record.RejectedRows);
                Assert.Equal(summary.Record.RejectedRows, summary.Reasons.Values.Sum());
            }
            catch (ImportException refused)
            {
                Assert.Contains("list.csv: ", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_do_not_call_file_is_numbers_in_any_shape()
    {
        string file = Write("# notre liste\nnuméro;date\n01 99 00 12 34;2026-01-01\n+33 6 39 98 00 11;\nn'importe quoi;\n0199001234;\n0899123456;\n", name: "dnc.csv");
        var read = DoNotCallFile.Read(file, "FR");
        Assert.Equal(["+33199001234", "+33639980011"], read.Numbers.Order(StringComparer.Ordinal));
        Assert.Equal([(5, "n'importe quoi;")], read.Unreadable);
    }
}
