using Dialer.Lists.Files;

namespace Dialer.Lists.Headings;

/// <summary>The first records of a list, from which its columns are judged. Bounded in rows and in letters.</summary>
internal sealed class RowSample
{
    private const int MostRows = 1000;
    private const int MostLetters = 4 << 20;

    private RowSample(List<ListRecord> records) => Records = records;

    public List<ListRecord> Records { get; }

    public static RowSample Take(IListRecords from)
    {
        var records = new List<ListRecord>();
        int letters = 0;
        while (records.Count < MostRows && letters < MostLetters && from.TryRead(out var record))
        {
            records.Add(record.Kept());
            letters += records[^1].Raw.Length;
        }
        return new RowSample(records);
    }

    /// <summary>What stands in one column of the rows, blanks left out.</summary>
    public IEnumerable<string> Cells(int column, int firstRow)
    {
        for (int i = firstRow; i < Records.Count; i++)
            if (column < Records[i].Fields.Length && Records[i].Fields[column].Trim() is { Length: > 0 } cell)
                yield return cell;
    }
}
