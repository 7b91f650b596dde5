using Dialer.Core.Leads;
using Xunit;

namespace Dialer.Core.Tests.Leads;

public sealed class NumberTableTests
{
    [Theory]
    [InlineData("+33199001234")]
    [InlineData("+1")]
    [InlineData("+999999999999999")]
    [InlineData("112")]
    [InlineData("+0199001234")]
    [InlineData("+9999999999999999999")]
    [InlineData("+33 1")]
    [InlineData("")]
    public void Whatever_is_put_in_is_found_again_and_nothing_beside_it(string number)
    {
        var table = new NumberTable();
        Assert.False(table.Contains(number));
        table.Set(number, 7);
        table.Set(number, 8);
        Assert.True(table.TryGet(number, out int value));
        Assert.Equal((8, 1), (value, table.Count));
        foreach (string other in new[] { number + "0", "+" + number, "+33199001235", "0199001234", "+2" })
            Assert.False(table.Contains(other));
    }

    [Fact]
    public void A_hundred_thousand_neighbours_stay_apart()
    {
        var table = new NumberTable();
        for (int i = 0; i < 100_000; i++)
            table.Set($"+331{i:00000000}", i);
        Assert.Equal(100_000, table.Count);
        for (int i = 0; i < 100_000; i++)
        {
            Assert.True(table.TryGet($"+331{i:00000000}", out int value));
            Assert.Equal(i, value);
            Assert.False(table.Contains($"+332{i:00000000}"));
        }
    }
}
