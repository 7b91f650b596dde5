using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Calls between two stacks in virtual time: what each side hears, for each way that a call can go.</summary>
public sealed class CallFlowTests
{
    private static readonly byte[] Sdp = "v=0\r\n"u8.ToArray();

    private static void AssertNothingLeft(VirtualNetwork network, params SipStack[] stacks)
    {
        network.RunFor(200_000);
        foreach (var stack in stacks)
        {
            Assert.Equal(0, stack.ActiveCalls);
            Assert.Equal(0, stack.Counters.ClientTransactions);
            Assert.Equal(0, stack.Counters.ServerTransactions);
            Assert.Equal(0, stack.TimerCount);
            Assert.Null(stack.Counters.LastFault);
        }
    }

    [Fact]
    public void A_call_is_set_up_and_ended_by_the_caller()
    {
        VirtualNetwork network = new();
        CallScript callee = new();
        var uas = network.AddStack(5070, handler: Answerer.With(callee, call =>
        {
            call.Ring();
            call.Answer(Sdp);
        }));
        var uac = network.AddStack(5060);
        CallScript caller = new() { WhenAnswered = call => call.Bye() };
        network.Invite(uac, 5070, caller);
        network.RunFor(1_000);
        Assert.Equal(["provisional 180", "answered 200", "ended LocalBye"], caller.Events);
        Assert.Equal(["acknowledged", "ended RemoteBye"], callee.Events);
        Assert.Equal(
            ["5060>5070 INVITE sip:bob@127.0.0.1:5070 SIP/2.0", "5070>5060 SIP/2.0 180 Ringing", "5070>5060 SIP/2.0 200 OK", "5060>5070 ACK sip:dialer@127.0.0.1:5070 SIP/2.0", "5060>5070 BYE sip:dialer@127.0.0.1:5070 SIP/2.0", "5070>5060 SIP/2.0 200 OK"],
            network.Log);
        AssertNothingLeft(network, uac, uas);
    }

    [Fact]
    public void A_call_is_ended_by_the_callee_with_its_reason()
    {
        VirtualNetwork network = new();
        CallScript callee = new() { WhenAcknowledged = call => call.Bye(SipReason.Q850(16, "Normal clearing")) };
        var uas = network.AddStack(5070, handler: Answerer.With(callee, call => call.Answer(Sdp)));
        var uac = network.AddStack(5060);
        CallScript caller = new();
        network.Invite(uac, 5070, caller);
        network.RunFor(1_000);
        Assert.Equal(["answered 200", "ended RemoteBye"], caller.Events);
        Assert.Equal(new SipReason("Q.850", 16, "Normal clearing"), caller.End!.Value.Reason);
        AssertNothingLeft(network, uac, uas);
    }

    [Fact]
    public void Ring_timeout_and_own_cancel_look_different()
    {
        VirtualNetwork network = new();
        var uas = network.AddStack(5070, handler: Answerer.With(new CallScript(), call => call.Ring()));
        var uac = network.AddStack(5060);
        CallScript patient = new();
        network.Invite(uac, 5070, patient, invite => invite with { RingTimeoutMs = 20_000 });
        CallScript hasty = new() { WhenProvisional = call => call.Cancel() };
        network.Invite(uac, 5070, hasty);
        network.RunFor(19_000);
        Assert.Equal(["provisional 180"], patient.Events);
        Assert.Equal(["provisional 180", "failed Cancelled 487"], hasty.Events);
        network.RunFor(2_000);
        Assert.Equal(["provisional 180", "failed RingTimeout 487"], patient.Events);
        AssertNothingLeft(network, uac, uas);
    }

    [Fact]
    public void A_200_that_crosses_our_cancel_is_acknowledged_and_ended()
    {
        VirtualNetwork network = new();
        CallScript callee = new();
        var answerer = Answerer.With(callee, call => call.Ring());
        var uas = network.AddStack(5070, handler: answerer);
        var uac = network.AddStack(5060);
        CallScript caller = new();
        var call = network.Invite(uac, 5070, caller);
        network.RunFor(1_000);
        answerer.Calls[0].Answer(Sdp);
        call.Cancel();
        network.RunFor(2_000);
        Assert.Equal(["provisional 180", "failed Cancelled 200"], caller.Events);
        Assert.True(caller.Failure!.Value.LateAnswer);
        Assert.Equal(["acknowledged", "ended RemoteBye"], callee.Events);
        AssertNothingLeft(network, uac, uas);
    }

    [Theory]
    [InlineData(0.2, 0.0, 0)]
    [InlineData(0.0, 0.5, 0)]
    [InlineData(0.1, 0.3, 400)]
    public void Calls_survive_loss_duplication_and_reordering(double loss, double duplication, int jitterMs)
    {
        for (ulong seed = 1; seed <= 20; seed++)
        {
            VirtualNetwork network = new(seed) { Loss = loss, Duplication = duplication, JitterMs = jitterMs };
            CallScript callee = new();
            var uas = network.AddStack(5070, handler: Answerer.With(callee, call =>
            {
                call.Ring();
                call.Answer(Sdp);
            }));
            var uac = network.AddStack(5060);
            List<CallScript> callers = [];
            for (int i = 0; i < 20; i++)
            {
                CallScript caller = new() { WhenAnswered = call => call.Bye() };
                callers.Add(caller);
                network.Invite(uac, 5070, caller);
            }
            network.RunFor(100_000);
            foreach (var caller in callers)
            {
                Assert.Single(caller.Events, e => e == "answered 200");
                Assert.Equal("ended LocalBye", caller.Events[^1]);
            }
            Assert.Equal(20, callee.Events.Count(e => e.StartsWith("ended", StringComparison.Ordinal)));
            AssertNothingLeft(network, uac, uas);
        }
    }
}
