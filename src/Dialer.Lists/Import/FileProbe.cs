using System.Security.Cryptography;
using System.Text;

namespace Dialer.Lists.Import;

/// <summary>What a list's bytes say before a row is read.</summary>
/// <param name="ContentHash">SHA-256, hexadecimal.</param>
internal sealed record FileProbe(Encoding Encoding, string EncodingName, string ContentHash)
{
    /// <summary>Larger files are refused: split them.</summary>
    public const long LargestFile = 1L << 30;

    static FileProbe() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>UTF-8 if all of it is; UTF-16 by its mark; else Windows-1252, in which every byte is a letter.</summary>
    public static FileProbe Examine(string file, string? encodingName)
    {
        using var stream = Open(file);
        if (stream.Length > LargestFile)
            throw new ImportException($"{file}: larger than 1 GiB. Split it into several lists.");
        Span<byte> head = stackalloc byte[4];
        head = head[..stream.ReadAtLeast(head, 4, throwOnEndOfStream: false)];
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            throw new ImportException($"{file}: is a spreadsheet workbook, not CSV. Open it in the spreadsheet and save it as CSV.");
        string? marked = MarkOf(head);
        stream.Position = 0;
        bool isUtf8 = ReadThrough(stream, out string hash, out bool hasNul);
        if (hasNul && marked is not ("utf-16" or "utf-16be"))
            throw new ImportException($"{file}: holds bytes that no text has. Save it as CSV with encoding UTF-8.");
        string name = encodingName ?? marked ?? (isUtf8 ? "utf-8" : "windows-1252");
        return new FileProbe(Find(file, name), name, hash);
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

    private static string? MarkOf(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => "utf-8",
        [0xFF, 0xFE, ..] => "utf-16",
        [0xFE, 0xFF, ..] => "utf-16be",
        _ => null,
    };

    private static bool ReadThrough(FileStream stream, out string hash, out bool hasNul)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        byte[] bytes = new byte[1 << 16];
        char[] chars = new char[bytes.Length + 4];
        bool isUtf8 = true;
        hasNul = false;
        int read;
        while ((read = stream.Read(bytes)) > 0)
        {
            sha.AppendData(bytes, 0, read);
            hasNul |= bytes.AsSpan(0, read).Contains((byte)0);
            isUtf8 = isUtf8 && Decodes(strict, bytes.AsSpan(0, read), chars, flush: false);
        }
        isUtf8 = isUtf8 && Decodes(strict, [], chars, flush: true);
        hash = Convert.ToHexStringLower(sha.GetHashAndReset());
        return isUtf8;
    }

    private static bool Decodes(Decoder decoder, ReadOnlySpan<byte> bytes, Span<char> chars, bool flush)
    {
        try
        {
            decoder.GetChars(bytes, chars, flush);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    private static Encoding Find(string file, string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            throw new ImportException($"{file}: encoding \"{name}\" is not known. Use utf-8, windows-1252 or utf-16.");
        }
    }
}
