namespace Dialer.Server.Running;

/// <summary>How this one run differs from its configuration.</summary>
public sealed record RunningOptions
{
    /// <summary>Makes the telephone line.</summary>
    public required LineMaker Line { get; init; }

    /// <summary>The SQLite file; null: in the data directory.</summary>
    public string? StorePath { get; init; }

    /// <summary>Where every input of the engine is written, for a replay; null: nowhere.</summary>
    public string? RecordTo { get; init; }
    /// <summary>Read again on SIGHUP; null: nothing is.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Takes log levels that were changed there; null: they need a restart.</summary>
    public Action<LogLevel, IReadOnlyDictionary<string, LogLevel>>? LevelsChanged { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
