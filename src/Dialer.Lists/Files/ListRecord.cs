namespace Dialer.Lists.Files;

/// <summary>One record, with the physical line (of a workbook: the row) at which it begins.</summary>
internal readonly record struct ListRecord(int Line, string[] Fields, string Raw)
{
    public bool IsBlank => Array.TrueForAll(Fields, string.IsNullOrWhiteSpace);
}
