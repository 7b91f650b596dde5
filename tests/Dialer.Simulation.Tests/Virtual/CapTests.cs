using Dialer.Core.Pacing;
using Dialer.Simulation.Virtual;
using Xunit;

namespace Dialer.Simulation.Tests.Virtual;

/// <summary>The guarantee, in the worlds that try to break it.</summary>
public sealed class CapTests
{
    public static TheoryData<string> WorldNames => [.. Worlds.Robustness.Select(world => world.Name)];

    /// <summary>Twenty days each; a thousand are `dialer simulate --worlds --days 1000`.</summary>
    [Theory]
    [MemberData(nameof(WorldNames))]
    public void The_cap_holds_in_every_world(string name)
    {
        var world = Worlds.Robustness.Single(world => world.Name == name);
        var ours = Rehearsal.Run(world.Scenario, Pacers.Predictive, 1, 20, cancellation: TestContext.Current.CancellationToken);
        if (world.IsLawful)
            Assert.Equal(0, ours.DaysOverCap);
        else
            Assert.Equal(0, ours.Days.Sum(day => day.Abandoned)); // Goes no further than one line per free agent.
    }
}
