using System.Globalization;
using System.Text;
using CsvHelper;
using Dialer.Lists.Files;
using Dialer.Lists.Headings;
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

    /// <summary>People's numbers are nobody else's: the file is its owner's alone, whatever the umask, and so is a folder made for it.</summary>
    private static void MakePrivate(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        const UnixFileMode own = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = own }))
        {
        }
        File.SetUnixFileMode(path, own);
    }

    /// <summary>UTF-8 with its mark, so that spreadsheets read it; the delimiter of the list; what is wrong first, then the row's own columns.</summary>
    public static string Write(string path, ColumnLayout columns, IReadOnlyList<Entry> rejects, char delimiter)
    {
        try
        {
            MakePrivate(path);
            using var csv = CsvWriter.ToFile(path, new CsvWriterOptions { Separator = delimiter, WriteByteOrderMark = true, ValidateFieldCount = false });
            csv.WriteRecord(["line", "row", "field", "value", "reason", "what to do", .. columns.Names.Select(SpreadsheetText.Harmless)]);
            foreach (var (row, fields) in rejects)
                csv.WriteRecord([row.Line.ToString(CultureInfo.InvariantCulture), row.WholeRow ? "rejected" : "kept", SpreadsheetText.Harmless(row.Field), SpreadsheetText.Harmless(row.Value), row.Reason, row.Advice, .. fields.Select(SpreadsheetText.Harmless)]);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{path}: the rejects cannot be written there: {e.Message} The import itself is stored; its rejects are in the store too.");
        }
    }
}
