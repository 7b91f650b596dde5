using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class FreeAgentsTests
{
    [Fact]
    public void One_free_agent_and_no_calls_is_certain()
    {
        var free = new FreeAgents();
        free.Begin(1);
        Assert.Equal(0, free.ChanceOfNone());
        free.Begin(0);
        Assert.Equal(1, free.ChanceOfNone());
    }

    [Fact]
    public void One_agent_and_one_call_by_hand()
    {
        // Nobody is free unless the busy agent (0.4) is and the call (0.3) is not: 1 - 0.4 x 0.7.
        var free = new FreeAgents();
        free.Begin(0);
        free.AddSupply(0.4);
        free.AddDemand(0.3);
        Assert.Equal(1 - (0.4 * 0.7), free.ChanceOfNone(), 12);
        Assert.Equal(0.1, free.Mean, 12);
    }

    [Fact]
    public void The_exact_law_equals_the_sum_over_all_outcomes()
    {
        var random = new SeededRandom(5);
        for (int world = 0; world < 50; world++)
        {
            var (idle, supply, demand) = Draw(random, 6);
            var free = Of(idle, supply, demand);
            Assert.Equal(Enumerate(idle, supply, demand, none => none <= 0), free.ChanceOfNone(), 9);
            for (int people = 1; people <= free.MostShort; people++)
                Assert.Equal(Enumerate(idle, supply, demand, left => left == -people), free.ChanceOfShort(people), 9);
            foreach (double epsilon in (double[])[0.3, 0.05, 1e-3])
                Assert.True(Enumerate(idle, supply, demand, left => left < -free.Shortfall(epsilon)) <= epsilon + 1e-12);
        }
    }

    [Fact]
    public void Many_terms_are_as_good_as_exact()
    {
        // The same world a little below and above the bound: by convolution, and by the corrected normal law.
        var random = new SeededRandom(6);
        for (int world = 0; world < 30; world++)
        {
            double[] supply = [.. Enumerable.Range(0, 24).Select(_ => random.NextDouble() * 0.2)];
            double[] demand = [.. Enumerable.Range(0, 24).Select(_ => random.NextDouble() * 0.2)];
            int idle = random.Next(3);
            double exact = Of(idle, supply, demand).ChanceOfNone();
            double many = Of(idle, [.. supply, 2e-4], demand).ChanceOfNone();
            Assert.Equal(exact, many, 0.006);
        }
    }

    [Fact]
    public void A_bound_on_the_shortfall_of_many_is_a_bound()
    {
        var random = new SeededRandom(7);
        var free = new FreeAgents();
        free.Begin(10);
        for (int i = 0; i < 60; i++)
            free.AddSupply(0.1);
        for (int i = 0; i < 100; i++)
            free.AddDemand(0.2);
        double bound = free.Shortfall(0.01);
        int beyond = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            int left = 10;
            for (int i = 0; i < 60; i++)
                left += random.NextDouble() < 0.1 ? 1 : 0;
            for (int i = 0; i < 100; i++)
                left -= random.NextDouble() < 0.2 ? 1 : 0;
            beyond += left < -bound ? 1 : 0;
        }
        Assert.InRange(bound, 5, 40);
        Assert.True(beyond <= 200, $"{beyond} of 20000 beyond {bound}");
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.158655253931457)]
    [InlineData(2.5, 0.00620966532577613)]
    [InlineData(6, 9.8658764503769814e-10)]
    [InlineData(8, 6.2209605742717841e-16)]
    [InlineData(-1, 0.841344746068543)]
    public void The_normal_law_has_its_known_values(double z, double above) =>
        Assert.Equal(1, NormalLaw.Above(z) / above, 1e-5);

    private static FreeAgents Of(int idle, double[] supply, double[] demand)
    {
        var free = new FreeAgents();
        free.Begin(idle);
        foreach (double chance in supply)
            free.AddSupply(chance);
        foreach (double chance in demand)
            free.AddDemand(chance);
        return free;
    }

    private static (int Idle, double[] Supply, double[] Demand) Draw(SeededRandom random, int most) =>
        (random.Next(4) - 1, [.. Enumerable.Range(0, random.Next(most)).Select(_ => random.NextDouble())], [.. Enumerable.Range(0, random.Next(most)).Select(_ => random.NextDouble())]);

    private static double Enumerate(int idle, double[] supply, double[] demand, Func<int, bool> counts)
    {
        int terms = supply.Length + demand.Length;
        double sum = 0;
        for (int outcome = 0; outcome < 1 << terms; outcome++)
        {
            double chance = 1;
            int left = idle;
            for (int i = 0; i < terms; i++)
            {
                bool happens = (outcome >> i & 1) == 1;
                double p = i < supply.Length ? supply[i] : demand[i - supply.Length];
                chance *= happens ? p : 1 - p;
                left += happens ? (i < supply.Length ? 1 : -1) : 0;
            }
            if (counts(left))
                sum += chance;
        }
        return sum;
    }
}
