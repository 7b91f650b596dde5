using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class SureDialingTests
{
    private const double Risk = 1e-5;
    private static readonly SureDialing Sure = new(Risk);

    /// <summary>Answers expected of the calls in flight, as a table of the Poisson distribution has them.</summary>
    [Theory]
    [InlineData(1, 0.0045)]
    [InlineData(2, 0.0396)]
    [InlineData(5, 0.476)]
    [InlineData(10, 2.04)]
    [InlineData(30, 12.7)]
    public void So_many_answers_may_be_expected_for_so_many_free_agents(int free, double expected)
    {
        Assert.Equal(expected, Sure.Expected(free), 0.02 * expected);
        Assert.InRange(ChanceAbove(free, Sure.Expected(free)), 0.98 * Risk, Risk * (1 + 1e-9));
    }

    /// <summary>Many lines of unequal chances: the bound holds for any of them.</summary>
    [Fact]
    public void No_calls_of_that_many_expected_answers_find_nobody_more_often()
    {
        var random = new SeededRandom(5);
        for (int world = 0; world < 200; world++)
        {
            int free = 1 + random.Next(20);
            var law = new FreeAgents();
            law.Begin(free);
            double left = Sure.Expected(free);
            for (int line = 0; line < 47 && left > 0; line++)
            {
                double chance = Math.Min(left, 0.9 * random.NextDouble());
                law.AddDemand(chance);
                left -= chance;
            }
            double abandons = 0;
            for (int people = 1; people <= law.MostShort; people++)
                abandons += law.ChanceOfShort(people);
            Assert.InRange(abandons, 0, Risk);
        }
    }

    [Fact]
    public void One_agent_is_a_renewal()
    {
        // A person per 100 s of one line, 200 s of service: one in 300 s.
        Assert.Equal(1.0 / 300, Sure.Flow(1, 0.01, 0, 200), 9);
    }

    [Fact]
    public void An_agent_of_a_larger_team_reaches_more_up_to_what_the_service_leaves()
    {
        double before = 0;
        foreach (int agents in (int[])[1, 2, 5, 10, 50, 128, 5000])
        {
            double now = Sure.Flow(agents, 0.001, 0.04, 200);
            Assert.InRange(now, before, 1.0 / 200);
            before = now;
        }
        Assert.True(before > 2 * Sure.Flow(1, 0.001, 0.04, 200));
    }

    private static double ChanceAbove(int free, double mean)
    {
        double below = 0;
        double term = Math.Exp(-mean);
        for (int k = 0; k <= free; k++)
        {
            below += term;
            term *= mean / (k + 1);
        }
        return 1 - below;
    }
}
