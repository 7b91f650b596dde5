namespace Dialer.Store.Reports;

/// <summary>Rows that an import refused, per reason.</summary>
public sealed record RejectCount(string List, string Reason, int Rows);
