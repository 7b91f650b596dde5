namespace Dialer.Lists.Files;

/// <summary>A list's records, one after the other, whatever kind of file holds them.</summary>
internal interface IListRecords : IDisposable
{
    /// <summary>Between the columns; of a workbook a tab.</summary>
    char Separator { get; }

    /// <summary>Bytes read so far, of <see cref="Length"/>: for progress. Of a workbook: rows.</summary>
    long Position { get; }

    /// <summary>0: not known.</summary>
    long Length { get; }

    /// <summary>The next record that is not blank. Throws <see cref="ImportException"/> that names file and line.</summary>
    bool TryRead(out ListRecord record);
}
