using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Sip.Calls;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

public sealed class LinePriorsTests
{
    private static readonly CampaignId Autumn = new(1), Spring = new(2);
    private readonly LinePriors _priors = new();

    [Fact]
    public void A_number_has_the_past_of_its_last_answer_until_it_is_erased()
    {
        var first = _priors.EvidenceOf("+33111111111", 4000, RingPattern.Ringing);
        Assert.Equal(new LineEvidence(4000, RingPattern.Ringing, AnswerLabel.Unknown), first);
        _priors.Learn(Autumn, "+33111111111", first, machine: true);
        Assert.Equal(AnswerLabel.Machine, _priors.EvidenceOf("0033111111111", 0, RingPattern.None).Past);
        CallId call = new(9);
        _priors.Await(call, Autumn, "+33111111111", first);
        _priors.AgentSaid(call, wasMachine: false);
        Assert.Equal(AnswerLabel.Person, _priors.EvidenceOf("+33111111111", 0, RingPattern.None).Past);
        _priors.Await(call, Autumn, "+33111111111", first);
        _priors.Forget("+33111111111");
        _priors.AgentSaid(call, wasMachine: true);
        Assert.Equal(AnswerLabel.Unknown, _priors.EvidenceOf("+33111111111", 0, RingPattern.None).Past);
    }

    [Fact]
    public void A_campaign_learns_from_its_own_calls_and_goes_on_from_those_of_earlier_runs()
    {
        List<KnownAnswer> earlier = [];
        for (int i = 0; i < 600; i++)
            earlier.Add(new KnownAnswer(Autumn, $"+3311111{i:D4}", i % 2 == 0 ? 0 : 8000, i % 2 == 0 ? RingPattern.None : RingPattern.Ringing, Machine: i % 2 == 0));
        _priors.Restore(earlier);
        LineEvidence atOnce = new(0, RingPattern.None, AnswerLabel.Unknown), rang = new(8000, RingPattern.Ringing, AnswerLabel.Unknown);
        Assert.True(_priors.LogOdds(Autumn, atOnce) > 1 && _priors.LogOdds(Autumn, rang) < -1);
        Assert.Equal((0f, 0f), (_priors.LogOdds(Spring, atOnce), _priors.LogOdds(Spring, rang)));
    }
}
