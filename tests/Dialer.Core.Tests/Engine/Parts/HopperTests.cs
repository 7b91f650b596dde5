using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class HopperTests
{
    private static HopperLead Lead(int id, int rank, AgentId? forAgent = null) =>
        new(new LeadId(id), 1, [new LeadPhone($"+3316200{id:D4}", PhoneKind.Unknown)], 0, 0, TimeZoneInfo.Utc, rank, forAgent);

    private static int[] Order(Hopper hopper)
    {
        var order = new List<int>();
        while (hopper.TryTake(out var lead))
            order.Add((int)lead.Id.Value);
        return [.. order];
    }

    [Fact]
    public void Without_chances_tried_leads_go_first_and_the_order_of_arrival_holds()
    {
        var hopper = new Hopper();
        foreach (var (id, rank) in new[] { (1, 10), (2, 11), (3, 10), (4, 12), (5, 11) })
            Assert.True(hopper.TryAdd(Lead(id, rank)));
        Assert.Equal([4, 2, 5, 1, 3], Order(hopper));
    }

    [Fact]
    public void The_likeliest_to_answer_goes_first_but_never_before_a_higher_priority_or_a_promise()
    {
        var hopper = new Hopper();
        hopper.TryAdd(Lead(1, 10), new LeadChance(1, 1));
        hopper.TryAdd(Lead(2, 11), new LeadChance(0.5f, 1));
        hopper.TryAdd(Lead(3, 10), new LeadChance(2, 1));
        hopper.TryAdd(Lead(4, 12), new LeadChance(0.2f, 1));
        hopper.TryAdd(Lead(5, 2010), new LeadChance(0.1f, 1));
        Assert.Equal([5, 4, 3, 1, 2], Order(hopper));
    }

    [Fact]
    public void Chances_that_hardly_differ_change_no_order()
    {
        var hopper = new Hopper();
        hopper.TryAdd(Lead(1, 10), new LeadChance(1, 1));
        hopper.TryAdd(Lead(2, 10), new LeadChance(1.01f, 1));
        Assert.Equal([1, 2], Order(hopper));
    }

    [Fact]
    public void Passed_over_is_who_was_there_before_is_worth_less_and_was_promised_nothing()
    {
        var hopper = new Hopper();
        hopper.TryAdd(Lead(1, 10), new LeadChance(0.5f, 1));
        hopper.TryAdd(Lead(2, 2010), new LeadChance(0.5f, 1));
        hopper.TryAdd(Lead(3, 10), new LeadChance(0.95f, 1));
        hopper.TryAdd(Lead(4, 10));
        long before = hopper.Added;
        hopper.TryAdd(Lead(5, 10), new LeadChance(0.5f, 1));
        var passed = new List<HopperLead>();
        hopper.TakeWorse(0.9, before, 10, passed);
        Assert.Equal([1], passed.Select(lead => (int)lead.Id.Value));
        Assert.Equal([2, 4, 3, 5], Order(hopper));
    }

    [Fact]
    public void Judged_anew_the_order_follows()
    {
        var hopper = new Hopper();
        hopper.TryAdd(Lead(1, 10), new LeadChance(2, 1));
        hopper.TryAdd(Lead(2, 10), new LeadChance(1, 1));
        hopper.Rejudge(lead => new LeadChance(lead.Id.Value == 2 ? 3 : 1, 1));
        Assert.Equal(2, hopper.MeanFactor, 9);
        Assert.Equal(3, hopper.PeekChance.Factor);
        Assert.Equal([2, 1], Order(hopper));
    }
}
