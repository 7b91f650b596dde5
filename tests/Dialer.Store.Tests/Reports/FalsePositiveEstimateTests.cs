using Dialer.Store.Reports;
using Xunit;

namespace Dialer.Store.Tests.Reports;

public sealed class FalsePositiveEstimateTests
{
    [Fact]
    public void Those_listened_to_stand_for_the_others_of_their_kind()
    {
        // A tenth of 100 machine calls heard, one in five a person; all of 80 people known.
        var estimate = FalsePositiveEstimate.From([new JudgedAnswers(true, 100, 10, 2), new JudgedAnswers(false, 80, 80, 80)]);
        Assert.Equal(0.2, estimate.Share!.Value, 6);
        Assert.InRange(estimate.Low, 0.03, 0.15);
        Assert.InRange(estimate.High, 0.25, 0.45);
    }

    [Fact]
    public void Machines_that_nobody_listened_to_may_all_be_people()
    {
        var estimate = FalsePositiveEstimate.From([new JudgedAnswers(true, 30, 30, 0), new JudgedAnswers(true, 20, 0, 0), new JudgedAnswers(false, 80, 80, 80)]);
        Assert.Null(estimate.Share);
        Assert.Equal((20, 0.0), (estimate.Unproven, estimate.Low));
        Assert.InRange(estimate.High, 0.2, 0.25);
    }

    [Fact]
    public void What_is_known_of_every_call_has_its_interval_for_calls_to_come()
    {
        var estimate = FalsePositiveEstimate.From([new JudgedAnswers(true, 50, 50, 1), new JudgedAnswers(false, 99, 99, 99)]);
        Assert.Equal(0.01, estimate.Share!.Value, 6);
        Assert.InRange(estimate.Low, 0.001, 0.01);
        Assert.InRange(estimate.High, 0.02, 0.06);
    }

    [Fact]
    public void Nothing_is_said_where_nothing_is_known()
    {
        Assert.Equal(new FalsePositiveEstimate(0, 0, 0, null, 0, 1), FalsePositiveEstimate.From([]));
        var unheard = FalsePositiveEstimate.From([new JudgedAnswers(true, 5, 0, 0), new JudgedAnswers(false, 5, 0, 0)]);
        Assert.Equal((null, 0, 1), (unheard.Share, unheard.Low, unheard.High));
    }
}
