using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Pacing;

public sealed class LearningTests
{
    [Theory]
    [InlineData(60)]
    [InlineData(600)]
    public void An_exponential_service_ends_as_if_it_had_no_memory(double mean)
    {
        var hazard = new ServiceHazard(120);
        var random = new SeededRandom(1);
        for (int i = 0; i < 3000; i++)
            hazard.Add(-mean * Math.Log(1 - random.NextDouble()));
        hazard.Refresh();
        foreach (double age in (double[])[mean * 0.2, mean * 0.5, mean])
            Assert.Equal(1 - Math.Exp(-0.25), hazard.EndsWithin(age, mean * 0.25), 0.05);
        Assert.Equal(mean, hazard.MeanSeconds, mean * 0.07);
    }

    [Fact]
    public void Two_kinds_of_talk_are_learned_as_they_are()
    {
        // Seven in ten end at about 40 s, the rest at about 600 s: one that has lasted 150 s will not end soon.
        var hazard = new ServiceHazard(120);
        var random = new SeededRandom(2);
        for (int i = 0; i < 2000; i++)
            hazard.Add((random.NextDouble() < 0.7 ? 40 : 600) * (0.8 + (0.4 * random.NextDouble())));
        hazard.Refresh();
        Assert.InRange(hazard.EndsWithin(35, 15), 0.4, 0.95);
        Assert.InRange(hazard.EndsWithin(150, 15), 0, 0.03);
    }

    [Fact]
    public void An_hour_that_answers_better_is_expected_to_from_the_next_day_on()
    {
        var model = new AnswerModel();
        var random = new SeededRandom(3);
        for (int day = 0; day < 4; day++)
            Day(model, random, day, hour => hour == 14 ? 0.4 : 0.2);
        model.MoveTo(LocalTicks(4, 9));
        Assert.InRange(model.AnswerRate, 0.17, 0.24);
        model.MoveTo(LocalTicks(4, 14));
        Assert.InRange(model.AnswerRate, 0.33, 0.47);
        Assert.InRange(model.RateOf(segment: 5), 0.33, 0.47);
    }

    [Fact]
    public void What_was_learned_of_the_hours_does_not_move_the_rate_at_midnight()
    {
        // The day ends with its best hour, whose factor changes when the day is taken in: what was seen stays what it is.
        var model = new AnswerModel();
        var random = new SeededRandom(4);
        Day(model, random, 0, hour => hour == 16 ? 0.5 : 0.2);
        double before = model.AnswerRate;
        model.MoveTo(LocalTicks(1, 16));
        Assert.Equal(before, model.AnswerRate, 1e-9);
    }

    [Fact]
    public void After_an_hour_without_an_answer_the_rate_to_be_safe_against_is_that_of_the_hour_before()
    {
        var model = Taught(0.3, 2000);
        for (int day = 0; day < 6; day++)
            model.MoveTo(LocalTicks(day, 9));
        for (int dial = 0; dial < 3000; dial++)
            model.AddOther(0, 28);
        Assert.InRange(model.AnswerRate, 0, 0.01);
        Assert.InRange(model.WorstRateOf(0, 1.5), 0.27, 0.4);
    }

    /// <summary>Whom we choose changes how many answer, not what a call without particulars is worth.</summary>
    [Fact]
    public void The_rate_does_not_follow_whom_is_chosen()
    {
        var random = new SeededRandom(23);
        var model = Taught(0.05, 3000);
        var good = new LeadChance(2, 1);
        for (int dial = 0; dial < 4000; dial++)
            if (random.NextDouble() < 0.1)
                model.AddLive(0, 10, good);
            else
                model.AddOther(0, 28, good);
        Assert.InRange(model.RateOf(0, new LeadChance(1, 1)), 0.04, 0.06);
        Assert.InRange(model.RateOf(0, good), 0.08, 0.12);
        Assert.InRange(model.AnswerRate, 0.08, 0.12);
        model.UseLeads(0.5);
        Assert.InRange(model.RateLeft, 0.02, 0.03);
        Assert.InRange(model.SureRateIn(0), 0.02, 0.03);
    }

    [Fact]
    public void A_call_judged_poor_is_guarded_against_like_any_other()
    {
        var model = Taught(0.05, 3000);
        double ofAll = model.WorstRateOf(0, 1.5, new LeadChance(1, 1));
        Assert.Equal(ofAll, model.WorstRateOf(0, 1.5, new LeadChance(0.2f, 1)));
        Assert.True(model.WorstRateOf(0, 1.5, new LeadChance(3, 1)) >= 1.5 * model.RateOf(0, new LeadChance(3, 1)) - 1e-9);
    }

    [Fact]
    public void Who_rings_longer_answers_later()
    {
        var model = Taught(0.3, 3000);
        model.LookAhead([5, 10]);
        double[] plain = new double[2], slow = new double[2];
        model.ChancesOf(0.3, 0, 1, plain);
        model.ChancesOf(0.3, 0, 1.5, slow);
        Assert.True(slow[0] < plain[0] && slow[1] < plain[1]);
        Assert.Equal(slow[1], model.AnsweredWithin(0.3, 0, 10, 1.5), 1e-4);
        Assert.InRange(model.ChanceAtAll(0.3, 0, 1.5), 0.29, 0.31);
    }

    [Fact]
    public void Where_all_hours_are_alike_chance_teaches_next_to_nothing()
    {
        var hours = new HourlyAnswers();
        var random = new SeededRandom(5);
        for (int day = 0; day < 20; day++)
            for (int hour = 9; hour < 17; hour++)
            {
                hours.MoveTo(LocalTicks(day, hour), out _);
                for (int dial = 0; dial < 200; dial++)
                    hours.Add(random.NextDouble() < 0.3 ? 1 : 0, 1);
            }
        for (int hour = 9; hour < 17; hour++)
        {
            hours.MoveTo(LocalTicks(20, hour), out _);
            Assert.Equal(1, hours.Factor, 0.04);
        }
    }

    [Fact]
    public void Talks_that_go_on_count_so_that_the_first_short_ones_do_not_pass_for_all()
    {
        var hazard = new ServiceHazard(120);
        for (int i = 0; i < 10; i++)
            hazard.Add(10);
        hazard.Refresh();
        double without = hazard.EndsWithin(5, 10);
        for (int i = 0; i < 50; i++)
            hazard.AddPresent(60);
        hazard.Refresh();
        Assert.True(hazard.EndsWithin(5, 10) < without * 0.8, $"{hazard.EndsWithin(5, 10)} and {without}");
    }

    [Fact]
    public void A_slow_agent_is_free_later_than_a_quick_one()
    {
        var model = new ReleaseModel();
        var random = new SeededRandom(3);
        for (int i = 0; i < 400; i++)
        {
            double talk = 100 * (0.5 + random.NextDouble());
            model.AddTalk(new AgentId(1), talk * 0.5);
            model.AddTalk(new AgentId(2), talk * 2);
            model.AddWrapUp(5);
        }
        model.Refresh([10.0, 30.0], [], Instant.Epoch);
        var now = Instant.FromSeconds(60);
        float Free(int agent) => model.RowOf(new BusyAgent(new AgentId(agent), BusyPhase.Talking, Instant.Epoch, false), now)[1];
        Assert.True(Free(1) > 2 * Free(2), $"{Free(1)} and {Free(2)}");
    }

    [Fact]
    public void A_call_that_has_rung_long_is_worth_little()
    {
        var model = Taught(0.3, 3000);
        double young = model.AnsweredWithin(0.3, 0, 60);
        double old = model.AnsweredWithin(0.3, 21, 60);
        Assert.Equal(0.3, young, 0.02);
        Assert.InRange(old, 0, 0.03);
        Assert.True(model.AnsweredWithin(0.3, 5, 5) > model.AnsweredWithin(0.3, 0, 3));
    }

    [Fact]
    public void A_jump_of_the_answer_rate_is_noticed_within_a_few_hundred_dials()
    {
        var model = Taught(0.2, 3000);
        bool noticed = false;
        var random = new SeededRandom(4);
        for (int i = 0; i < 400; i++)
            noticed |= Dial(model, random, 0.4, 0);
        Assert.True(noticed);
        Assert.InRange(model.AnswerRate, 0.33, 0.47);
    }

    [Fact]
    public void A_steady_rate_raises_no_alarm()
    {
        var model = Taught(0.2, 3000);
        var random = new SeededRandom(5);
        for (int i = 0; i < 20_000; i++)
            Assert.False(Dial(model, random, 0.2, 0));
    }

    [Fact]
    public void Lists_are_told_apart()
    {
        var model = new AnswerModel();
        var random = new SeededRandom(6);
        for (int i = 0; i < 3000; i++)
            Dial(model, random, i % 2 == 0 ? 0.1 : 0.5, (i % 2) + 7);
        Assert.Equal(0.1, model.RateOf(7), 0.03);
        Assert.Equal(0.5, model.RateOf(8), 0.04);
        Assert.Equal(0.3, model.RateOf(12345), 0.06);
    }

    private static AnswerModel Taught(double rate, int dials)
    {
        var model = new AnswerModel();
        var random = new SeededRandom(7);
        for (int i = 0; i < dials; i++)
            Dial(model, random, rate, 0);
        model.Refresh();
        return model;
    }

    private static bool Dial(AnswerModel model, SeededRandom random, double rate, int segment) =>
        random.NextDouble() < rate ? model.AddLive(segment, 4 + (16 * random.NextDouble())) : model.AddOther(segment, 28);

    private static long LocalTicks(int day, int hour) => new DateTime(2026, 1, 5, hour, 30, 0).AddDays(day).Ticks;

    /// <summary>Eight hours of 400 dials.</summary>
    private static void Day(AnswerModel model, SeededRandom random, int day, Func<int, double> rateOf)
    {
        for (int hour = 9; hour < 17; hour++)
        {
            model.MoveTo(LocalTicks(day, hour));
            for (int dial = 0; dial < 400; dial++)
                if (random.NextDouble() < rateOf(hour))
                    model.AddLive(0, 10);
                else
                    model.AddOther(0, 28);
        }
    }
}
