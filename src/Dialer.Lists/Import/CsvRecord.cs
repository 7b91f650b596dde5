namespace Dialer.Lists.Import;

/// <summary>One record, with the physical line at which it begins.</summary>
internal readonly record struct CsvRecord(int Line, string[] Fields, string Raw);
