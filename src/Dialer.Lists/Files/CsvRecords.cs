using System.Text;
using CsvHelper;

namespace Dialer.Lists.Files;

/// <summary>Reads a CSV file record by record (RFC 4180, and what spreadsheets make of it), within hard limits.</summary>
internal sealed class CsvRecords : IListRecords, IRawText
{
    /// <summary>A longer record is a quotation mark that was never closed.</summary>
    public const int LongestRecord = 256 * 1024;
    public const int MostColumns = 512;

    private readonly string _file;
    private readonly FileStream _stream;
    private readonly CsvReader _reader;
    private CsvMalformedRecord? _unclosed;

    /// <param name="separator">Null: detected among , ; tab and |.</param>
    public CsvRecords(string file, FileProbe probe, char? separator)
    {
        _file = file;
        Separator = separator ?? Detect(file, probe);
        _stream = FileProbe.Open(file);
        Length = _stream.Length;
        var text = new StreamReader(_stream, probe.Encoding, detectEncodingFromByteOrderMarks: true);
        _reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = Separator,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => _unclosed = record.Reason == CsvMalformedReason.UnterminatedQuote ? record : _unclosed,
        });
    }

    public char Separator { get; }

    public long Position => _stream.Position;

    public long Length { get; }

    public string Raw => Encoding.UTF8.GetString(_reader.RawRecord);

    public bool TryRead(out ListRecord record)
    {
        while (Guard(_reader.Read))
        {
            int line = checked((int)_reader.LineNumber);
            if (_unclosed is not null)
                throw Unclosed(line);
            if (_reader.FieldCount > MostColumns)
                throw new ImportException($"{_file}: line {line}: {_reader.FieldCount} columns, at most {MostColumns} can be read. Is \"{Separator}\" the delimiter?");
            string[] fields = _reader.Current.ToArray();
            if (Array.TrueForAll(fields, string.IsNullOrWhiteSpace))
                continue;
            WithoutNuls(fields);
            record = new ListRecord(line, fields, this);
            return true;
        }
        record = default;
        return false;
    }

    /// <summary>What a fixed column is filled up with goes; a NUL within a value stays visible, and makes no number.</summary>
    private static void WithoutNuls(string[] fields)
    {
        for (int i = 0; i < fields.Length; i++)
            if (fields[i].Contains('\0', StringComparison.Ordinal))
                fields[i] = fields[i].Trim('\0').Replace('\0', '\uFFFD');
    }

    private static char Detect(string file, FileProbe probe)
    {
        using var text = new StreamReader(FileProbe.Open(file), probe.Encoding, detectEncodingFromByteOrderMarks: true);
        char[] head = new char[1 << 16];
        int read = text.ReadBlock(head);
        return SeparatorGuess.Of(new string(head, 0, read), isWhole: read < head.Length);
    }

    private T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e) when (e.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal))
        {
            throw Unclosed(e.LineNumber);
        }
        catch (Exception e) when (e is CsvFormatException or IOException or DecoderFallbackException)
        {
            throw new ImportException($"{_file}: line {_reader.LineNumber + 1}: cannot be read: {e.Message}");
        }
    }

    private ImportException Unclosed(long line) =>
        new($"{_file}: line {line}: a quotation mark that opens in this record is never closed, or the line is longer than {LongestRecord / 1024} KiB. Close it, or double it (\"\") where it is part of the text.");

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
