using System.Text.Json;
using Dialer.Simulation.Virtual;
using Xunit;

namespace Dialer.Simulation.Tests.Virtual;

public sealed class WorldsJsonTests
{
    [Fact]
    public void Worlds_and_their_pacers_are_one_object()
    {
        NamedWorld[] worlds = [.. Worlds.Robustness.Take(2)];
        string[] pacers = ["predictive", "progressive"];
        var results = worlds.Select(world => (world, (IReadOnlyList<PacerResult>)[.. pacers.Select(pacer => Rehearsal.Run(world.Scenario, pacer, 1, 1, cancellation: TestContext.Current.CancellationToken))])).ToArray();
        using var json = JsonDocument.Parse(RehearsalJson.WriteWorlds(1, 1, results));
        var read = json.RootElement.GetProperty("worlds").EnumerateArray().ToArray();
        Assert.Equal(worlds.Select(world => world.Name), read.Select(world => world.GetProperty("name").GetString()));
        Assert.All(read, world => Assert.Equal(pacers, world.GetProperty("pacers").EnumerateArray().Select(pacer => pacer.GetProperty("name").GetString())));
        Assert.All(read, world => Assert.True(world.GetProperty("pacers")[0].GetProperty("talkMinutesPerAgentHour").GetDouble() > 0));
    }
}
