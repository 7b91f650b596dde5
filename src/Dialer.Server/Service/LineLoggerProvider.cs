using System.Globalization;
using Dialer.Core.Text;

namespace Dialer.Server.Service;

/// <summary>Writes log lines through a bounded queue: when 4,096 wait, the oldest are dropped and counted.</summary>
internal sealed class LineLoggerProvider : ILoggerProvider
{
    private const int Capacity = 4_096;

    private readonly System.Threading.Channels.Channel<string> _lines;
    private readonly TextWriter _writer;
    private readonly TimeProvider _time;
    private readonly bool _forSystemd;
    private readonly LogFlood _flood;
    private readonly Task _writing;
    private long _dropped;

    public LineLoggerProvider(TextWriter writer, bool forSystemd, TimeProvider time)
    {
        _writer = writer;
        _time = time;
        _forSystemd = forSystemd;
        _flood = new LogFlood(time);
        var options = new System.Threading.Channels.BoundedChannelOptions(Capacity) { FullMode = System.Threading.Channels.BoundedChannelFullMode.DropOldest, SingleReader = true };
        _lines = System.Threading.Channels.Channel.CreateBounded<string>(options, _ => Interlocked.Increment(ref _dropped));
        _writing = Task.Run(WriteAsync);
    }

    public ILogger CreateLogger(string categoryName) => new LineLogger(this, categoryName);

    public void Dispose()
    {
        foreach (var (area, id, count) in _flood.Rest())
            Write(LogLevel.Information, area, new EventId(id), string.Create(CultureInfo.InvariantCulture, $"({count} more of {area} {id} were not written)"), null);
        _lines.Writer.TryComplete();
        _writing.Wait(TimeSpan.FromSeconds(2));
    }

    private async Task WriteAsync()
    {
        await foreach (string line in _lines.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                await _writer.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"({dropped} log lines were dropped)")).ConfigureAwait(false);
            await _writer.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// A line never holds a line break or another control character: what came from outside cannot write a line of its own, or
    /// move a terminal's cursor. Of the same message a few a moment are written, and how many more there were.
    /// </summary>
    private void Add(LogLevel level, string area, EventId id, string text, Exception? failure)
    {
        var allowed = _flood.Ask(area, id.Id);
        if (allowed.HeldBack > 0)
            Write(level, area, id, string.Create(CultureInfo.InvariantCulture, $"({allowed.HeldBack} more of {area} {id.Id} in {LogFlood.Window.TotalSeconds:0} s were not written)"), null);
        if (allowed.Write)
            Write(level, area, id, text, failure);
    }

    private void Write(LogLevel level, string area, EventId id, string text, Exception? failure)
    {
        string priority = level switch { LogLevel.Critical => "<2>", LogLevel.Error => "<3>", LogLevel.Warning => "<4>", LogLevel.Information => "<6>", _ => "<7>" };
        string start = _forSystemd ? priority : _time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ss.fffZ ", CultureInfo.InvariantCulture);
        string cause = failure is null ? "" : $" ({failure.GetType().Name}: {failure.Message})";
        string line = string.Create(CultureInfo.InvariantCulture, $"{start}{Short(level)} {area} {id.Id} {text}{cause}");
        _lines.Writer.TryWrite(PlainText.Line(line.ReplaceLineEndings(" | ")));
    }

    private static string Short(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "crit",
        LogLevel.None => "none",
    };

    private sealed class LineLogger(LineLoggerProvider provider, string area) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        /// <summary>The factory's filters have decided.</summary>
        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            provider.Add(logLevel, area, eventId, formatter(state, exception), exception);
    }
}
