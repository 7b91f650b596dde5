namespace Dialer.Store.Reports;

/// <summary>A list of the campaign: what was imported.</summary>
public sealed record ListSummary(string Name, string File, int Rows, int Leads, int RejectedRows, int NumbersRefused);
