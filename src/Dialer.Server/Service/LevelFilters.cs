using Microsoft.Extensions.Options;

namespace Dialer.Server.Service;

/// <summary>The log levels by area, which may change while the program runs.</summary>
internal sealed class LevelFilters(LogLevel level, IReadOnlyDictionary<string, LogLevel> levels) : IOptionsMonitor<LoggerFilterOptions>
{
    private Action<LoggerFilterOptions, string?>? _changed;

    public LoggerFilterOptions CurrentValue { get; private set; } = Options(level, levels);

    public LoggerFilterOptions Get(string? name) => CurrentValue;

    public void Change(LogLevel level, IReadOnlyDictionary<string, LogLevel> levels)
    {
        CurrentValue = Options(level, levels);
        _changed?.Invoke(CurrentValue, null);
    }

    public IDisposable? OnChange(Action<LoggerFilterOptions, string?> listener)
    {
        _changed += listener;
        return null;
    }

    private static LoggerFilterOptions Options(LogLevel level, IReadOnlyDictionary<string, LogLevel> levels)
    {
        var options = new LoggerFilterOptions { MinLevel = level };
        foreach (var (area, own) in levels)
            options.Rules.Add(new LoggerFilterRule(null, area, own, null));
        return options;
    }
}
