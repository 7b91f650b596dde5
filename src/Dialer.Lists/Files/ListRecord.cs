namespace Dialer.Lists.Files;

/// <summary>One record, with the physical line (of a workbook: the row) at which it begins.</summary>
internal readonly record struct ListRecord
{
    private readonly IRawText? _source;
    private readonly string? _raw;

    /// <param name="source">Is asked for the text as it stands, before the next record is read.</param>
    public ListRecord(int line, string[] fields, IRawText source) => (Line, Fields, _source) = (line, fields, source);

    private ListRecord(int line, string[] fields, string raw) => (Line, Fields, _raw) = (line, fields, raw);

    public int Line { get; }

    public string[] Fields { get; }

    public string Raw => _raw ?? _source?.Raw ?? "";

    public bool IsBlank => Array.TrueForAll(Fields, string.IsNullOrWhiteSpace);

    /// <summary>The same, to be kept while others are read.</summary>
    public ListRecord Kept() => new(Line, Fields, Raw);
}
