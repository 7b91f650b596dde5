using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dialer.Server.Files;

/// <summary>What a path that a person wrote leads to, looked at before it is opened: a device never ends, and a pipe waits.</summary>
internal static class GivenFile
{
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int StatBytes = 256;
    private const int ModeAt = 28;

    /// <summary>Why this cannot be a file of ours, such as "is a device"; null: it can, or nothing is there.</summary>
    public static string? Refusal(string path)
    {
        if (Directory.Exists(path))
            return "is a folder";
        if (!OperatingSystem.IsLinux())
            return null;
        byte[] stat = new byte[StatBytes];
        if (statx(CurrentFolder, path, 0, TypeWanted, stat) != 0)
            return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(stat.AsSpan(ModeAt)) & 0xF000) switch
        {
            0x1000 => "is a pipe",
            0x2000 or 0x6000 => "is a device",
            0xC000 => "is a socket",
            _ => null,
        };
    }

    /// <summary>The file's bytes; one more than <paramref name="most"/> where there are more.</summary>
    public static byte[] ReadAtMost(string path, int most)
    {
        using var file = File.OpenRead(path);
        byte[] bytes = new byte[file.CanSeek ? (int)Math.Min(Math.Max(file.Length, 4_096), most) + 1 : most + 1];
        int length = 0;
        while (true)
        {
            int read = file.Read(bytes, length, bytes.Length - length);
            length += read;
            if (read == 0 || length > most)
                return bytes[..length];
            if (length == bytes.Length)
                Array.Resize(ref bytes, Math.Min(bytes.Length * 2, most + 1));
        }
    }

    /// <summary>Why no folder can be made or written there, in words; null: it can.</summary>
    public static string? FolderRefusal(string path)
    {
        string at = path;
        while (!Directory.Exists(at))
        {
            if (File.Exists(at) || Refusal(at) is not null)
                return at == path ? "is a file, and no folder" : $"lies behind \"{at}\", which is no folder";
            if (Path.GetDirectoryName(at) is not { Length: > 0 } above)
                return "has no folder above it that exists";
            at = above;
        }
        try
        {
            using var probe = new FileStream(Path.Combine(at, $".dialer-{Guid.NewGuid():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"cannot be written in \"{at}\"";
        }
    }

#pragma warning disable SYSLIB1054, CA5392, IDE1006 // One call into the system's own library, by its own name.
    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, byte[] buffer);
#pragma warning restore SYSLIB1054, CA5392, IDE1006
}
