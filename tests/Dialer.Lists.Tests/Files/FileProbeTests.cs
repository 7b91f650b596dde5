using System.Text;
using Dialer.Lists.Import;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Files;

/// <summary>Files in any encoding, damaged ones, and workbooks: read whole, or refused with the line.</summary>
public sealed class FileProbeTests : IDisposable
{
    private const string Text = "Prénom;Nom;Téléphone;Ville\r\nZoé;Lefèvre;0199001234;Orléans\r\nFrançois;MÜLLER;0199001235;Besançon\r\nHélène;BÉRANGER;0199001236;Évreux\r\n";

    private readonly TemporaryFolder _folder = new();

    static FileProbeTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    public void Dispose() => _folder.Dispose();

    private ImportSummary Preview(byte[] bytes, string country = "FR")
    {
        string file = Path.Combine(_folder.Path, "list.csv");
        File.WriteAllBytes(file, bytes);
        return LeadImporter.Preview(new ImportOptions(file, "list", country));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16be")]
    [InlineData("windows-1252")]
    [InlineData("ibm850")]
    [InlineData("macintosh")]
    public void The_encoding_is_found_without_a_mark(string encoding)
    {
        var summary = Preview(Encoding.GetEncoding(encoding).GetBytes(Text));
        Assert.Equal((encoding, 3), (summary.Encoding, summary.Record.Leads));
        Assert.Equal(["Prénom", "Nom", "Téléphone", "Ville"], summary.Findings.Select(finding => finding.Name));
    }

    [Theory]
    [InlineData("Nom;Téléphone;Adresse\nRENÉ;0199001234;12, RUE DE L'ÉGLISE\nNOËL;0199001235;3 ALLÉE DU CHÂTEAU\n", "ibm850")]
    [InlineData("Nom;Téléphone;Adresse\nRENÉ;0199001234;12, RUE DE L'ÉGLISE\nNOËL;0199001235;3 ALLÉE DU CHÂTEAU\n", "macintosh")]
    [InlineData("Name;Telefon;Straße\nMüller;030 23125123;Königstraße 5\nGrößer;030 23125124;Böhmerweg 1\n", "ibm850")]
    [InlineData("Name;Telefon;Straße\nMüller;030 23125123;Königstraße 5\nGrößer;030 23125124;Böhmerweg 1\n", "macintosh")]
    [InlineData("Nombre;Teléfono;Ciudad\nPeña;612345678;Cádiz\nMuñoz;612345679;León\n", "ibm850")]
    public void Capitals_and_other_languages_make_words_in_one_encoding_only(string text, string encoding) =>
        Assert.Equal(encoding, Preview(Encoding.GetEncoding(encoding).GetBytes(text), text.Contains("Telefon;", StringComparison.Ordinal) ? "DE" : text.Contains("Tel", StringComparison.Ordinal) ? "ES" : "FR").Encoding);

    [Fact]
    public void One_stray_byte_does_not_change_the_encoding_of_the_rest()
    {
        byte[] good = Encoding.UTF8.GetBytes(Text);
        byte[] bytes = [.. good, .. "R"u8, 0xE9, .. "mi;Roy;0199001237;Metz\r\n"u8];
        var summary = Preview(bytes);
        Assert.Equal(("utf-8", 4), (summary.Encoding, summary.Record.Leads));
        Assert.Contains(summary.Notes, note => note.StartsWith("line 5: 1 bytes are not UTF-8", StringComparison.Ordinal));
    }

    [Fact]
    public void One_NUL_costs_the_cell_it_stands_in_and_no_row()
    {
        string many = Text + string.Concat(Enumerable.Range(0, 50).Select(i => $"Zoé;Roy;01990020{i:00};Metz\r\n"));
        var summary = Preview(Encoding.UTF8.GetBytes(many.Replace("Besançon", "Besan\0çon", StringComparison.Ordinal)));
        Assert.Equal((53, 53), (summary.Record.Rows, summary.Record.Leads));
        Assert.Contains(summary.Notes, note => note.StartsWith("line 3: a byte that no text has", StringComparison.Ordinal));
        // Within a number nobody knows what stood there: it is no number.
        Assert.Equal(52, Preview(Encoding.UTF8.GetBytes(many.Replace("0199001235", "01990\01235", StringComparison.Ordinal))).Record.Leads);
        // What fills up a fixed column is none of the value.
        Assert.Equal(53, Preview(Encoding.UTF8.GetBytes(many.Replace("0199001235", "0199001235\0", StringComparison.Ordinal))).Record.Leads);
    }

    [Fact]
    public void A_very_long_line_and_bytes_of_no_text_are_refused_with_the_line()
    {
        byte[] line = new byte[2 << 20];
        Array.Fill(line, (byte)'7');
        Assert.Contains("line 2", Assert.Throws<ImportException>(() => Preview([.. "tel\n"u8, .. line])).Message, StringComparison.Ordinal);
        Assert.Contains("line 1: holds bytes that no text has", Assert.Throws<ImportException>(() => Preview(new byte[4096])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nom,tel\n\"Dupont; Jean\",0199001234\n\"Martin; Luc\",0199001235\n", ',')]
    [InlineData("nom;tel;montant\nDupont;0199001234;12,50\nMartin;0199001235;3,10\n", ';')]
    [InlineData("Clients, tous, au 16 mars\nnom;tel\nDupont;0199001234\nMartin;0199001235\n", ';')]
    [InlineData("nom|tel\nDupont, Jean|0199001234\n", '|')]
    public void The_separator_is_the_one_that_cuts_the_rows_alike(string text, char separator)
    {
        var summary = Preview(Encoding.UTF8.GetBytes(text));
        Assert.Equal(separator, summary.Delimiter);
        Assert.True(summary.Record.Leads > 0);
    }
}
