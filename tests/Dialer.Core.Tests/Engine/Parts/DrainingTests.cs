using Dialer.Core.Attempts;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class DrainingTests
{
    [Fact]
    public void It_is_over_when_nothing_is_open_and_what_is_left_at_the_limit_is_ended()
    {
        var bench = new PartBench();
        var desk = new AgentDesk(bench.Turn, bench.Facts, bench.Roster, bench.Legs, bench.Supply, bench.Distribution, bench.Previews, bench.Control, bench.Works, bench.Conversations, bench.Handing);
        var draining = new Draining(bench.Turn, bench.Facts, bench.Roster, bench.Legs, bench.Leads, bench.Previews, bench.Closing, bench.Control, bench.Works, bench.Conversations, desk);
        var attempt = bench.Answered();
        draining.DrainedIfDone();
        draining.Drain(TimeSpan.FromSeconds(5));
        draining.DrainedIfDone();
        Assert.DoesNotContain(EngineOutputKind.Drained, bench.Said);
        draining.DrainLimit();
        Assert.Equal(AttemptState.HangingUp, attempt.State);
        bench.Closing.Close(attempt);
        draining.DrainedIfDone();
        draining.DrainedIfDone();
        Assert.Single(bench.Said, EngineOutputKind.Drained);
    }
}
