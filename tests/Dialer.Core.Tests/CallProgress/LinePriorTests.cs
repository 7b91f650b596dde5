using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

public sealed class LinePriorTests
{
    private static readonly LineEvidence AtOnce = new(0, RingPattern.None, AnswerLabel.Unknown), Late = new(22_000, RingPattern.Ringing, AnswerLabel.Unknown), Soon = new(7000, RingPattern.Ringing, AnswerLabel.Unknown);

    [Fact]
    public void Evidence_weighs_as_often_as_it_was_right_and_nothing_before_enough_is_known()
    {
        LinePrior prior = new();
        for (int i = 0; i < LinePrior.LeastOfEach - 1; i++)
            Learn(prior, i);
        Assert.Equal(0f, prior.LogOdds(AtOnce));
        for (int i = 0; i < 2000; i++)
            Learn(prior, i);
        Assert.InRange(prior.LogOdds(AtOnce), 1.5f, LinePrior.Most);
        Assert.InRange(prior.LogOdds(Late), 0.1f, 1f);
        Assert.InRange(prior.LogOdds(Soon), -LinePrior.Most, -0.3f);
    }

    /// <summary>Machines answer at once or late, people in between.</summary>
    private static void Learn(LinePrior prior, int i)
    {
        prior.Learn(i % 2 == 0 ? AtOnce : Late, machine: true);
        prior.Learn(i % 5 == 0 ? Late : Soon, machine: false);
    }

    [Fact]
    public void What_says_nothing_weighs_nothing()
    {
        LinePrior prior = new();
        SeededRandom random = new(3);
        for (int i = 0; i < 4000; i++)
            prior.Learn(new LineEvidence(random.Next(30_000), (RingPattern)random.Next(3), (AnswerLabel)random.Next(3)), random.Next(2) == 0);
        for (int i = 0; i < 30_000; i += 1000)
            Assert.InRange(prior.LogOdds(new LineEvidence(i, RingPattern.Ringing, AnswerLabel.Person)), -0.7f, 0.7f);
    }

    [Fact]
    public void It_forgets_slowly_and_stays_finite()
    {
        LinePrior prior = new();
        for (int i = 0; i < 150_000; i++)
            prior.Learn(Soon, machine: i % 2 == 0);
        Assert.InRange(prior.People + prior.Machines, 50_000, 100_000);
        foreach (var evidence in (LineEvidence[])[AtOnce, Late, Soon, new(int.MaxValue, RingPattern.EarlyMedia, AnswerLabel.Machine)])
            Assert.InRange(prior.LogOdds(evidence), -LinePrior.Most, LinePrior.Most);
    }

    [Theory]
    [InlineData(0f, CpaVerdict.LiveVoice)]
    [InlineData(2f, CpaVerdict.AnsweringMachine)]
    [InlineData(1e9f, CpaVerdict.AnsweringMachine)]
    [InlineData(float.NaN, CpaVerdict.LiveVoice)]
    public void The_analyzer_takes_it_as_an_argument(float logOdds, CpaVerdict expected)
    {
        float[] weights = new float[RecordedModel.Names.Length];
        weights[^1] = 4f;
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default with { RecordedModel = new RecordedModel(weights), RecordedFromMs = 60_000 });
        analyzer.Expect(logOdds);
        new CallSignal().Silence(500).Voice(2800).Silence(4000).Play(analyzer);
        Assert.Equal(expected, analyzer.Verdict);
    }

    [Fact]
    public void A_person_s_word_stays_a_person_s_whatever_the_line_says()
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        analyzer.Expect(LinePrior.Most);
        new CallSignal().Silence(500).Voice(600).Silence(4000).Play(analyzer);
        Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
    }
}
