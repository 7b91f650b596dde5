using System.Security.Cryptography;
using System.Text;

namespace Dialer.Lists.Files;

/// <summary>What a list's bytes say before a row is read.</summary>
/// <param name="ContentHash">SHA-256, hexadecimal.</param>
/// <param name="Notes">What was odd about the bytes and how it is read, each with its lines.</param>
internal sealed record FileProbe(Encoding Encoding, string EncodingName, string ContentHash, bool IsWorkbook, IReadOnlyList<string> Notes)
{
    /// <summary>Larger files are refused: split them.</summary>
    public const long LargestFile = 1L << 30;

    /// <summary>Of UTF-16 without a mark at least this share of one half of its bytes is NUL, and nearly none of the other.</summary>
    private const double Utf16Share = 0.4;

    /// <summary>One NUL in fewer bytes than this is no accident: the file is no text.</summary>
    private const int BytesPerNul = 200;

    static FileProbe() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// By its mark; else UTF-8 if all of it is, or all but stray bytes; UTF-16 by its NULs; else the one of Windows-1252,
    /// code page 850 and Macintosh that makes words.
    /// </summary>
    public static FileProbe Examine(string file, string? encodingName)
    {
        using var stream = Open(file);
        if (stream.CanSeek && stream.Length > LargestFile)
            throw new ImportException($"{file}: larger than 1 GiB. Split it into several lists.");
        var tally = new ByteTally();
        byte[] head = new byte[8];
        string hash = ReadThrough(file, stream, tally, head);
        if (IsWorkbookHead(head))
            return new FileProbe(Encoding.UTF8, head[0] == 'P' ? "xlsx" : "xls", hash, IsWorkbook: true, []);
        var notes = new List<string>();
        string name = encodingName ?? MarkOf(head) ?? Guess(tally);
        if (!name.StartsWith("utf-16", StringComparison.Ordinal) && !name.StartsWith("utf-32", StringComparison.Ordinal))
            CheckNuls(file, tally, notes);
        return new FileProbe(Find(file, name, tally, notes), name, hash, IsWorkbook: false, notes);
    }

    public static FileStream Open(string file)
    {
        try
        {
            return new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ImportException($"{file}: cannot be read: {e.Message}");
        }
    }

    /// <summary>A zip (XLSX) or a compound file (XLS).</summary>
    private static bool IsWorkbookHead(ReadOnlySpan<byte> head) =>
        head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);

    private static string? MarkOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, 0, 0, ..] => "utf-32",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16be",
        _ => null,
    };

    private static string Guess(ByteTally tally)
    {
        double half = Math.Max(1, tally.Bytes / 2.0);
        if (tally.NulsAtOdd > Utf16Share * half && tally.NulsAtEven < tally.NulsAtOdd / 20)
            return "utf-16";
        if (tally.NulsAtEven > Utf16Share * half && tally.NulsAtOdd < tally.NulsAtEven / 20)
            return "utf-16be";
        // A stray byte beside many good characters does not make the file another encoding's.
        return tally.IllFormed == 0 || tally.IllFormed * 4 < tally.WellFormed ? "utf-8" : EncodingGuess.Of(tally.Contexts);
    }

    private static void CheckNuls(string file, ByteTally tally, List<string> notes)
    {
        if (tally.Nuls == 0)
            return;
        string where = Lines(tally.NulLines);
        if (tally.Nuls > 1 + (tally.Bytes / BytesPerNul))
            throw new ImportException($"{file}: {where}: holds bytes that no text has (NUL, {tally.Nuls} times). Save it as CSV with encoding UTF-8.");
        notes.Add($"{where}: a byte that no text has (NUL); what it stands in is no number.");
    }

    private static string ReadThrough(string file, FileStream stream, ByteTally tally, Span<byte> head)
    {
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] bytes = new byte[1 << 16];
            int read;
            while ((read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)) > 0)
            {
                if (tally.Bytes == 0)
                    bytes.AsSpan(0, Math.Min(read, head.Length)).CopyTo(head);
                sha.AppendData(bytes, 0, read);
                tally.Add(bytes.AsSpan(0, read));
                if (tally.Bytes > LargestFile)
                    throw new ImportException($"{file}: larger than 1 GiB. Split it into several lists.");
            }
            tally.End();
            return Convert.ToHexStringLower(sha.GetHashAndReset());
        }
        catch (IOException e)
        {
            throw new ImportException($"{file}: cannot be read: {e.Message}");
        }
    }

    private static Encoding Find(string file, string name, ByteTally tally, List<string> notes)
    {
        try
        {
            if (name != "utf-8")
                return Encoding.GetEncoding(name);
            var windows = Encoding.GetEncoding(1252);
            if (tally.IllFormed > 0)
                notes.Add($"{Lines(tally.IllFormedLines)}: {tally.IllFormed} bytes are not UTF-8 as the rest of the file is; they are read as Windows-1252.");
            return Encoding.GetEncoding("utf-8", EncoderFallback.ReplacementFallback, new StrayByteFallback(windows));
        }
        catch (ArgumentException)
        {
            throw new ImportException($"{file}: encoding \"{name}\" is not known. Use utf-8, utf-16, windows-1252, iso-8859-15, ibm850 or macintosh.");
        }
    }

    private static string Lines(List<int> lines) => lines.Count == 1 ? $"line {lines[0]}" : $"lines {string.Join(", ", lines)}{(lines.Count >= 10 ? " ..." : "")}";
}
