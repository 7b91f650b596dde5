using System.Runtime.InteropServices;

namespace Dialer.Server.Files;

/// <summary>
/// Everything that this program makes from here on is for its own account alone: folders 0700, files 0600, whatever umask it was
/// started with. The store, lists, rejects and recordings hold telephone numbers, names and voices.
/// </summary>
public static class PrivateFiles
{
    private const uint OwnerOnly = 0x3F;

    /// <summary>Of the whole process, files that libraries make included.</summary>
    public static void FromNowOn()
    {
        if (!OperatingSystem.IsWindows())
            _ = umask(OwnerOnly);
    }

    /// <summary>What an earlier version made readable for others is so no longer; where it is not ours, its owner decides.</summary>
    public static void Tighten(string folder, IReadOnlyList<string> files, IReadOnlyList<string> folders)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
            return;
        foreach (string name in files)
            if (Path.Combine(folder, name) is var file && File.Exists(file))
                Restrict(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        foreach (string name in folders)
            if (Path.Combine(folder, name) is var below && Directory.Exists(below))
                Restrict(below, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    private static void Restrict(string path, UnixFileMode most)
    {
        try
        {
            var mode = File.GetUnixFileMode(path);
            if ((mode & ~most) != 0)
                File.SetUnixFileMode(path, mode & most);
        }
        catch (Exception notOurs) when (notOurs is IOException or UnauthorizedAccessException)
        {
            // Another account's.
        }
    }

#pragma warning disable SYSLIB1054, CA5392, IDE1006 // One call into the system's own library, by its own name.
    [DllImport("libc")]
    private static extern uint umask(uint mask);
#pragma warning restore SYSLIB1054, CA5392, IDE1006
}
