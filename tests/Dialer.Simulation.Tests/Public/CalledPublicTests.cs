using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Simulation.Public;
using Xunit;

namespace Dialer.Simulation.Tests.Public;

public sealed class CalledPublicTests
{
    [Fact]
    public void The_same_seed_number_and_attempt_give_the_same_person()
    {
        var once = new CalledPublic(Scenario.Default, 3);
        var again = new CalledPublic(Scenario.Default, 3);
        var other = new CalledPublic(Scenario.Default, 4);
        int differ = 0;
        for (int i = 0; i < 200; i++)
        {
            string number = $"+3312345{i:0000}";
            Assert.Equal(once.Draw(number, 1, 2.5), again.Draw(number, 1, 2.5));
            Assert.NotEqual(once.Draw(number, 0, 2.5), once.Draw(number, 1, 2.5));
            if (once.Draw(number, 0, 0).Kind != other.Draw(number, 0, 0).Kind)
                differ++;
        }
        Assert.True(differ > 50);
    }

    [Fact]
    public void Shares_and_times_are_those_of_the_scenario()
    {
        var drawn = Many(Scenario.Default, 40_000, 0);
        Assert.Equal(0.30, Share(drawn, CalledPartyKind.Live), 0.012);
        Assert.Equal(0.32, Share(drawn, CalledPartyKind.Machine), 0.012);
        Assert.Equal(0.08, Share(drawn, CalledPartyKind.Busy), 0.008);
        Assert.Equal(0.30, Share(drawn, CalledPartyKind.NoAnswer), 0.012);
        var live = drawn.Where(party => party.Kind == CalledPartyKind.Live).ToList();
        Assert.All(live, party => Assert.InRange(party.After.TotalSeconds, 2, 28));
        // A gamma of mean 12 cut at 28 s loses 0.2 s of its mean.
        Assert.Equal(11.75, live.Average(party => party.After.TotalSeconds), 0.25);
        Assert.Equal(210, live.Average(party => party.Talk.TotalSeconds), 8.0);
        Assert.Equal(20, live.Average(party => party.WrapUp.TotalSeconds), 0.5);
        Assert.All(drawn.Where(party => party.Kind == CalledPartyKind.Busy), party => Assert.InRange(party.After.TotalSeconds, 2, 4));
        Assert.All(drawn.Where(party => party.Kind == CalledPartyKind.Machine), party => Assert.InRange(party.After.TotalSeconds, 4, 28));
        Assert.All(drawn.Where(party => party.Kind == CalledPartyKind.NoAnswer), party => Assert.Equal(28, party.After.TotalSeconds));
    }

    [Fact]
    public void The_hour_moves_the_answer_rate_and_nothing_else()
    {
        var scenario = Scenario.Default with { Answer = new AnswerShares { ByHour = [1, 0.5] } };
        Assert.Equal(0.30, Share(Many(scenario, 40_000, 0), CalledPartyKind.Live), 0.012);
        Assert.Equal(0.15, Share(Many(scenario, 40_000, 1.2), CalledPartyKind.Live), 0.012);
        Assert.Equal(0.15, Share(Many(scenario, 40_000, 7), CalledPartyKind.Live), 0.012);
        var people = new CalledPublic(scenario, 1);
        Assert.Equal(people.Draw(5UL, 0, 0).Talk, people.Draw(5UL, 0, 1).Talk);
    }

    [Fact]
    public void Numbers_that_differ_have_a_chance_and_hours_of_their_own()
    {
        var numbers = new NumberAnswers(0.2, 0.1, 0.3, 0.5, 4);
        var people = new CalledPublic(Scenario.Default with { Answer = new AnswerShares { PerNumber = numbers } }, 7);
        double[][] byNumber = [.. Enumerable.Range(0, 5000).Select(key => Enumerable.Range(0, 16).Select(half => people.LiveShare((ulong)key, half / 2.0)).ToArray())];
        double[] own = [.. byNumber.Where(hours => hours.Max() > 0).Select(hours => hours.Average())];
        Assert.Equal(0.3, 1 - (own.Length / 5000.0), 0.02);
        Assert.Equal(0.2, own.Average(), 0.006);
        Assert.Equal(0.1, Math.Sqrt(own.Average(chance => (chance - own.Average()) * (chance - own.Average()))), 0.006);
        Assert.All(byNumber.Where(hours => hours.Max() > 0), hours => Assert.Equal(3, hours.Max() / hours.Min(), 1e-6));
        Assert.Equal(people.LiveShare(9, 2), people.LiveShare(9, 2));
    }

    [Fact]
    public void Confusion_lists_failures_and_patience_follow_the_scenario()
    {
        var scenario = Scenario.Default with
        {
            Answer = new AnswerShares { Live = 0.3, Failures = [new(404, 0.1)], Lists = [new(0.5, 0.1), new(0.5, 0.4)] },
            Analysis = new AnalysisModel { LiveAsMachine = 0.05, MachineAsLive = 0.1 },
            PatienceSeconds = Distribution.Exponential(5),
        };
        var drawn = Many(scenario, 40_000, 0);
        Assert.Equal(0.25, Share(drawn, CalledPartyKind.Live), 0.012);
        Assert.Equal(0.1, Share(drawn, CalledPartyKind.Failure), 0.01);
        Assert.All(drawn.Where(party => party.Kind == CalledPartyKind.Failure), party => Assert.Equal(404, party.SipStatus));
        Assert.Equal(0.05, drawn.Where(party => party.Kind == CalledPartyKind.Live).Average(party => party.HeardAs == CpaVerdict.AnsweringMachine ? 1 : 0), 0.01);
        Assert.Equal(0.1, drawn.Where(party => party.Kind == CalledPartyKind.Machine).Average(party => party.HeardAs == CpaVerdict.LiveVoice ? 1 : 0), 0.01);
        Assert.Equal(5, drawn.Average(party => party.Patience.TotalSeconds), 0.15);
    }

    [Theory]
    [InlineData(DistributionKind.Exponential)]
    [InlineData(DistributionKind.Gamma)]
    [InlineData(DistributionKind.Normal)]
    [InlineData(DistributionKind.Lognormal)]
    [InlineData(DistributionKind.Mixture)]
    public void A_distribution_has_its_mean(DistributionKind kind)
    {
        var distribution = kind switch
        {
            DistributionKind.Constant => Distribution.Constant(60),
            DistributionKind.Exponential => Distribution.Exponential(60),
            DistributionKind.Gamma => Distribution.Gamma(60, 0.7, 20),
            DistributionKind.Normal => Distribution.Normal(60, 9),
            DistributionKind.Lognormal => Distribution.Lognormal(60, 0.9),
            DistributionKind.Mixture => Distribution.Mixture(new MixturePart(1, Distribution.Constant(30)), new MixturePart(2, Distribution.Exponential(75))),
        };
        var random = new SeededRandom(11);
        double sum = 0;
        for (int i = 0; i < 100_000; i++)
            sum += distribution.Draw(random);
        Assert.Equal(60, sum / 100_000, 1.0);
    }

    private static List<CalledParty> Many(Scenario scenario, int count, double hour)
    {
        var people = new CalledPublic(scenario, 42);
        return [.. Enumerable.Range(0, count).Select(i => people.Draw((ulong)i, 0, hour))];
    }

    private static double Share(List<CalledParty> drawn, CalledPartyKind kind) => (double)drawn.Count(party => party.Kind == kind) / drawn.Count;
}
