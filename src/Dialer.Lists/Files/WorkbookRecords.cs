using System.Globalization;
using System.IO.Compression;
using ExcelDataReader;

namespace Dialer.Lists.Files;

/// <summary>Reads the first sheet with rows of an XLSX or XLS workbook, within hard limits.</summary>
internal sealed class WorkbookRecords : IListRecords, IRawText
{
    /// <summary>What a workbook may hold unpacked; and how much more than packed, where that is large: beyond, it is a bomb.</summary>
    private const long MostUnpacked = 1L << 30;
    private const long LargeUnpacked = 64L << 20;
    private const int MostRatio = 200;
    private const int MostParts = 10_000;

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly IExcelDataReader _reader;
    private string[] _fields = [];

    public WorkbookRecords(string file, FileProbe probe)
    {
        _file = file;
        if (probe.EncodingName == "xlsx")
            CheckParts(file);
        _stream = FileProbe.Open(file);
        try
        {
            _reader = Guard(() => ExcelReaderFactory.CreateReader(_stream, new ExcelReaderConfiguration { LeaveOpen = true }));
            Sheet = Guard(FindSheet);
            Length = _reader.RowCount;
        }
        catch
        {
            _stream.Dispose();
            throw;
        }
    }

    public char Separator => '\t';

    /// <summary>Its name; other sheets are left.</summary>
    public string Sheet { get; }

    public long Position => _reader.Depth;

    public long Length { get; }

    public string Raw => string.Join('\t', _fields);

    public bool TryRead(out ListRecord record)
    {
        while (Guard(_reader.Read))
        {
            int row = _reader.Depth + 1;
            string[] fields = Guard(() => ReadFields(row));
            record = new ListRecord(row, _fields = fields, this);
            if (!record.IsBlank)
                return true;
        }
        record = default;
        return false;
    }

    private string[] ReadFields(int row)
    {
        int count = _reader.FieldCount;
        while (count > 0 && _reader.IsDBNull(count - 1))
            count--;
        if (count > CsvRecords.MostColumns)
            throw new ImportException($"{_file}: row {row}: {count} columns, at most {CsvRecords.MostColumns} can be read.");
        string[] fields = new string[count];
        long length = 0;
        for (int i = 0; i < count; i++)
            length += (fields[i] = TextOf(_reader.GetValue(i))).Length;
        return length <= CsvRecords.LongestRecord ? fields : throw new ImportException($"{_file}: row {row}: longer than {CsvRecords.LongestRecord / 1024} KiB.");
    }

    /// <summary>As it would stand in a CSV file that loses nothing: all digits, dates with the year first.</summary>
    private static string TextOf(object? value) => value switch
    {
        null => "",
        string text => text,
        double number when Math.Abs(number) < 1e15 && number == Math.Floor(number) => ((long)number).ToString(CultureInfo.InvariantCulture),
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private string FindSheet()
    {
        do
        {
            if (_reader.RowCount > 0 && _reader.VisibleState == "visible")
                return _reader.Name;
        }
        while (_reader.NextResult());
        throw new ImportException($"{_file}: no sheet of this workbook has rows.");
    }

    /// <summary>A workbook is a zip: its parts are unpacked here once, and thrown away, before anything trusts their sizes.</summary>
    private static void CheckParts(string file)
    {
        try
        {
            using var zip = ZipFile.OpenRead(file);
            if (zip.Entries.Count > MostParts)
                throw new ImportException($"{file}: a zip of {zip.Entries.Count} parts is no workbook of a list. Save the sheet as CSV.");
            if (zip.GetEntry("xl/workbook.xml") is null)
                throw new ImportException($"{file}: a zip, and no XLSX workbook. Unpack it, or open it in the spreadsheet and save it as CSV.");
            long packed = new FileInfo(file).Length, unpacked = 0;
            byte[] bytes = new byte[1 << 16];
            foreach (var part in zip.Entries.Where(part => part.FullName.StartsWith("xl/", StringComparison.Ordinal) && part.Name.EndsWith(".xml", StringComparison.Ordinal)))
            {
                using var stream = part.Open();
                while (stream.Read(bytes) is > 0 and var read)
                    if ((unpacked += read) > MostUnpacked || (unpacked > LargeUnpacked && unpacked / MostRatio > packed))
                        throw new ImportException($"{file}: {packed} bytes unpack to more than {unpacked} (a zip bomb). It is not read.");
            }
        }
        catch (InvalidDataException e)
        {
            throw Broken(file, e);
        }
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
#pragma warning disable CA1031 // Whatever a broken workbook makes of the reader, its user sees a sentence.
        catch (Exception e) when (e is not (ImportException or OutOfMemoryException))
        {
            throw Broken(_file, e);
        }
#pragma warning restore CA1031
    }

    private static ImportException Broken(string file, Exception e) =>
        new($"{file}: this workbook cannot be read ({e.Message.TrimEnd('.')}). Open it in the spreadsheet, take off its password if it has one, and save it as CSV.");

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
