using Dialer.Lists.Files;
using Dialer.Lists.Numbers;

namespace Dialer.Lists.Headings;

/// <summary>Finds the line of headings: the first one as a rule, further down where a title stands above, none where numbers begin at once.</summary>
/// <param name="Index">Of the record that holds the headings; -1: there are none.</param>
/// <param name="FirstRow">Of the first record that is a row.</param>
internal readonly record struct HeadingLine(int Index, int FirstRow)
{
    /// <summary>Titles are no longer than this.</summary>
    private const int MostTitleLines = 30;

    public static HeadingLine Find(RowSample sample, NumberCountry home, ColumnMapping? mapping)
    {
        var records = sample.Records;
        int widest = records.Take(MostTitleLines + 20).Max(FilledCells);
        if (IndexOfMapped(records, mapping) is >= 0 and var mapped)
            return new HeadingLine(mapped, mapped + 1);
        int first = 0;
        while (first < Math.Min(records.Count - 1, MostTitleLines) && IsTitle(records[first], widest) && !HoldsNumber(records[first], home))
            first++;
        // Numbers at once: no headings, and whatever stands above them is a row as well, so that none is lost in silence.
        return HoldsNumber(records[first], home) ? new HeadingLine(-1, 0) : new HeadingLine(first, first + 1);
    }

    private static int IndexOfMapped(List<ListRecord> records, ColumnMapping? mapping)
    {
        if (mapping is not { Phones: [var phone, ..] })
            return -1;
        return records.FindIndex(0, Math.Min(records.Count, MostTitleLines), record => Array.Exists(record.Fields, field => string.Equals(field.Trim('\uFEFF', ' '), phone.Trim(), StringComparison.OrdinalIgnoreCase)));
    }

    private static int FilledCells(ListRecord record) => record.Fields.Count(field => !string.IsNullOrWhiteSpace(field));

    /// <summary>A line of one cell in a wider table, or of less than half of its cells and none that names a telephone; and what Excel reads as the delimiter.</summary>
    private static bool IsTitle(ListRecord record, int widest)
    {
        int filled = FilledCells(record);
        if (record.Fields[0].StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
            return true;
        if (filled > 1 && Array.Exists(record.Fields, field => HeadingWords.Of(field) is { Role: ColumnRole.Phone, IsSure: true }))
            return false;
        return widest > 1 && (filled == 1 || (widest >= 4 && filled * 2 < widest));
    }

    private static bool HoldsNumber(ListRecord record, NumberCountry home) =>
        Array.Exists(record.Fields, field => CellReader.Read(field, home).Any(number => number.Phone is not null));
}
