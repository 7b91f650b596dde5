using Dialer.Core.Campaigns;
using Dialer.Sip.Trunks;
using Xunit;

namespace Dialer.Sip.Tests.Trunks;

public sealed class TrunkRoutingTests
{
    private static readonly TrunkOptions s_own = new()
    {
        Id = new(1),
        Name = "own",
        Address = "192.0.2.1",
        Failover = [new(2), new(1), new(3), new(2), new(4), new(5)],
        Prefixes = [new("+33", new(3)), new("+336", new(4)), new("+1", new(1))],
    };

    [Theory]
    [InlineData("+441632960000", "1 2 3 4")]
    [InlineData("+33140000000", "3 1 2 4")]
    [InlineData("+33612345678", "4 1 2 3")]
    [InlineData("+12025550100", "1 2 3 4")]
    [InlineData("", "1 2 3 4")]
    public void The_longest_prefix_goes_first_then_the_own_trunk_then_the_failover(string number, string expected) =>
        Assert.Equal(expected, string.Join(' ', TrunkRouting.Order(s_own, number).Select(trunk => trunk.Value)));
}
