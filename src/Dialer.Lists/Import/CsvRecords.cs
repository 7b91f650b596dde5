using System.Text;
using CsvHelper;

namespace Dialer.Lists.Import;

/// <summary>Reads a CSV file record by record (RFC 4180, and what spreadsheets make of it), within hard limits.</summary>
internal sealed class CsvRecords : IDisposable
{
    /// <summary>A longer record is a quotation mark that was never closed.</summary>
    public const int LongestRecord = 256 * 1024;
    public const int MostColumns = 512;

    private readonly string _file;
    private readonly CsvReader _reader;
    private CsvMalformedRecord? _unclosed;

    /// <param name="separator">Null: detected among , ; tab and |.</param>
    public CsvRecords(string file, FileProbe probe, char? separator)
    {
        _file = file;
        var text = new StreamReader(FileProbe.Open(file), probe.Encoding, detectEncodingFromByteOrderMarks: true);
        _reader = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false,
            TrackLineNumbers = true,
            MaxRecordSize = LongestRecord,
            IncludeValuesInExceptions = false,
            OnMalformedRecord = record => _unclosed = record.Reason == CsvMalformedReason.UnterminatedQuote ? record : _unclosed,
        });
        Separator = Guard(() => _reader.Separator);
    }

    public char Separator { get; }

    /// <summary>The next record that is not blank. Throws <see cref="ImportException"/> that names file and line.</summary>
    public bool TryRead(out CsvRecord record)
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
            record = new CsvRecord(line, fields, Encoding.UTF8.GetString(_reader.RawRecord));
            return true;
        }
        record = default;
        return false;
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
        new($"{_file}: line {line}: a quotation mark that opens in this record is never closed. Close it, or double it (\"\") where it is part of the text.");

    public void Dispose() => _reader.Dispose();
}
