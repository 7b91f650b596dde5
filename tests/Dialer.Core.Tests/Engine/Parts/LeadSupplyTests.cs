using Dialer.Core.Engine.Messages;
using Dialer.Core.Leads;
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
}
