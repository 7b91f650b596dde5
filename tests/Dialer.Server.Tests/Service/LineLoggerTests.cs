using Dialer.Server.Service;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dialer.Server.Tests.Service;

public sealed class LineLoggerTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 28, 9, 0, 0, TimeSpan.Zero));
    private readonly StringWriter _written = new() { NewLine = "\n" };

    public void Dispose() => _written.Dispose();

    private string[] Lines => _written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Theory]
    [InlineData("Bad\u001b[2J name", "Bad\\u001b[2J name")]
    [InlineData("two\r\nlines", "two | lines")]
    [InlineData("bell\a\0", "bell\\u0007\\u0000")]
    [InlineData("\u202eright to left", "\\u202eright to left")]
    public void What_came_from_outside_writes_no_line_and_moves_no_cursor(string said, string shown)
    {
        using (var logs = HostLogging.ToConsole(_written, LogLevel.Information, new Dictionary<string, LogLevel>(), _time))
            logs.Factory.CreateLogger("area").Log(LogLevel.Warning, new EventId(7), said, null, (state, _) => state);
        Assert.EndsWith($"warn area 7 {shown}", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exceptions_words_are_written_out_too()
    {
        using (var logs = HostLogging.ToConsole(_written, LogLevel.Information, new Dictionary<string, LogLevel>(), _time))
            logs.Factory.CreateLogger("area").Log(LogLevel.Error, new EventId(8), "failed", new InvalidOperationException("x\u001b\ny"), (state, _) => state);
        Assert.EndsWith("(InvalidOperationException: x\\u001b | y)", Assert.Single(Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Forty_thousand_of_one_message_are_a_few_lines_and_a_count()
    {
        using (var logs = HostLogging.ToConsole(_written, LogLevel.Information, new Dictionary<string, LogLevel>(), _time))
        {
            var logger = logs.Factory.CreateLogger("area");
            for (int i = 0; i < 40_000; i++)
                logger.Log(LogLevel.Warning, new EventId(9), "refused", null, (state, _) => state);
            logger.Log(LogLevel.Warning, new EventId(10), "another", null, (state, _) => state);
            _time.Advance(LogFlood.Window);
            logger.Log(LogLevel.Warning, new EventId(9), "refused", null, (state, _) => state);
        }
        Assert.Equal(LogFlood.MostInWindow + 1, Lines.Count(line => line.EndsWith("refused", StringComparison.Ordinal)));
        Assert.Single(Lines, line => line.EndsWith("another", StringComparison.Ordinal));
        Assert.Single(Lines, line => line.Contains($"({40_000 - LogFlood.MostInWindow} more of area 9", StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_held_back_at_the_end_is_said()
    {
        using (var logs = HostLogging.ToConsole(_written, LogLevel.Information, new Dictionary<string, LogLevel>(), _time))
            for (int i = 0; i < LogFlood.MostInWindow + 3; i++)
                logs.Factory.CreateLogger("area").Log(LogLevel.Warning, new EventId(9), "refused", null, (state, _) => state);
        Assert.Contains("(3 more of area 9", Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Levels_change_for_loggers_that_are_there_already()
    {
        using (var logs = HostLogging.ToConsole(_written, LogLevel.Warning, new Dictionary<string, LogLevel>(), _time))
        {
            var logger = logs.Factory.CreateLogger("Dialer.Sip");
            logger.Log(LogLevel.Information, new EventId(1), "unheard", null, (state, _) => state);
            logs.ChangeLevels(LogLevel.Warning, new Dictionary<string, LogLevel> { ["Dialer.Sip"] = LogLevel.Debug });
            logger.Log(LogLevel.Debug, new EventId(2), "heard", null, (state, _) => state);
        }
        Assert.EndsWith("heard", Assert.Single(Lines), StringComparison.Ordinal);
    }
}
