namespace Dialer.Server.Service;

/// <summary>
/// Logs as lines on standard error: systemd's priority first where it reads them, else the time; then level, area, id
/// and text. Written by one thread of the console logger's own, so that no caller waits for a slow terminal.
/// </summary>
public sealed class HostLogging : IDisposable
{
    private readonly LoggerFactory _factory;
    private readonly LevelFilters _filters;
    private readonly LineLoggerProvider _provider;

    private HostLogging(LoggerFactory factory, LevelFilters filters, LineLoggerProvider provider) => (_factory, _filters, _provider) = (factory, filters, provider);

    public ILoggerFactory Factory => _factory;

    public static HostLogging ToConsole(TextWriter error, LogLevel level, IReadOnlyDictionary<string, LogLevel> levels, TimeProvider? time = null)
    {
        var filters = new LevelFilters(level, levels);
        var provider = new LineLoggerProvider(error, IsUnderSystemd, time ?? TimeProvider.System);
        return new HostLogging(new LoggerFactory([provider], filters), filters, provider);
    }

    /// <summary>From now on, of every logger that was made.</summary>
    public void ChangeLevels(LogLevel level, IReadOnlyDictionary<string, LogLevel> levels) => _filters.Change(level, levels);

    /// <summary>What waits to be written is.</summary>
    public void Dispose()
    {
        _factory.Dispose();
        _provider.Dispose();
    }

    private static bool IsUnderSystemd => Environment.GetEnvironmentVariable("JOURNAL_STREAM") is { Length: > 0 };
}
