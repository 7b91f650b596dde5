namespace Dialer.Store.Tables;

/// <summary>A row of the table of rejects, as it is read.</summary>
internal sealed class StoredReject
{
    public const string Columns = "line AS Line, whole_row AS WholeRow, field AS Field, value AS Value, reason AS Reason, advice AS Advice, raw AS Raw";

    public long Line { get; init; }
    public long WholeRow { get; init; }
    public string Field { get; init; } = "";
    public string Value { get; init; } = "";
    public string Reason { get; init; } = "";
    public string Advice { get; init; } = "";

    /// <summary>The row of the file.</summary>
    public string Raw { get; init; } = "";
}
