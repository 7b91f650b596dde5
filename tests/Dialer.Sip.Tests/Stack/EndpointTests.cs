using System.Net;
using System.Text;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>Two endpoints over real sockets on the loopback interface.</summary>
public sealed class EndpointTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private sealed class Caller : ISipCallHandler
    {
        public TaskCompletionSource<string> Answered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<string> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnAnswered(SipCall call, SipMessage response) => Answered.TrySetResult(Encoding.UTF8.GetString(response.Body));

        public void OnFailed(SipCall call, in SipFailure failure) => Over.TrySetResult($"failed {failure.Cause} {failure.StatusCode}");

        public void OnEnded(SipCall call, in SipCallEnd end) => Over.TrySetResult($"ended {end.Cause}");
    }

    private static SipInvite To(IPEndPoint target) => new()
    {
        Target = SipUri.ToUser("bob", target),
        From = new SipIdentity("Alice", SipUri.ToUser("alice", "example.com")),
        Body = "v=0 offer\r\n"u8.ToArray(),
    };

    [Fact]
    public async Task A_call_goes_through_and_is_ended_from_another_thread()
    {
        Caller callee = new();
        using var uas = SipEndpoint.Start(new SipEndpointOptions(), Answerer.With(callee, call =>
        {
            call.Ring();
            call.Answer("v=0 answer\r\n"u8.ToArray());
        }));
        using var uac = SipEndpoint.Start(new SipEndpointOptions());
        Caller caller = new();
        var call = uac.Invite(To(uas.LocalEndPoint), caller);
        Assert.Equal("v=0 answer\r\n", await caller.Answered.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        call.Bye();
        Assert.Equal("ended LocalBye", await caller.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Equal("ended RemoteBye", await callee.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        Assert.Null(uac.Counters.LastFault);
        Assert.Null(uas.Counters.LastFault);
    }

    [Fact]
    public async Task A_refused_call_names_its_status()
    {
        using var uas = SipEndpoint.Start(new SipEndpointOptions(), Answerer.With(new Caller(), call => call.Reject(486)));
        using var uac = SipEndpoint.Start(new SipEndpointOptions());
        Caller caller = new();
        uac.Invite(To(uas.LocalEndPoint), caller);
        Assert.Equal("failed Refused 486", await caller.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_ping_is_answered()
    {
        using var uas = SipEndpoint.Start(new SipEndpointOptions());
        using var uac = SipEndpoint.Start(new SipEndpointOptions());
        TaskCompletionSource<SipPingResult> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        uac.Ping(SipUri.ToHost("127.0.0.1", uas.LocalEndPoint.Port), result.SetResult, 15_000);
        var ping = await result.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.True(ping.Alive);
        Assert.Equal(200, ping.StatusCode);
    }
}
