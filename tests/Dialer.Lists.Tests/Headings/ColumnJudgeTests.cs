using System.Text;
using Dialer.Lists.Headings;
using Dialer.Lists.Import;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Headings;

/// <summary>Which column is the telephone, by its heading and its rows: strangers are not called.</summary>
public sealed class ColumnJudgeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ImportSummary Preview(string text, string country = "FR", params string[] phones)
    {
        string file = Path.Combine(_folder.Path, "list.csv");
        File.WriteAllText(file, text, new UTF8Encoding(false));
        return LeadImporter.Preview(new ImportOptions(file, "list", country) { Mapping = phones.Length == 0 ? null : new ColumnMapping { Phones = phones } });
    }

    private string Refused(string text, string country = "FR") => Assert.Throws<ImportException>(() => Preview(text, country)).Message;

    [Theory]
    [InlineData("US", "Number,Street,Name,Phone\n12,Main St,Bob,(602) 555-0184\n2125550121,Oak Ave,Ann,(602) 555-0185\n", "Phone")]
    [InlineData("FR", "Numéro;Nom;Téléphone\n552100554;Dupont;01 99 00 12 34\n542065479;Martin;01 99 00 12 35\n", "Téléphone")]
    [InlineData("FR", "Téléphone;Numéro;Nom\n01 99 00 12 34;552100554;Dupont\n", "Téléphone")]
    [InlineData("DE", "Nummer;Name;Rufnummer\n301234567;Maier;030 23125123\n", "Rufnummer")]
    [InlineData("GB", "No;Name;Contact No\n2079460000;Smith;020 7946 0001\n", "Contact No")]
    [InlineData("FR", "N° client;Nom;Numéro\n199001234;Dupont;01 99 00 12 35\n", "Numéro")]
    [InlineData("FR", "Contact;Coordonnées\nDupont;06 39 98 00 11\nMartin;06 39 98 00 12\n", "Coordonnées")]
    [InlineData("FR", "Nom;Domicile\nDupont;06 39 98 00 11\n", "Domicile")]
    [InlineData("FR", "Nom;Téléphone;Fax\nDupont;06 39 98 00 11;01 99 00 12 34\n", "Téléphone")]
    [InlineData("FR", "Nom;Phone type;Phone\nDupont;mobile;06 39 98 00 11\n", "Phone")]
    [InlineData("FR", "Nom;Téléphone;Téléphone assistante\nDupont;06 39 98 00 11;01 99 00 12 34\n", "Téléphone")]
    [InlineData("US", "id,name,numbers\n4155550123,Bob,602-555-0184\n4155550124,Ann,602-555-0185\n", "numbers")]
    public void The_telephone_is_the_column_that_says_so_and_bears_it_out(string country, string text, string phone) =>
        Assert.Equal([phone], Preview(text, country).Columns.Phones);

    [Fact]
    public void Several_telephones_are_all_taken_in_the_order_of_the_file() =>
        Assert.Equal(["Tél. fixe", "Tél. portable", "Autre téléphone"], Preview("Nom;Tél. fixe;Fax;Tél. portable;Autre téléphone\nDupont;01 99 00 12 34;01 99 00 99 99;06 39 98 00 11;\n").Columns.Phones);

    [Theory]
    // Company numbers without a heading beside the telephone: their digits could be telephone numbers without their zero.
    [InlineData("552100554;Dupont;0199001234\n542065479;Martin;0199001235\n", "column 3")]
    [InlineData("55210055400013;Dupont;0199001234\n54206547900011;Martin;0199001235\n", "column 3")]
    [InlineData("10000;Dupont;06 39 98 00 11\n10001;Martin;06 39 98 00 12\n", "column 2 (wrong)")]
    public void A_column_of_keys_without_a_heading_is_not_the_telephone(string text, string phone)
    {
        var summary = Preview(text);
        Assert.Equal([phone == "column 2 (wrong)" ? "column 3" : phone], summary.Columns.Phones);
        Assert.Null(summary.HeadingLine);
    }

    [Theory]
    [InlineData("552100554\n542065479\n775670417\n", "check digits", "FR")] // SIREN alone
    [InlineData("552100554;Paris\n542065471;Lyon\n", "bare digits", "FR")]
    [InlineData("Numéro;Ville\n552100551;Paris\n542065471;Lyon\n", "bare digits", "FR")]
    [InlineData("Dupont;0199001234;0639980011\nMartin;0199001235;0639980012\n", "which column holds", "FR")]
    [InlineData("Numéro 1;Numéro 2\n01 99 00 12 34;06 39 98 00 11\n", "which column holds", "FR")]
    [InlineData("Nom;A;B\nDupont;01 99 00 12 34;06 39 98 00 11\n", "which column holds", "FR")]
    [InlineData("4155550123,Bob,(602) 555-0184\n4155550124,Ann,(602) 555-0185\n", "which column holds", "US")]
    [InlineData("Nom;Prénom;Téléphone\n06 39 98 00 11;Jean;Dupont\n", "no row of it holds", "FR")]
    public void Where_the_telephone_cannot_be_told_the_list_is_refused_and_the_message_says_how_to_map(string text, string said, string country)
    {
        string file = Path.Combine(_folder.Path, "list.csv");
        File.WriteAllText(file, text, new UTF8Encoding(false));
        var refused = Record.Exception(() => LeadImporter.Preview(new ImportOptions(file, "list", country)));
        Assert.IsType<ImportException>(refused);
        Assert.Contains("list.csv", refused.Message, StringComparison.Ordinal);
        Assert.Contains("columns.phones", refused.Message, StringComparison.Ordinal);
        Assert.True(said is "check digits" or "no row of it holds" || refused.Message.Contains(said, StringComparison.Ordinal), refused.Message);
    }

    [Fact]
    public void What_was_asked_can_be_answered_by_column_where_there_are_no_headings()
    {
        var summary = Preview("Dupont;0199001234;0639980011\nMartin;0199001235;0639980012\n", "FR", "column 3", "column 2");
        Assert.Equal(["column 3", "column 2"], summary.Columns.Phones);
        Assert.Equal(2, summary.Record.Leads);
    }

    [Fact]
    public void A_heading_twice_is_two_columns()
    {
        var summary = Preview("Nom;Téléphone;Téléphone\nDupont;0199001234;0639980011\n");
        Assert.Equal(["Téléphone", "Téléphone (2)"], summary.Columns.Phones);
        Assert.Equal(["Téléphone (2)"], Preview("Nom;Téléphone;Téléphone\nDupont;0199001234;0639980011\n", "FR", "téléphone (2)").Columns.Phones);
    }

    [Fact]
    public void Each_column_is_accounted_for_with_the_reason()
    {
        var findings = Preview("Réf. client;Nom;Téléphone;Fax;Pays;Consentement;Indicatif SMS\n1;Dupont;0199001234;0199009999;France;oui;x\n").Findings;
        Assert.Equal(["Réf. client", "Nom", "Téléphone", "Fax", "Pays", "Consentement", "Indicatif SMS"], findings.Select(finding => finding.Name));
        Assert.Equal(
            [ColumnRole.Data, ColumnRole.Data, ColumnRole.Phone, ColumnRole.Data, ColumnRole.Country, ColumnRole.Consent, ColumnRole.Data],
            findings.Select(finding => finding.Role));
        Assert.Equal("left: a fax or another machine", findings[3].Why);
        Assert.Equal("1 of 1 cells hold a number", findings[2].Why);
        Assert.StartsWith("left: ", findings[6].Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_named_column_whose_rows_are_something_else_is_left()
    {
        // Outlook's priority is a word, and this consent is a colour.
        var summary = Preview("Nom;Téléphone;Priority;Accord\nDupont;0199001234;Normal;bleu\nMartin;0199001235;Low;vert\n");
        Assert.Null(summary.Columns.Priority);
        Assert.Null(summary.Columns.Consent);
        Assert.Equal((2, 0), (summary.Record.Leads, summary.Record.NumbersRefused));
    }

    [Theory]
    [InlineData("Export des clients\n\nNom;Téléphone\nDupont;0199001234\n", 3)]
    [InlineData("Clients de l'agence de Metz;;;\nExport du 16/03/2026, par Mme Roy;;;\n;;;\nNom;Prénom;Ville;Téléphone\nDupont;Jean;Metz;0199001234\n", 4)]
    [InlineData("sep=;\nNom;Téléphone\nDupont;0199001234\n", 2)]
    [InlineData("Coordonnées;;;;\nNom;Prénom;Ville;Tél.;Mobile\nDupont;Jean;Metz;0199001234;\n", 2)]
    [InlineData("Contact list, as of March 16, 2026\nName;Phone\nDupont;0199001234\n", 2)]
    [InlineData("Nom;Téléphone\nDupont;0199001234\n", 1)]
    public void Titles_above_the_headings_are_left_and_said(string text, int line)
    {
        var summary = Preview(text);
        Assert.Equal((line, 1, 1), (summary.HeadingLine, summary.Record.Rows, summary.Record.Leads));
        // The line that names the delimiter is no title.
        Assert.Equal(line > 1 && !text.StartsWith("sep=", StringComparison.Ordinal), summary.Notes.Any(note => note.Contains("above the headings", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_area_code_in_a_column_of_its_own_belongs_to_the_number()
    {
        Assert.Equal(1, Preview("Name;Vorwahl;Rufnummer\nMaier;030;23125123\n", "DE").Record.Leads);
        Assert.Equal(1, Preview("Name,Area Code,Phone\nBob,602,555-0184\n", "US").Record.Leads);
    }
}
