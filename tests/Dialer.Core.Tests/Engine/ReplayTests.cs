using Dialer.Core.Engine;
using Dialer.Core.Engine.Log;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class ReplayTests
{
    private static readonly WorldPlan Large = new()
    {
        Agents = 1000,
        Leads = 105_000,
        DrainAfter = TimeSpan.FromHours(8),
        Trunk = new Campaigns.TrunkSettings(new TrunkId(1), "trunk", 5000, 500),
    };

    [Fact]
    public void A_hundred_thousand_calls_say_the_same_twice()
    {
        var (first, attempts) = RunLarge();
        var (second, _) = RunLarge();
        Assert.True(attempts >= 100_000, $"{attempts} attempts");
        Assert.Equal(first, second);
    }

    private static (ulong Digest, long Attempts) RunLarge()
    {
        long attempts = 0;
        var world = new FakeWorld(7, Large, (outbox, _) =>
        {
            foreach (ref readonly var output in outbox.Outputs)
                if (output.Kind == EngineOutputKind.AttemptClosed)
                    attempts++;
        });
        world.Run();
        return (world.Digest.Value, attempts);
    }

    [Fact]
    public void Another_seed_says_something_else()
    {
        var one = new FakeWorld(1, new WorldPlan { Leads = 100 });
        var other = new FakeWorld(2, new WorldPlan { Leads = 100 });
        one.Run();
        other.Run();
        Assert.NotEqual(one.Digest.Value, other.Digest.Value);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_recorded_log_replays_to_the_same_outputs(ulong seed)
    {
        var world = new FakeWorld(seed, WorldPlan.Draw(new SeededRandom(seed)) with { ModeChangesPerMinute = 1 }, log: true);
        world.Run();
        var (digest, count) = Replay(world.Log);
        Assert.Equal((world.Digest.Value, world.Digest.Count), (digest, count));
    }

    /// <summary>
    /// The same hour of a random world, recorded by each version of the log; every version since says the same of it. A new
    /// version adds its own, recorded from the same world, and changes none. (The digest has changed twice: a bridge names its
    /// queue, and a conversation that closes its way; what the line measured became a fact.)
    /// </summary>
    [Theory]
    [InlineData("first.log")]
    [InlineData("second.log")]
    public void A_log_that_an_older_version_recorded_says_the_same(string file) =>
        Assert.Equal((0x918AEE36204B4E69UL, 2709L), Replay(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Engine", "Logs", file))));

    private static (ulong Digest, long Count) Replay(ReadOnlySpan<byte> log)
    {
        var reader = new EngineLogReader(TimeZoneInfo.FindSystemTimeZoneById);
        long first = reader.ReadHeader(ref log);
        var engine = new DialerEngine(new EngineOptions(first, LinesPerFreeAgent.Named));
        var digest = new OutputDigest();
        while (reader.TryRead(ref log, out var input, out var at) == LogRead.Record)
        {
            engine.Apply(input, at);
            digest.Add(engine.Outbox);
            engine.Outbox.Clear();
        }
        Assert.True(log.IsEmpty);
        return (digest.Value, digest.Count);
    }
}
