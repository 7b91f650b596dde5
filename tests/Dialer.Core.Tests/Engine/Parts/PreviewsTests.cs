using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class PreviewsTests
{
    [Fact]
    public void A_free_agent_is_shown_a_lead_and_passes_it_on()
    {
        var bench = new PartBench(settings => settings with { Mode = DialMode.Preview });
        var agent = bench.Ready(1);
        bench.Leads.LeadsLoaded(bench.Campaign.Id, new LeadBatch([bench.Lead()], Instant.Never));
        bench.Previews.PacePreview(bench.Campaign);
        Assert.Equal((agent.Id, AgentState.Reserved), (bench.Last(EngineOutputKind.PreviewOffered).Agent, agent.State));
        bench.Previews.SkipPreview(agent.Id);
        Assert.Equal("skipped", bench.Last(EngineOutputKind.LeadReturned).Reason);
        Assert.Equal([1], bench.Freed);
    }
}
