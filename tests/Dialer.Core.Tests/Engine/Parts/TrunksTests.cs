using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class TrunksTests
{
    [Fact]
    public void A_channel_that_is_free_again_brings_the_pacing_moment_of_who_waits_for_one()
    {
        var bench = new PartBench();
        while (bench.Moments.TakeNext(bench.Turn.Now) is not null)
        {
        }
        bench.Trunk.ChannelsInUse = 10;
        bench.Trunks.WaitForTrunk(bench.Campaign);
        Assert.Null(bench.Moments.TakeNext(bench.Turn.Now));
        bench.Trunks.FreeChannel(bench.Trunk);
        Assert.Same(bench.Campaign, bench.Moments.TakeNext(bench.Turn.Now));
    }

    [Fact]
    public void What_was_told_of_a_trunk_already_is_not_told_again()
    {
        var bench = new PartBench();
        bench.Trunks.TrunkUnavailable(new TrunkId(1), "503", isStarting: false);
        bench.Trunks.TrunkUnavailable(new TrunkId(1), "503", isStarting: false);
        Assert.Equal([EngineOutputKind.TrunkStateChanged], bench.Said);
        Assert.Equal((false, "503", 1L), (bench.Last(EngineOutputKind.TrunkStateChanged).IsAvailable, bench.Last(EngineOutputKind.TrunkStateChanged).Reason, bench.Turn.IgnoredSignals));
    }
}
