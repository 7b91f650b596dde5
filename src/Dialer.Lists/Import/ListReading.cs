using Dialer.Lists.Files;
using Dialer.Lists.Headings;
using Dialer.Lists.Numbers;
using Dialer.Store.Zones;

namespace Dialer.Lists.Import;

/// <summary>A list whose encoding, headings and columns are found, and whose rows are read one after the other.</summary>
internal sealed class ListReading : IDisposable
{
    private readonly ImportOptions _options;
    private readonly IListRecords _records;
    private readonly RowSample _sample;
    private readonly HeadingLine _headings;

    private ListReading(ImportOptions options, FileProbe probe, IListRecords records, NumberCountry home)
    {
        (_options, _records, Probe, Home) = (options, records, probe, home);
        _sample = RowSample.Take(records);
        if (_sample.Records.Count == 0)
            throw new ImportException($"{options.File}: is empty. A list has a line of headings and a line a lead.");
        _headings = Headings.HeadingLine.Find(_sample, home, options.Mapping);
        Columns = ColumnJudge.Judge(options.File, _sample, _headings, home, options.Mapping);
    }

    public FileProbe Probe { get; }

    /// <summary>Of numbers written without a country.</summary>
    public NumberCountry Home { get; }

    public ColumnLayout Columns { get; }

    /// <summary>Null: there are none.</summary>
    public int? HeadingLine => _headings.Index < 0 ? null : _sample.Records[_headings.Index].Line;

    public char Separator => _records.Separator;

    public static ListReading Open(ImportOptions options, FileProbe probe)
    {
        var home = CountryBook.Find(options.DefaultCountry)
            ?? throw new ImportException($"{options.File}: country \"{options.DefaultCountry}\" is not known. Write the two letters of ISO 3166, such as FR or US.");
        if (options.DefaultTimeZone is { } zone && !BundledZones.TryFind(zone, out _))
            throw new ImportException($"{options.File}: time zone \"{zone}\" is not known. Write an IANA name, such as {home.TimeZone}.");
        var records = ListFile.Open(options.File, probe, options.Delimiter);
        try
        {
            return new ListReading(options, probe, records, home);
        }
        catch
        {
            records.Dispose();
            throw;
        }
    }

    /// <summary>Each is to be judged before the next is asked for.</summary>
    public IEnumerable<ListRecord> Rows()
    {
        for (int i = _headings.FirstRow; i < _sample.Records.Count; i++)
            yield return _sample.Records[i];
        while (_records.TryRead(out var record))
            yield return record;
    }

    public ImportProgress ProgressAt(int rows) => new(_options.List, rows, _records.Position, _records.Length);

    public IEnumerable<string> Notes(int rowPriorities)
    {
        foreach (string note in Probe.Notes)
            yield return note;
        for (int i = 0; i < _headings.Index; i++)
            yield return $"line {_sample.Records[i].Line} stands above the headings and is left: {Shortened(_sample.Records[i].Raw)}";
        if (rowPriorities > 0)
            yield return $"{rowPriorities} rows have a priority of their own, which takes the place of the list's";
    }

    private static string Shortened(string raw) => raw.Length <= 60 ? raw : raw[..60] + "...";

    public void Dispose() => _records.Dispose();
}
