using Dialer.Core.Attempts;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>The watch over a trunk that refuses everything, alone: rows of answers, and what they mean.</summary>
public sealed class RefusalWatchTests
{
    private static readonly TrunkId Carrier = new(1);
    private static readonly TrunkId Pbx = new(2);
    private readonly RefusalWatch _watch = new();
    private Instant _now = new(1_000_000_000);
    private int _calls;

    private IReadOnlyList<RefusedCall>? Refused(int status, TrunkId? by = null, int cause = 0, string? phrase = null, Instant? startedAt = null)
    {
        _now += TimeSpan.FromMilliseconds(25);
        int number = ++_calls;
        var lead = new HopperLead(new LeadId(number), 1, [new LeadPhone($"+3316200{number:D4}", PhoneKind.Landline)], 0, 0, TimeZoneInfo.Utc);
        return _watch.Ended(new RefusedCall(new AttemptId(number), lead, lead.Phones[0].Number, by ?? Carrier, new NetworkAnswer(status, cause, phrase, null), startedAt ?? _now, LeadFate.Done), _now);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(480)]
    [InlineData(486)]
    [InlineData(488)]
    [InlineData(500)]
    [InlineData(603)]
    [InlineData(699)]
    public void Ten_in_a_row_with_the_same_answer_are_a_pattern_and_nine_are_not(int status)
    {
        for (int i = 0; i < 9; i++)
            Assert.Null(Refused(status));
        Assert.Equal(10, Refused(status)!.Count);
        Assert.True(_watch.IsRefusing(Carrier));
    }

    [Fact]
    public void The_words_beside_the_answer_may_differ_and_the_cause_may_not()
    {
        for (int i = 0; i < 9; i++)
            Assert.Null(Refused(403, phrase: $"refused, id {i}"));
        Assert.NotNull(Refused(403, phrase: "one more"));

        var other = new RefusalWatchTests();
        for (int i = 0; i < 9; i++)
            Assert.Null(other.Refused(404, cause: 1));
        Assert.Null(other.Refused(404, cause: 28));
    }

    [Fact]
    public void Answers_that_differ_from_call_to_call_are_a_pattern_after_thirty()
    {
        int[] answers = [403, 404, 603];
        for (int i = 0; i < 29; i++)
            Assert.Null(Refused(answers[i % 3]));
        Assert.Equal(30, Refused(403)!.Count);
    }

    [Fact]
    public void One_call_that_rings_ends_the_row()
    {
        for (int i = 0; i < 9; i++)
            Assert.Null(Refused(404));
        _watch.Reached(Carrier);
        for (int i = 0; i < 9; i++)
            Assert.Null(Refused(404));
        Assert.NotNull(Refused(404));
    }

    [Fact]
    public void What_another_trunk_lets_through_says_nothing_of_this_one()
    {
        for (int i = 0; i < 9; i++)
        {
            Assert.Null(Refused(403, Carrier));
            _watch.Reached(Pbx);
        }
        Assert.NotNull(Refused(403, Carrier));
        Assert.False(_watch.IsRefusing(Pbx));
    }

    [Fact]
    public void A_list_with_many_dead_numbers_needs_a_longer_row_of_that_answer_and_no_longer_one_of_another()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Null(Refused(404));
            _watch.Reached(Carrier);
        }
        for (int i = 0; i < 29; i++)
            Assert.Null(Refused(404));
        Assert.NotNull(Refused(404));

        _watch.Reached(Carrier);
        for (int i = 0; i < 9; i++)
            Assert.Null(Refused(403));
        Assert.NotNull(Refused(403));
    }

    [Fact]
    public void Before_anything_rang_ten_may_be_out_and_each_refusal_takes_one_of_them()
    {
        for (int i = 0; i < 10; i++)
        {
            Assert.True(_watch.Room > 0);
            _watch.Launched();
        }
        Assert.Equal(0, _watch.Room);
        for (int i = 0; i < 4; i++)
        {
            _watch.HeardOf();
            Refused(403);
            Assert.Equal(0, _watch.Room);
        }
        _watch.HeardOf();
        _watch.Reached(Carrier);
        Assert.Equal(int.MaxValue, _watch.Room);
    }

    [Fact]
    public void A_trunk_that_works_is_not_slowed_by_a_dead_number_or_two()
    {
        _watch.Reached(Carrier);
        for (int i = 0; i < 40; i++)
            _watch.Launched();
        Refused(404);
        Refused(404);
        Assert.Equal(int.MaxValue, _watch.Room);
        Refused(404);
        Assert.Equal(0, _watch.Room);
    }

    [Fact]
    public void Calls_that_were_out_when_the_pattern_was_seen_are_given_back_one_by_one()
    {
        var before = _now;
        for (int i = 0; i < 10; i++)
            Refused(403);
        Assert.Single(Refused(403, startedAt: before)!);
        Assert.Null(Refused(403));
    }

    [Fact]
    public void A_trunk_asked_again_after_a_while_is_asked_with_one_call()
    {
        for (int i = 0; i < 10; i++)
            Refused(403);
        _watch.Changed();
        _watch.Reached(Pbx);
        _watch.AskOnce(Carrier);
        Assert.Equal(1, _watch.Room);
        _watch.Launched();
        Assert.Equal(0, _watch.Room);
        _watch.HeardOf();
        Assert.Single(Refused(403)!);
        _watch.AskOnce(Carrier);
        _watch.Reached(Carrier);
        Assert.False(_watch.IsRefusing(Carrier));
        Assert.Null(Refused(403));
    }

    [Fact]
    public void A_short_list_that_reached_nobody_is_a_pattern_too()
    {
        Refused(403);
        Refused(403);
        Assert.Null(_watch.AtTheEnd(_now));
        Refused(403);
        Assert.Equal(3, _watch.AtTheEnd(_now)!.Count);

        var reached = new RefusalWatchTests();
        reached._watch.Reached(Carrier);
        for (int i = 0; i < 5; i++)
            reached.Refused(404);
        Assert.Null(reached._watch.AtTheEnd(reached._now));
    }
}
