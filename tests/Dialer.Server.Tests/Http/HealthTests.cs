using Dialer.Core.Agents;
using Dialer.Server.Http;
using Dialer.Server.Monitoring;
using Xunit;

namespace Dialer.Server.Tests.Http;

public sealed class HealthTests
{
    private static WallboardView View(params string?[] reasons) => new(
        DateTimeOffset.UnixEpoch, [], [.. reasons.Select((reason, i) => new AgentRow { Id = i + 1, Name = $"agent {i + 1}", State = AgentState.NotReady, Reason = reason, SecondsByState = new Dictionary<string, double>() })], [], [],
        new Dictionary<string, int>(), 0, new LatencyView(null, null, null, 0), new LatencyView(null, null, null, 0), false);

    [Fact]
    public void A_silent_phone_is_told_of_without_the_name_of_whose_it_is()
    {
        Assert.Equal("ok", Health.Of([], View("lunch", null), null).Status);
        var one = Health.Of([], View("lunch", AgentReasons.PhoneSilent), null);
        Assert.Equal("degraded", one.Status);
        Assert.Contains("1 agent's phone is silent", Assert.Single(one.Trouble), StringComparison.Ordinal);
        Assert.DoesNotContain("agent 2", one.Trouble[0], StringComparison.Ordinal);
        Assert.Contains("2 agents' phones are silent", Assert.Single(Health.Of([], View(AgentReasons.PhoneSilent, AgentReasons.PhoneSilent), null).Trouble), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_worse_is_said_first_and_all_of_it_is_told()
    {
        var reply = Health.Of(["the store is locked"], View(AgentReasons.PhoneSilent), "packets leave late");
        Assert.Equal("failing", reply.Status);
        Assert.Equal(3, reply.Trouble.Count);
        Assert.Equal("overloaded", Health.Of([], View(AgentReasons.PhoneSilent), "packets leave late").Status);
        Assert.Equal("draining", Health.Of([], View() with { Draining = true }, "packets leave late").Status);
    }
}
