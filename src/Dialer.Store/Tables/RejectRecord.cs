namespace Dialer.Store.Tables;

/// <summary>A row, or one number of a row that was kept, which is not dialed.</summary>
/// <param name="WholeRow">False: the row became a lead with its other numbers.</param>
public sealed record RejectRecord(int Line, bool WholeRow, string Field, string Value, string Reason, string Advice);
