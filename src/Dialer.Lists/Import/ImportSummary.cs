using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>What an import did. Rows = Leads + RejectedRows, always.</summary>
/// <param name="Encoding">As detected or given.</param>
/// <param name="RejectsFile">Null: nothing was refused.</param>
public sealed record ImportSummary(ImportRecord Record, string Encoding, char Delimiter, ColumnMapping Columns, IReadOnlyDictionary<string, int> Reasons, string? RejectsFile);
