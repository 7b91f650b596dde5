using System.Globalization;
using System.Text;
using CsvHelper;
using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>The rows that an import refused, as a list that can be corrected and imported again.</summary>
internal static class RejectsFile
{
    internal readonly record struct Entry(RejectedRow Row, string[] Fields);

    public static string Beside(string folder, string list)
    {
        var name = new StringBuilder(list);
        foreach (char forbidden in "/\\:*?\"<>|\0")
            name.Replace(forbidden, '_');
        return Path.Combine(folder, name.Append(".rejects.csv").ToString());
    }

    /// <summary>UTF-8 with its mark, so that spreadsheets read it; the delimiter of the list; what is wrong first, then the row's own columns.</summary>
    public static string Write(string path, Columns columns, IReadOnlyList<Entry> rejects, char delimiter)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var csv = CsvWriter.ToFile(path, new CsvWriterOptions { Separator = delimiter, WriteByteOrderMark = true, ValidateFieldCount = false });
            csv.WriteRecord(["line", "row", "field", "value", "reason", "what to do", .. columns.Names]);
            foreach (var (row, fields) in rejects)
                csv.WriteRecord([row.Line.ToString(CultureInfo.InvariantCulture), row.WholeRow ? "rejected" : "kept", row.Field, row.Value, row.Reason, row.Advice, .. fields]);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path}: the rejects cannot be written there: {e.Message} The import itself is stored; its rejects are in the store too.");
        }
    }
}
