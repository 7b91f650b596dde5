using System.Globalization;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>What lies beside the store of a person who was erased: recordings, clips, messages, rows of rejects files.</summary>
public static class ErasedFiles
{
    private const int DigitsThatTell = 9;

    /// <returns>Files that are gone, or have rows fewer.</returns>
    public static int Delete(DialerConfig config, PersonErasure erased)
    {
        int count = 0;
        foreach (string file in erased.Files.Select(file => Path.Combine(config.Media.RecordingDirectory, "mailboxes", file)))
            count += Delete(file);
        string[] attempts = [.. erased.Attempts.Select(attempt => string.Create(CultureInfo.InvariantCulture, $"attempt{attempt.Value}"))];
        foreach (string folder in new[] { config.Media.RecordingDirectory, config.Media.ReviewClipDirectory }.OfType<string>().Where(Directory.Exists))
            foreach (string file in Directory.EnumerateFiles(folder, "*attempt*", SearchOption.AllDirectories))
                if (Array.Exists(attempts, attempt => IsOf(Path.GetFileName(file), attempt)))
                    count += Delete(file);
        string rejects = Path.Combine(config.DataDirectory, "rejects");
        if (Directory.Exists(rejects))
            foreach (string file in Directory.EnumerateFiles(rejects, "*.csv"))
                count += DropRows(file, [.. erased.Numbers.Select(number => number[Math.Max(1, number.Length - DigitsThatTell)..])]);
        return count;
    }

    /// <summary>Of attempt 4, and not of attempt 42.</summary>
    private static bool IsOf(string name, string attempt) =>
        name.IndexOf(attempt, StringComparison.Ordinal) is var at and >= 0 && (at + attempt.Length == name.Length || !char.IsAsciiDigit(name[at + attempt.Length]));

    private static int Delete(string file)
    {
        if (!File.Exists(file))
            return 0;
        File.Delete(file);
        return 1;
    }

    private static int DropRows(string file, string[] endings)
    {
        string[] rows = File.ReadAllLines(file);
        string[] kept = [.. rows.Where(row => new string([.. row.Where(char.IsAsciiDigit)]) is var digits && !Array.Exists(endings, ending => digits.Contains(ending, StringComparison.Ordinal)))];
        if (kept.Length == rows.Length)
            return 0;
        File.WriteAllLines(file, kept);
        return 1;
    }
}
