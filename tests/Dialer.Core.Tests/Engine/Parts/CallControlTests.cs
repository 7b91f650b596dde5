using Dialer.Core.Attempts;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class CallControlTests
{
    [Fact]
    public void Hanging_up_lets_the_reserved_agent_go_and_waits_for_the_line_no_longer_than_its_guard()
    {
        var bench = new PartBench();
        var attempt = bench.Answered();
        bench.Conversations.Reserve(bench.Ready(1), attempt);
        bench.Turn.Outbox.Clear();
        bench.Control.HangUp(attempt);
        Assert.Equal((AttemptState.HangingUp, 0), (attempt.State, bench.Campaign.InFlightCount));
        Assert.Equal([1], bench.Freed);
        Assert.Equal([EngineOutputKind.HangUp], bench.Said);
        Due due;
        while (bench.Turn.TryTakeDue(bench.Turn.Now + TimeSpan.FromMinutes(1), out due) && due.Subject != attempt)
        {
        }
        Assert.Equal(DueKind.HangUpGuard, due.Kind);
    }
}
