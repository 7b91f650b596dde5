namespace Dialer.Server.Service;

/// <summary>The terminal whose end sends SIGHUP.</summary>
internal static class ControllingTerminal
{
    /// <summary>False for a service, for what was begun with nohup, and once the window was closed or the line dropped.</summary>
    public static bool IsThere() => !IgnoresHangUp() && CanOpen();

    /// <summary>The system opens it only while this process has one and it is alive (tty(4)).</summary>
    private static bool CanOpen()
    {
        try
        {
            using var terminal = File.OpenHandle("/dev/tty");
            return true;
        }
        catch (Exception none) when (none is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>nohup(1): the end of the terminal is to mean nothing. proc(5): a mask of the signals that are ignored, SIGHUP its lowest bit.</summary>
    private static bool IgnoresHangUp() => WasIgnored.Value;

    private static readonly Lazy<bool> WasIgnored = new(() =>
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        if (!File.Exists(Status))
            return false;
        string? mask = File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal))?[Ignored.Length..].Trim();
        return mask is { Length: > 0 } && (Convert.ToByte(mask[^1..], 16) & 1) == 1;
    });
}
