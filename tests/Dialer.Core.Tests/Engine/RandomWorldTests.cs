using Dialer.Core.Handovers;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

public sealed class RandomWorldTests
{
    /// <summary>
    /// Seeds that once found a bug. 2: the bound of a deferred pause fired in the conversation that came first. 22: a
    /// machine verdict for one who had pressed the agentless key. 29: a promised lead in an agentless campaign kept its
    /// agent reserved for ever.
    /// </summary>
    [Theory]
    [InlineData(2)]
    [InlineData(22)]
    [InlineData(29)]
    public void A_world_that_found_a_bug_is_clean(ulong seed) => Audit(seed);

    [Fact]
    public void Random_worlds_keep_every_rule()
    {
        int worlds = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 10_000 : 300;
        int late = 0;
        int served = 0;
        for (ulong seed = 1; seed <= (ulong)worlds; seed++)
        {
            var auditor = Audit(seed);
            late += auditor.LateDescriptions;
            served += auditor.ServedAfterWaiting;
        }
        Assert.True(late > worlds, $"only {late} conversations were described after their end");
        Assert.True(served > worlds, $"only {served} people were served after they had waited");
    }

    [Fact]
    public void Random_worlds_whose_modes_change_keep_every_rule()
    {
        int worlds = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 5_000 : 150;
        for (ulong seed = 1; seed <= (ulong)worlds; seed++)
            Audit(seed, modeChangesPerMinute: 1);
    }

    /// <summary>Each conversation is in exactly one place at every moment, nobody is forgotten, and every step of the table is taken.</summary>
    [Fact]
    public void Random_worlds_where_people_are_handed_around_keep_every_rule()
    {
        int worlds = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1" ? 5_000 : 24;
        var steps = new Dictionary<ConversationStep, int>();
        for (ulong seed = 1; seed <= (ulong)worlds; seed++)
            foreach (var (step, count) in Audit(seed, handoversPerMinute: 10 + (seed % 4 * 20)).Steps)
                steps[step] = steps.GetValueOrDefault(step) + count;
        foreach (var step in Enum.GetValues<ConversationStep>().Where(step => step is not (ConversationStep.None or ConversationStep.KeysSent)))
            Assert.True(steps.GetValueOrDefault(step) > 5, $"{step} was taken {steps.GetValueOrDefault(step)} times");
    }

    private static Auditor Audit(ulong seed, double modeChangesPerMinute = 0, double handoversPerMinute = 0)
    {
        var auditor = new Auditor();
        var plan = WorldPlan.Draw(new SeededRandom(seed)) with { ModeChangesPerMinute = modeChangesPerMinute, HandoversPerMinute = handoversPerMinute };
        var world = new FakeWorld(seed, plan, auditor.Watch, auditor.Hear);
        try
        {
            world.Run();
            auditor.Finish(world.Engine);
            return auditor;
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"seed {seed} at {world.Now}: {failure.Message}\n{auditor.Story()}", failure);
        }
    }
}
