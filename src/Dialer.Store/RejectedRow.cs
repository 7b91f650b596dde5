namespace Dialer.Store;

/// <summary>A row, or one number of a row that was kept, which will not be dialed.</summary>
/// <param name="WholeRow">False: the row became a lead with its other numbers.</param>
/// <param name="Field">Heading of the column at fault.</param>
/// <param name="Value">What stood there.</param>
/// <param name="Advice">What to do.</param>
/// <param name="Raw">The record as it stood in the file.</param>
public sealed record RejectedRow(int Line, bool WholeRow, string Field, string Value, string Reason, string Advice, string Raw);
