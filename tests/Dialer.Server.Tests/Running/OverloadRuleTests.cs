using Dialer.Server.Running;
using Xunit;

namespace Dialer.Server.Tests.Running;

public sealed class OverloadRuleTests
{
    private static readonly OverloadRule.Look Good = new(TimeSpan.FromMilliseconds(3), TimeSpan.FromMilliseconds(1), 10_000, 2);

    public static TheoryData<string, double, double, long, long, string?> Machines => new()
    {
        { "idle", 1, 0, 0, 0, null },
        { "busy and well", 40, 20, 10_000, 400, null },
        { "half of the packets late", 5, 5, 10_000, 5_000, "50 % of the packets" },
        { "one in eight late", 5, 5, 10_000, 1_250, "13 % of the packets" },
        { "a handful of packets", 5, 5, 10, 9, null },
        { "the engine behind", 5, 1_500, 100, 0, "inputs waited 1500 ms" },
        { "not run", 2_000, 5, 100, 0, "not run for 2000 ms" },
    };

    [Theory]
    [MemberData(nameof(Machines))]
    public void What_holds_new_calls_back(string machine, double notRunMs, double loopMs, long packets, long late, string? why)
    {
        Assert.NotEmpty(machine);
        OverloadRule rule = new();
        OverloadRule.Look look = new(TimeSpan.FromMilliseconds(notRunMs), TimeSpan.FromMilliseconds(loopMs), packets, late);
        bool[] changed = [.. Enumerable.Range(0, 10).Select(_ => rule.Take(look))];
        Assert.Equal(why is null ? 0 : 1, changed.Count(one => one));
        if (why is null)
            Assert.Null(rule.Why);
        else
            Assert.Contains(why, rule.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void One_hiccup_holds_nobody_back()
    {
        OverloadRule rule = new();
        for (int i = 0; i < 50; i++)
            Assert.False(rule.Take(i % 10 == 0 ? Good with { NotRun = TimeSpan.FromSeconds(2) } : Good));
        Assert.Null(rule.Why);
    }

    [Fact]
    public void It_has_passed_when_all_was_well_for_a_while()
    {
        OverloadRule rule = new();
        for (int i = 0; i < 5; i++)
            rule.Take(Good with { LatePackets = 9_000 });
        Assert.NotNull(rule.Why);
        int looks = 1;
        while (!rule.Take(Good))
            looks++;
        Assert.InRange(looks * OverloadRule.LookEvery.TotalSeconds, 4.5, 5.5);
        Assert.Null(rule.Why);
    }
}
