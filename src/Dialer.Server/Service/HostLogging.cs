namespace Dialer.Server.Service;

/// <summary>
/// Logs as lines on standard error: systemd's priority first where it reads them, else the time; then level, area, id
/// and text. Written by one thread of the console logger's own, so that no caller waits for a slow terminal.
/// </summary>
public static class HostLogging
{
    public static ILoggerFactory ToConsole(TextWriter error, LogLevel level, IReadOnlyDictionary<string, LogLevel> levels)
    {
        return LoggerFactory.Create(logging =>
        {
            logging.SetMinimumLevel(level);
            foreach (var (area, own) in levels)
                logging.AddFilter(area, own);
            logging.AddProvider(new LineLoggerProvider(error, IsUnderSystemd));
        });
    }

    private static bool IsUnderSystemd => Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
}
