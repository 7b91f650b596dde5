using System.Globalization;
using System.Text.RegularExpressions;

namespace Dialer.Server.Files;

/// <summary>
/// The recordings on disk, found by their paths: <c>renewals/2026-11-26/101502.123-attempt42-2.wav</c>, <c>queues/sales/...</c>,
/// <c>mailboxes/orders/...</c>. Moments in paths are UTC.
/// </summary>
internal sealed partial class RecordingShelf(string folder)
{
    private const int HeaderBytes = 44;

    /// <summary>By path; those after <paramref name="after"/>.</summary>
    /// <param name="day">UTC; null: of all days.</param>
    public IEnumerable<RecordingFile> List(DateOnly? day, string after)
    {
        foreach (string place in Places().Order(StringComparer.Ordinal))
            foreach (string date in Names(Directory.EnumerateDirectories, place).Where(name => day is null || name == Day(day.Value)))
                foreach (string file in Names(Directory.EnumerateFiles, $"{place}/{date}"))
                    if ($"{place}/{date}/{file}" is var path && string.CompareOrdinal(path, after) > 0 && Find(path) is { } found)
                        yield return found;
    }

    /// <summary>Null: there is none, or the path leads elsewhere.</summary>
    public RecordingFile? Find(string path)
    {
        if (Shape().Match(path) is not { Success: true } match || path.Contains("..", StringComparison.Ordinal))
            return null;
        var file = new FileInfo(FullPath(path));
        if (!file.Exists || !DateTimeOffset.TryParseExact($"{match.Groups["date"].Value} {match.Groups["time"].Value}", "yyyy-MM-dd HHmmss.fff", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            return null;
        var kind = match.Groups["above"].Value switch { "queues/" => RecordingKind.Queue, "mailboxes/" => RecordingKind.Mailbox, _ => RecordingKind.Campaign };

        // 16 bits, 8 kHz, two channels; a mailbox has two as well, the second silent.
        double seconds = Math.Round(Math.Max(0, file.Length - HeaderBytes) / 32_000d, 1);
        return new RecordingFile(path, kind, match.Groups["owner"].Value, at, match.Groups["call"].Value, file.Length, seconds);
    }

    public string FullPath(string path) => Path.Combine(folder, path.Replace('/', Path.DirectorySeparatorChar));

    public void Delete(RecordingFile recording) => File.Delete(FullPath(recording.Path));

    /// <summary>Those of the days before, and the folders that they leave empty; returns how many.</summary>
    public int ForgetBefore(DateOnly day)
    {
        int forgotten = 0;
        foreach (string place in Places().ToArray())
            foreach (string date in Names(Directory.EnumerateDirectories, place).Where(name => string.CompareOrdinal(name, Day(day)) < 0 && DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)).ToArray())
            {
                foreach (string file in Names(Directory.EnumerateFiles, $"{place}/{date}").Where(name => name.EndsWith(".wav", StringComparison.Ordinal)).ToArray())
                {
                    File.Delete(FullPath($"{place}/{date}/{file}"));
                    forgotten++;
                }
                if (!Directory.EnumerateFileSystemEntries(FullPath($"{place}/{date}")).Any())
                    Directory.Delete(FullPath($"{place}/{date}"));
            }
        return forgotten;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Folders in which folders of days stand.</summary>
    private IEnumerable<string> Places()
    {
        foreach (string owner in Names(Directory.EnumerateDirectories, ""))
            if (owner is "queues" or "mailboxes")
                foreach (string below in Names(Directory.EnumerateDirectories, owner))
                    yield return $"{owner}/{below}";
            else
                yield return owner;
    }

    private IEnumerable<string> Names(Func<string, IEnumerable<string>> list, string path) =>
        Directory.Exists(FullPath(path)) ? list(FullPath(path)).Select(full => Path.GetFileName(full)).Order(StringComparer.Ordinal) : [];

    [GeneratedRegex(@"^(?<above>queues/|mailboxes/)?(?<owner>[^/]+)/(?<date>\d{4}-\d{2}-\d{2})/(?<time>\d{6}\.\d{3})-(?<call>(attempt|call)\d+)(-\d+)?\.wav$", RegexOptions.None, 1_000)]
    private static partial Regex Shape();
}
