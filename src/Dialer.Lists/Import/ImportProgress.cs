namespace Dialer.Lists.Import;

/// <summary>How far an import has come.</summary>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Position">Of <paramref name="Length"/>: bytes of a CSV file, rows of a workbook. Length 0: not known.</param>
public readonly record struct ImportProgress(string List, int Rows, long Position, long Length)
{
    /// <summary>0 to 100; null: not known.</summary>
    public int? Percent => Length > 0 ? (int)Math.Min(100, Position * 100 / Length) : null;
}
