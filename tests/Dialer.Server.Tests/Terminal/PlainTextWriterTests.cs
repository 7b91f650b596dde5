using Dialer.Server.Terminal;
using Xunit;

namespace Dialer.Server.Tests.Terminal;

public sealed class PlainTextWriterTests
{
    [Fact]
    public async Task However_it_is_written_a_terminal_obeys_nothing_of_it()
    {
        using var inner = new StringWriter { NewLine = "\n" };
        using var writer = new PlainTextWriter(inner) { NewLine = "\n" };
        writer.Write("a\u001b");
        writer.Write('\u001b');
        writer.Write("b\u001b".AsSpan());
        writer.Write(['c', '\u001b'], 0, 2);
        writer.WriteLine("d\u001b");
        writer.WriteLine("{0}", "e\u001b");
        await writer.WriteAsync("f\u001b");
        await writer.WriteLineAsync("g\u001b");
        writer.Write((object)"h\u001b");
        await writer.FlushAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain('\u001b', inner.ToString());
        Assert.Equal(9, inner.ToString().Split("\\u001b").Length - 1);
        Assert.Equal(3, inner.ToString().Count(c => c == '\n'));
    }
}
