using Dialer.Server.Business;
using Dialer.Server.Configuration;
using Dialer.Server.Running;

namespace Dialer.Server.Service;

/// <summary>
/// The configuration, read again while the program runs. What can change under calls in progress does; what needs a restart is
/// named and stays as it is. A file with errors changes nothing. No call is ended by it.
/// </summary>
internal sealed class Reloading(string file, DialerConfig started, RunningDialer dialer, Action<LogLevel, IReadOnlyDictionary<string, LogLevel>>? levels, ILogger logger)
{
    /// <summary>What follows the file beside the business.</summary>
    private static readonly HashSet<string> Follow = new(StringComparer.Ordinal) { "logLevel", "logLevels", "drainSeconds", "doNotCall" };

    private readonly Lock _lock = new();

    private DialerConfig? _followed;

    /// <summary>The file as it was last followed.</summary>
    public DialerConfig Current => _followed ?? started;

    /// <summary>Returns at once; one reading after the other.</summary>
    public void Ask() => Task.Run(Reload);

    public void Reload()
    {
        lock (_lock)
            try
            {
                var reading = ConfigFile.Read(file);
                if (reading.Config is { } next)
                    FollowFile(next);
                else
                    Refuse(reading);
            }
#pragma warning disable CA1031 // A reload must not end the program, whatever it meets: it runs on as it was.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                HostLog.ReloadFailed(logger, file, failure.Message);
            }
    }

    private void Refuse(ConfigReading reading)
    {
        foreach (var wrong in reading.Errors)
            HostLog.ReloadError(logger, wrong.ToText(file));
        HostLog.ReloadRefused(logger, file, reading.Errors.Count);
    }

    private void FollowFile(DialerConfig next)
    {
        var changed = ConfigDiff.Changed(Current.Written!, next.Written!);
        string[] stay = [.. ConfigDiff.Changed(started.Written!, next.Written!).Where(path => !Follows(path))];
        string[] followed = [.. changed.Where(Follows)];

        // Beside the file that the program was started with: what waits for a restart is named each time.
        if (stay.Length > 0)
            HostLog.ReloadNeedsRestart(logger, string.Join(", ", stay));
        if (followed.Any(path => path is "logLevel" || path.StartsWith("logLevels", StringComparison.Ordinal)))
            levels?.Invoke(next.LogLevel, next.LogLevels);

        // What needs a part of the machine that is not there before a restart.
        foreach (var wrong in dialer.Business.TakeFile(Current.Written!, next.Written!, Follow))
            HostLog.ReloadError(logger, wrong.ToText(file));
        dialer.ReadFiles();
        _followed = next;
        HostLog.Reloaded(logger, file, followed.Length == 0 ? "lists and do-not-call files" : string.Join(", ", followed));
    }

    /// <summary>The machine's part waits for a restart.</summary>
    private static bool Follows(string path)
    {
        int end = path.AsSpan().IndexOfAny(".[");
        string section = end < 0 ? path : path[..end];
        return Follow.Contains(section) || BusinessKinds.OfSection(section) is not null;
    }
}
