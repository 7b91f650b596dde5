namespace Dialer.Lists.Files;

/// <summary>Opens a list by what its bytes are, whatever its name says.</summary>
internal static class ListFile
{
    /// <param name="separator">Of a CSV file; null: detected.</param>
    public static IListRecords Open(string file, FileProbe probe, char? separator) =>
        probe.IsWorkbook ? new WorkbookRecords(file, probe) : new CsvRecords(file, probe, separator);
}
