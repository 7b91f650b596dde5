using Dialer.Lists.Headings;
using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>What an import did. Rows = Leads + RejectedRows, always.</summary>
/// <param name="Encoding">As detected or given; "xlsx" or "xls" of a workbook.</param>
/// <param name="RejectsFile">Null: nothing was refused.</param>
public sealed record ImportSummary(ImportRecord Record, string Encoding, char Delimiter, ColumnMapping Columns, IReadOnlyDictionary<string, int> Reasons, string? RejectsFile)
{
    /// <summary>What each column was taken for, and why; in the order of the file.</summary>
    public IReadOnlyList<ColumnFinding> Findings { get; init; } = [];

    /// <summary>Line of the headings; null: there are none, or the list was imported before.</summary>
    public int? HeadingLine { get; init; }

    /// <summary>What is worth knowing of the file as a whole: lines above the headings, stray bytes, priorities of rows.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
