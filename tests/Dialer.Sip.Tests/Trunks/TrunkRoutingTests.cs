using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Trunks;
using Xunit;

namespace Dialer.Sip.Tests.Trunks;

public sealed class TrunkRoutingTests
{
    private static readonly TrunkOptions Own = new()
    {
        Id = new(1),
        Name = "own",
        Address = "192.0.2.1",
        Failover = [new(2), new(1), new(3), new(2), new(4), new(5)],
        Prefixes = [new("+33", new(3)), new("+336", new(4)), new("+1", new(1))],
    };

    [Theory]
    [InlineData("+441632960000", "1 2 3 4 5")]
    [InlineData("+33140000000", "3 1 2 4 5")]
    [InlineData("+33612345678", "4 1 2 3 5")]
    [InlineData("+12025550100", "1 2 3 4 5")]
    [InlineData("", "1 2 3 4 5")]
    public void The_longest_prefix_goes_first_then_the_own_trunk_then_the_failover(string number, string expected) =>
        Assert.Equal(expected, string.Join(' ', TrunkRouting.Order(Own, number).Select(trunk => trunk.Value)));

    [Theory]
    [InlineData(null, "3 1 2 4")]
    [InlineData(1, "1 3 2 4")]
    [InlineData(2, "2 3 1 4")]
    public void Whose_turn_it_is_goes_first_then_the_heaviest_then_the_failover(int? turn, string expected)
    {
        var shared = Own with { Weights = [new(new(1), 2), new(new(2), 1), new(new(3), 5)], Failover = [new(4)], Prefixes = [] };
        Assert.Equal(expected, string.Join(' ', TrunkRouting.Order(shared, "", turn is { } id ? new(id) : null).Select(trunk => trunk.Value)));
    }

    [Theory]
    [InlineData("5 1 1", "1 1 2 1 3 1 1")]
    [InlineData("1 1", "1 2 1 2")]
    [InlineData("7", "1 1 1")]
    public void Turns_are_as_even_as_the_weights_allow(string weights, string expected)
    {
        WeightedTurns turns = new([.. weights.Split(' ').Select((weight, i) => new TrunkWeight(new(i + 1), int.Parse(weight, System.Globalization.CultureInfo.InvariantCulture)))]);
        string[] all = expected.Split(' ');
        Assert.Equal(all, all.Select(_ => $"{turns.Next(_ => true)?.Value}"));
    }

    [Fact]
    public void Shares_hold_in_any_world_and_who_is_not_able_has_no_turn()
    {
        SeededRandom random = new(20260110);
        for (int world = 0; world < 200; world++)
        {
            TrunkWeight[] shares = [.. Enumerable.Range(1, 1 + random.Next(6)).Select(id => new TrunkWeight(new(id), 1 + random.Next(20)))];
            int down = random.Next(shares.Length + 1);
            TrunkWeight[] able = [.. shares.Where(share => share.Trunk.Value != down)];
            WeightedTurns turns = new(shares);
            int sum = able.Sum(share => share.Weight);
            int[] taken = new int[shares.Length + 1];
            for (int i = 0; i < 3 * sum; i++)
            {
                if (turns.Next(trunk => trunk.Value != down) is { } trunk)
                    taken[trunk.Value]++;
            }
            foreach (var share in able)
                Assert.Equal(3 * share.Weight, taken[share.Trunk.Value]);
            if (down > 0)
                Assert.Equal(0, taken[down]);
        }
    }

    [Theory]
    [InlineData("+33112345678", "+33199")]
    [InlineData("+33612345678", "withheld")]
    [InlineData("+442071234567", "none")]
    public void The_longest_prefix_of_the_called_number_chooses_the_caller_id(string number, string expected)
    {
        var rule = CallerIdRule.For(number, [new("+33", "+33199"), new("+336", null), new("+1", "+1555")]);
        Assert.Equal(expected, rule is null ? "none" : rule.Value.CallerId ?? "withheld");
    }
}
