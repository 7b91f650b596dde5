using Dialer.Core.Text;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Text;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData("Zo\u00e9 \u4e2d\u6587 \ud83d\ude00", "Zo\u00e9 \u4e2d\u6587 \ud83d\ude00")]
    [InlineData("\u001b[2J\u001b[31mred", "\\u001b[2J\\u001b[31mred")]
    [InlineData("a\r\nb\tc", "a\\r\\nb\\tc")]
    [InlineData("bell\a back\b", "bell\\u0007 back\\u0008")]
    [InlineData("\u009b31m", "\\u009b31m")]
    [InlineData("del\u007f nul\0", "del\\u007f nul\\u0000")]
    [InlineData("\u202egnp.exe", "\\u202egnp.exe")]
    [InlineData("one\u2028two", "one\\u2028two")]
    [InlineData("zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff")]
    public void What_moves_or_deceives_is_written_out(string text, string shown)
    {
        Assert.Equal(shown, PlainText.Line(text));
        Assert.Equal(text == shown, PlainText.IsLine(text));
    }

    [Fact]
    public void Several_lines_keep_their_breaks_and_tabs_alone() =>
        Assert.Equal("a\n\tb\\r\\u001b", PlainText.Lines("a\n\tb\r\u001b"));

    [Fact]
    public void Nothing_that_a_terminal_obeys_is_left_of_any_text()
    {
        SeededRandom random = new(20261128);
        for (int i = 0; i < 5_000; i++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(40)).Select(_ => (char)random.Next(random.Next(2) == 0 ? 0x100 : 0x2100))]);
            string shown = PlainText.Line(text);
            Assert.DoesNotContain(shown, char.IsControl);
            Assert.Equal(shown, PlainText.Line(shown));
        }
    }
}
