using System.Globalization;
using System.Text;
using CsvHelper;
using Dialer.Lists.Files;
using Dialer.Lists.Headings;
using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>
/// The rows that an import refused, as a list that can be corrected and imported again. Written beside its place while
/// the import goes on, and put there when it is whole.
/// </summary>
internal sealed class RejectsFile(string path, ColumnLayout columns, char delimiter) : IDisposable
{
    private CsvWriter? _csv;

    private string Part => path + ".part";

    public static string Beside(string folder, string list)
    {
        var name = new StringBuilder(list);
        foreach (char forbidden in "/\\:*?\"<>|\0")
            name.Replace(forbidden, '_');
        return Path.Combine(folder, name.Append(".rejects.csv").ToString());
    }

    /// <param name="fields">The row's own, as they stand; of somebody who was erased none is written.</param>
    public void Add(RejectedRow row, string[] fields)
    {
        if (row.Reason == RefusalText.Erased)
            fields = [];
        try
        {
            _csv ??= Begin();
            _csv.WriteRecord([row.Line.ToString(CultureInfo.InvariantCulture), row.WholeRow ? "rejected" : "kept", SpreadsheetText.Harmless(row.Field), SpreadsheetText.Harmless(row.Value), row.Reason, row.Advice, .. fields.Select(SpreadsheetText.Harmless)]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>Puts it in its place. Null: nothing was refused.</summary>
    public string? Finish()
    {
        if (_csv is null)
            return null;
        try
        {
            _csv.Dispose();
            _csv = null;
            File.Move(Part, path, overwrite: true);
            return path;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Failed(e);
        }
    }

    /// <summary>UTF-8 with its mark, so that spreadsheets read it; the delimiter of the list; what is wrong first, then the row's own columns.</summary>
    private CsvWriter Begin()
    {
        MakePrivate(Part);
        var csv = CsvWriter.ToFile(Part, new CsvWriterOptions { Separator = delimiter, WriteByteOrderMark = true, ValidateFieldCount = false });
        csv.WriteRecord(["line", "row", "field", "value", "reason", "what to do", .. columns.Names.Select(SpreadsheetText.Harmless)]);
        return csv;
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

    private ImportException Failed(Exception e) =>
        new($"{path}: the rejects cannot be written there: {e.Message} Make room, or name another place for them, and import again: it goes on where it stopped.");

    /// <summary>Of an import that did not come to its end nothing stays.</summary>
    public void Dispose()
    {
        if (_csv is null)
            return;
        try
        {
            _csv.Dispose();
        }
        catch (IOException)
        {
            // A disk that is full: what could not be written is not wanted either.
        }
        _csv = null;
        File.Delete(Part);
    }
}
