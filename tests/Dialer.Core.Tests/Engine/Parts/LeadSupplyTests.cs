using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class LeadSupplyTests
{
    [Fact]
    public void The_store_is_asked_once_until_it_has_answered()
    {
        var bench = new PartBench();
        bench.Leads.FillHopper(bench.Campaign);
        bench.Leads.FillHopper(bench.Campaign);
        Assert.Equal([EngineOutputKind.LoadLeads], bench.Said);
        bench.Leads.LeadsLoaded(bench.Campaign.Id, new LeadBatch([bench.Lead()], Instant.Never));
        Assert.Equal((1, Instant.Never), (bench.Campaign.Hopper.Count, bench.Campaign.AskAt));
    }

    [Fact]
    public void What_came_for_a_campaign_that_has_stopped_goes_back()
    {
        var bench = new PartBench();
        bench.Running.StopCampaign(bench.Campaign.Id);
        bench.Leads.LeadsLoaded(bench.Campaign.Id, new LeadBatch([bench.Lead()], Instant.Never));
        Assert.Equal("campaign not running", bench.Last(EngineOutputKind.LeadReturned).Reason);
    }

    [Fact]
    public void Leads_worth_less_than_those_dialed_are_passed_over_for_an_hour_while_there_are_more()
    {
        var bench = new PartBench(settings => settings with { PerLead = PerLead.On });
        Teach(bench.Campaign.Model);
        bench.Campaign.DialedFactor = 1;
        bench.Leads.FillHopper(bench.Campaign);
        Assert.True(bench.Last(EngineOutputKind.LoadLeads).ToChooseFrom);
        bench.Leads.LeadsLoaded(bench.Campaign.Id, new LeadBatch([.. Enumerable.Range(0, bench.Campaign.Asked).Select(i => i % 4 == 0 ? bench.Lead() : Poor(bench))], bench.Turn.Now));
        Assert.Equal(0, bench.Campaign.Hopper.Peek!.AttemptsMade);
        while (bench.Campaign.Hopper.Count * 2 > bench.Campaign.Asked)
            bench.Campaign.Hopper.TryTake(out _);
        bench.Campaign.ChosenFrom = bench.Campaign.Hopper.Added;
        bench.Turn.Outbox.Clear();
        bench.Leads.FillHopper(bench.Campaign);
        var back = bench.Last(EngineOutputKind.LeadReturned);
        Assert.Equal((bench.Turn.Now + EngineLimits.PassedOverFor, true), (back.Until, bench.Campaign.Counters.PassedOver > 50));
        Assert.Equal(bench.Campaign.Asked, bench.Last(EngineOutputKind.LoadLeads).LeadsWanted);
    }

    [Fact]
    public void Nobody_is_passed_over_where_the_list_has_no_more()
    {
        var bench = new PartBench(settings => settings with { PerLead = PerLead.On });
        Teach(bench.Campaign.Model);
        bench.Leads.FillHopper(bench.Campaign);
        bench.Leads.LeadsLoaded(bench.Campaign.Id, new LeadBatch([Poor(bench), bench.Lead()], bench.Turn.Now));
        bench.Campaign.ChosenFrom = bench.Campaign.Hopper.Added;
        bench.Wait(2);
        bench.Leads.FillHopper(bench.Campaign);
        Assert.DoesNotContain(EngineOutputKind.LeadReturned, bench.Said);
        Assert.Equal(2, bench.Campaign.Hopper.Count);
    }

    private static HopperLead Poor(PartBench bench) => bench.Lead() with { AttemptsMade = 3 };

    /// <summary>A lead that was tried three times answers a third as well.</summary>
    private static void Teach(LeadModel model)
    {
        for (int i = 0; i < 6_000; i++)
            model.Learn(new CallTraits { IsKnown = true, Hour = 9, Weekday = 1, Tries = (byte)(i % 2 == 0 ? 0 : 3) }, i % 2 == 0 ? i % 20 == 0 : i % 60 == 1);
    }
}
