using Dialer.Core.Callers;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine.Parts;

public sealed class InboundTests
{
    private static readonly CallId Call = new(CallId.FirstInbound + 1);

    private static Inbound On(PartBench bench)
    {
        var callBacks = new CallBacks(bench.Turn, bench.Facts, bench.Roster, bench.Moments, bench.Gate, bench.Leads, bench.Running);
        var reception = new Reception(bench.Turn, bench.Facts, bench.Roster, bench.Legs, bench.Gate, bench.Trunks, bench.Distribution, bench.Closing, bench.Conversations, callBacks, bench.Blending);
        return new Inbound(bench.Turn, bench.Facts, bench.Roster, bench.Legs, bench.Trunks, bench.Closing, bench.Conversations, bench.Handing, reception, callBacks);
    }

    [Theory]
    [InlineData(9, 404)]
    [InlineData(1, 486)]
    public void A_caller_to_no_queue_or_to_a_full_one_is_turned_away(int queue, int status)
    {
        var bench = new PartBench(queue: new QueueSettings(new QueueId(1), "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.Zero) { Door = new QueueDoor { MaxWaiting = 0 } });
        On(bench).InboundCall(EngineInput.InboundCall(Call, new TrunkId(1), new QueueId(queue), "+33162000001"));
        Assert.Equal(queue == 9 ? [EngineOutputKind.RejectCall] : [EngineOutputKind.RejectCall, EngineOutputKind.CallerRefused], bench.Said);
        Assert.Equal(status, bench.Last(EngineOutputKind.RejectCall).SipStatus);
    }

    [Fact]
    public void A_caller_whom_nobody_can_take_yet_hears_music_and_leaves_as_one_who_hung_up()
    {
        var bench = new PartBench();
        var inbound = On(bench);
        inbound.InboundCall(EngineInput.InboundCall(Call, new TrunkId(1), new QueueId(1), "+33162000001"));
        Assert.Equal([EngineOutputKind.InteractionStarted, EngineOutputKind.AnswerCall, EngineOutputKind.FindCaller, EngineOutputKind.Play, EngineOutputKind.InteractionQueued], bench.Said);
        Assert.True(bench.Legs.TryFind(Call, out object? leg));
        inbound.InboundEnded((Core.Engine.State.Interaction)leg);
        Assert.Equal((1L, 1L, 0), (bench.Queue.Counters.Offered, bench.Queue.Counters.HungUpInQueue, bench.Trunk.ChannelsInUse));
    }
}
