using System.IO.Compression;
using System.Text;
using Dialer.Lists.Import;
using Dialer.Testing;
using Xunit;

namespace Dialer.Lists.Tests.Files;

/// <summary>Workbooks, made here part by part as ECMA-376 says: read as CSV would be, or refused by name.</summary>
public sealed class WorkbookTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string FileOf(params (string Name, string Text)[] parts)
    {
        string file = Path.Combine(_folder.Path, "list.xlsx");
        File.Delete(file);
        using var zip = ZipFile.Open(file, ZipArchiveMode.Create);
        foreach (var (name, text) in parts)
        {
            using var stream = zip.CreateEntry(name, CompressionLevel.Optimal).Open();
            stream.Write(Encoding.UTF8.GetBytes(text));
        }
        return file;
    }

    private static (string, string)[] Book(string rows, string hiddenRows = "") =>
    [
        ("[Content_Types].xml", """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/worksheets/sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"""),
        ("_rels/.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/workbook.xml", """<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Old" sheetId="1" state="hidden" r:id="r1"/><sheet name="Clients" sheetId="2" r:id="r2"/></sheets></workbook>"""),
        ("xl/_rels/workbook.xml.rels", """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet2.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"""),
        ("xl/styles.xml", """<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"""),
        ("xl/worksheets/sheet1.xml", $"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{hiddenRows}</sheetData></worksheet>"""),
        ("xl/worksheets/sheet2.xml", $"""<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"""),
    ];

    private static string Row(int number, params string[] cells) =>
        $"<row r=\"{number}\">" + string.Concat(cells.Select((cell, i) => cell.Length == 0 ? "" : Cell((char)('A' + i) + number.ToString(System.Globalization.CultureInfo.InvariantCulture), cell))) + "</row>";

    /// <summary>"#": a number; "@": a day; else text.</summary>
    private static string Cell(string place, string cell) => cell[0] switch
    {
        '#' => $"<c r=\"{place}\"><v>{cell[1..]}</v></c>",
        '@' => $"<c r=\"{place}\" s=\"1\"><v>{cell[1..]}</v></c>",
        _ => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{cell}</t></is></c>",
    };

    [Fact]
    public void A_workbook_is_read_from_its_first_visible_sheet_with_all_its_digits()
    {
        string file = FileOf(Book(
            Row(1, "Clients de Metz") + Row(3, "Nom", "Téléphone", "Mobile", "Consentement", "Date consentement") + Row(4, "Roy", "01 99 00 12 34", "#639980011", "oui", "@46097")
            + Row(5, "Martin", "#33199001235", "", "non", "") + Row(7, "Petit", "", "", "", ""),
            Row(1, "tel") + Row(2, "0199009999")));
        var numbers = new List<string>();
        var summary = LeadImporter.Preview(new ImportOptions(file, "list", "FR"), null, numbers.Add);
        Assert.Equal(("xlsx", 3), (summary.Encoding, summary.HeadingLine));
        Assert.Equal(["+33199001234", "+33639980011", "+33199001235"], numbers);
        Assert.Equal((3, 2, 1), (summary.Record.Rows, summary.Record.Leads, summary.Record.RejectedRows));
        Assert.Equal("Date consentement", summary.Columns.ConsentDate);
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        string bomb = "<row r=\"1\"><c t=\"inlineStr\"><is><t>" + new string('7', 100 << 20) + "</t></is></c></row>";
        string file = FileOf(Book(bomb));
        Assert.True(new FileInfo(file).Length < 1 << 20);
        Assert.Contains("zip bomb", Assert.Throws<ImportException>(() => LeadImporter.Preview(new ImportOptions(file, "list", "FR"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("xl/worksheets/sheet2.xml", "<worksheet><sheetData><row>", "")]
    [InlineData("xl/worksheets/sheet2.xml", """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>""", "")]
    [InlineData("xl/workbook.xml", "no xml", "cannot be read")]
    [InlineData("xl/worksheets/sheet2.xml", """<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>""", "")]
    public void A_broken_workbook_is_refused_by_name(string part, string text, string said)
    {
        string file = FileOf([.. Book(Row(1, "tel") + Row(2, "0199001234")).Where(entry => entry.Item1 != part), (part, text)]);
        string message = Assert.Throws<ImportException>(() => LeadImporter.Preview(new ImportOptions(file, "list", "FR"))).Message;
        Assert.StartsWith(file, message, StringComparison.Ordinal);
        Assert.Contains(said, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_of_something_else_is_no_workbook() =>
        Assert.Contains("no XLSX workbook", Assert.Throws<ImportException>(() => LeadImporter.Preview(new ImportOptions(FileOf(("list.csv", "tel\n0199001234\n")), "list", "FR"))).Message, StringComparison.Ordinal);
}
