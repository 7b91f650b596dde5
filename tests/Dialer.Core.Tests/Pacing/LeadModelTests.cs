using Dialer.Core.Pacing;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class LeadModelTests
{
    [Fact]
    public void What_is_said_of_calls_that_differ_comes_true()
    {
        var random = new Random(7);
        var model = new LeadModel();
        for (int i = 0; i < 20_000; i++)
            LearnOne(model, random, Truth);
        double[] said = new double[2], came = new double[2];
        int[] calls = new int[2];
        for (int i = 0; i < 20_000; i++)
        {
            var call = Any(random);
            double chance = model.ChanceOf(call);
            int half = chance > 0.06 ? 1 : 0;
            (said[half], came[half], calls[half]) = (said[half] + chance, came[half] + Truth(call), calls[half] + 1);
        }
        Assert.All(calls, count => Assert.True(count > 2_000));
        for (int half = 0; half < 2; half++)
            Assert.InRange(said[half] / came[half], 0.9, 1.1);
        Assert.True(came[1] / calls[1] > 2 * came[0] / calls[0]);
    }

    [Fact]
    public void Nothing_is_made_of_numbers_that_are_alike()
    {
        var random = new Random(11);
        var model = new LeadModel();
        for (int i = 0; i < 20_000; i++)
            LearnOne(model, random, _ => 0.05);
        double spread = 0;
        for (int i = 0; i < 1_000; i++)
        {
            double odds = Math.Log(model.Judge(Any(random)).Odds);
            spread += odds * odds / 1_000;
        }
        Assert.InRange(Math.Sqrt(spread), 0, 0.15);
        Assert.InRange(model.Effects().Count, 0, 8);
    }

    /// <summary>First tries go with "no last result", "no gap": what they share is learned once, not three times over.</summary>
    [Fact]
    public void Traits_that_go_together_share_what_they_explain()
    {
        var random = new Random(3);
        var model = new LeadModel();
        for (int i = 0; i < 20_000; i++)
            LearnOne(model, random, call => call.Tries == 0 ? 0.1 : 0.05);
        var call = new CallTraits { IsKnown = true, Hour = 10, Weekday = 2 };
        double first = model.Judge(call).Odds;
        double second = model.Judge(call with { Tries = 1, LastResult = 1, Gap = 2, OwnMisses = 1 }).Odds;
        Assert.InRange(first / second, 1.6, 2.5);
    }

    [Fact]
    public void It_judges_nothing_before_it_knows_enough_and_never_what_is_excepted()
    {
        var random = new Random(5);
        var model = new LeadModel();
        Assert.False(model.Judge(Any(random)).IsJudged);
        for (int i = 0; i < 2_000; i++)
            LearnOne(model, random, Truth);
        Assert.True(model.Judge(Any(random)).IsJudged);
        Assert.False(model.Judge(default).IsJudged);
        double dials = model.KnownDials;
        model.Learn(default, answered: true);
        Assert.Equal(dials, model.KnownDials);
    }

    [Fact]
    public void Ring_times_are_learned_by_kind_of_number()
    {
        var random = new Random(9);
        var model = new LeadModel();
        for (int i = 0; i < 4_000; i++)
        {
            var call = Any(random);
            bool answered = random.NextDouble() < 0.2;
            model.Learn(call, answered);
            if (answered)
                model.LearnRing(call, (call.Kind == 1 ? 20 : 10) * Math.Exp(0.4 * (random.NextDouble() - 0.5)));
        }
        var landline = new CallTraits { IsKnown = true, Hour = 10, Weekday = 2, Kind = 1 };
        Assert.InRange(model.Judge(landline).Stretch / model.Judge(landline with { Kind = 2 }).Stretch, 1.5, 2.4);
    }

    [Fact]
    public void What_was_kept_says_the_same_again()
    {
        var random = new Random(13);
        var model = new LeadModel();
        for (int i = 0; i < 5_000; i++)
            LearnOne(model, random, Truth);
        var state = model.State();
        Assert.False(model.HasNews);
        var again = new LeadModel();
        Assert.True(again.Restore(state));
        for (int i = 0; i < 100; i++)
        {
            var call = Any(random);
            Assert.Equal(model.Judge(call).Odds, again.Judge(call).Odds, 1e-3);
        }
        Assert.False(new LeadModel().Restore(state with { Version = LeadModel.Version + 1 }));
        Assert.False(new LeadModel().Restore(state with { Weights = [1] }));
        Assert.False(new LeadModel().Restore(state with { Covariance = [.. state.Covariance.Select(_ => float.NaN)] }));
    }

    [Fact]
    public void It_says_what_it_believes()
    {
        var random = new Random(17);
        var model = new LeadModel();
        for (int i = 0; i < 20_000; i++)
            LearnOne(model, random, Truth);
        var effects = model.Effects();
        Assert.Contains(effects, effect => effect.Trait.Contains("landline, 18 to 21 h", StringComparison.Ordinal) && effect.From > 1);
        Assert.All(effects, effect => Assert.InRange(effect.Times, effect.From, effect.To));
        var bins = model.Reliabilities();
        Assert.True(bins.Count > 3);
        Assert.All(bins.Where(bin => bin.Calls > 1_500), bin => Assert.InRange(bin.Answered / bin.Said, 0.7, 1.3));
    }

    [Fact]
    public void Judging_and_learning_allocate_nothing()
    {
        var random = new Random(19);
        var model = new LeadModel();
        for (int i = 0; i < 2_000; i++)
            LearnOne(model, random, Truth);
        var call = Any(random);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            model.Judge(call);
            model.Learn(call, i % 20 == 0);
            model.LearnRing(call, 12);
        }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void LearnOne(LeadModel model, Random random, Func<CallTraits, double> truth)
    {
        var call = Any(random);
        model.Learn(call, random.NextDouble() < truth(call));
    }

    /// <summary>The more tries, the less; landlines answer in the evening.</summary>
    private static double Truth(CallTraits call) => 0.08 * Math.Pow(0.75, call.Tries) * (call.Kind == 1 ? call.Part == 6 ? 2 : 0.5 : 1);

    private static CallTraits Any(Random random)
    {
        int tries = random.Next(4);
        return new CallTraits
        {
            IsKnown = true,
            Hour = (byte)random.Next(9, 21),
            Weekday = (byte)random.Next(1, 6),
            Tries = (byte)tries,
            LastResult = (byte)(tries == 0 ? 0 : random.Next(1, 4)),
            Gap = (byte)(tries == 0 ? 0 : random.Next(2, 5)),
            Kind = (byte)random.Next(1, 3),
            OwnMisses = (byte)(tries == 0 ? 0 : random.Next(2) + (4 * Math.Max(0, tries - 1))),
            List = (byte)random.Next(3),
            Region = (byte)random.Next(10),
        };
    }
}
