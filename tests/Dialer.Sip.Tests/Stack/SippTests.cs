using System.Text;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>The stack against SIPp, which nobody here wrote: one scenario file a row.</summary>
public sealed class SippTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly byte[] Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\n"u8.ToArray();

    /// <summary>Writes down what happens and does what the row says.</summary>
    private sealed class Actor(string deeds) : ISipCallHandler
    {
        private readonly StringBuilder _events = new();

        public TaskCompletionSource<string> Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private void Note(string text) => _events.Append(_events.Length > 0 ? ", " : "").Append(text);

        private bool Does(string deed) => deeds.Split(' ').Contains(deed);

        public void OnProvisional(SipCall call, SipMessage response)
        {
            Note(response.HasSdp ? $"{response.StatusCode} with media" : $"{response.StatusCode}");
            if (Does("cancel"))
                call.Cancel();
        }

        public void OnAnswered(SipCall call, SipMessage response)
        {
            Note("answered");
            if (Does("bye"))
                call.Bye();
            if (Does("reinvite"))
                call.ReInvite(Sdp);
            if (Does("refer"))
                call.Refer(SipUri.Parse("sip:third@127.0.0.1:9"));
            if (Does("bye-later"))
                ByeLater(call);
        }

        /// <summary>Time for what crosses: the second 200 of a fork, or a repeat of the first.</summary>
        private static void ByeLater(SipCall call) => _ = Task.Delay(400).ContinueWith(_ => call.Bye(), TaskScheduler.Default);

        public void OnFailed(SipCall call, in SipFailure failure)
        {
            Note($"{failure.Cause} {failure.StatusCode}{(failure.Q850Cause != 0 ? $" Q.850 {failure.Q850Cause}" : "")}{(failure.RetryAfterSeconds is { } s ? $" retry {s}" : "")}{(failure.LateAnswer ? " late" : "")}{(failure.RedirectTarget is { } to ? $" to {to}" : "")}");
            Over.TrySetResult(_events.ToString());
        }

        public void OnEnded(SipCall call, in SipCallEnd end)
        {
            Note($"{end.Cause}{(end.Reason is { } reason ? $" {reason.Protocol} {reason.Cause}" : "")}");
            Over.TrySetResult(_events.ToString());
        }

        public void OnAcknowledged(SipCall call, SipMessage ack)
        {
            Note("acknowledged");
            if (Does("bye-on-ack"))
                call.Bye();
        }

        public void OnOffer(SipCall call, SipMessage request)
        {
            Note($"offer by {request.Method}");
            call.AcceptOffer(Sdp);
        }

        public void OnReInviteAnswered(SipCall call, SipMessage response)
        {
            Note("re-invite answered");
            call.Bye();
        }

        public void OnReInviteFailed(SipCall call, in SipFailure failure)
        {
            Note($"re-invite refused {failure.StatusCode}");
            call.Bye();
        }

        public void OnInfo(SipCall call, SipMessage request) => Note($"info {Encoding.ASCII.GetString(request.Body).Trim().Split('\r')[0]}");

        public bool OnRefer(SipCall call, SipUri target, SipMessage request)
        {
            Note($"refer to {target}");
            return true;
        }

        public void OnReferProgress(SipCall call, int statusCode) => Note($"refer {statusCode}");
    }

    [Theory]
    [InlineData("uas_302", "", "Refused 302 to sip:elsewhere@127.0.0.1:9")]
    [InlineData("uas_403", "", "Refused 403")]
    [InlineData("uas_404", "", "Refused 404")]
    [InlineData("uas_408", "", "Refused 408")]
    [InlineData("uas_480", "", "Refused 480 Q.850 20")]
    [InlineData("uas_484", "", "Refused 484")]
    [InlineData("uas_486", "", "Refused 486")]
    [InlineData("uas_488", "", "Refused 488")]
    [InlineData("uas_500", "", "Refused 500")]
    [InlineData("uas_503", "", "Refused 503 retry 17")]
    [InlineData("uas_600", "", "Refused 600")]
    [InlineData("uas_603", "", "Refused 603")]
    [InlineData("uas_basic", "bye", "180, answered, LocalBye")]
    [InlineData("uas_early_media", "bye", "183 with media, answered, LocalBye")]
    [InlineData("uas_no_provisional", "bye", "answered, LocalBye")]
    [InlineData("uas_cancel", "cancel", "180, Cancelled 487")]
    [InlineData("uas_late_200", "cancel", "180, Cancelled 200 late")]
    [InlineData("uas_auth_401_md5", "bye auth", "answered, LocalBye")]
    [InlineData("uas_auth_407_sha256", "bye auth", "answered, LocalBye")]
    [InlineData("uas_auth_401_no_qop", "bye auth", "answered, LocalBye")]
    [InlineData("uas_stale_nonce", "bye auth", "answered, LocalBye")]
    [InlineData("uas_auth_forever", "auth", "AuthenticationFailed 401")]
    [InlineData("uas_lost_ack", "bye-later", "answered, LocalBye")]
    [InlineData("uas_bye", "", "answered, RemoteBye Q.850 16")]
    [InlineData("uas_reinvite", "", "answered, offer by Invite, acknowledged, RemoteBye")]
    [InlineData("uas_update", "", "answered, RemoteBye")]
    [InlineData("uas_info", "", "answered, info Signal=5, RemoteBye")]
    [InlineData("uas_options", "", "answered, RemoteBye")]
    [InlineData("uas_message", "", "answered, RemoteBye")]
    [InlineData("uas_prack", "bye", "183 with media, answered, LocalBye")]
    [InlineData("uas_session_timer", "bye-after-3s", "answered, LocalBye")]
    [InlineData("uas_session_expires", "", "answered, SessionExpired")]
    [InlineData("uas_422", "bye timer", "answered, LocalBye")]
    [InlineData("uas_forked", "bye-later", "answered, LocalBye")]
    [InlineData("uas_refer", "refer bye-later", "answered, LocalBye")]
    [InlineData("uas_silent", "fast", "NoResponse 0")]
    [InlineData("uas_lost_bye", "bye", "answered, LocalBye")]
    [InlineData("uas_reinvited", "reinvite", "answered, re-invite answered, LocalBye")]
    [InlineData("uas_record_route", "bye-later", "answered, LocalBye")]
    public async Task We_call_sipp(string scenario, string deeds, string expected)
    {
        SippRun.SkipWithoutSipp();
        using var sipp = SippRun.AsCallee(scenario, out int port);
        bool fast = deeds.Contains("fast", StringComparison.Ordinal);
        using var endpoint = SipEndpoint.Start(new SipEndpointOptions { T1Ms = fast ? 50 : 500 });
        Actor actor = new(deeds);
        var call = endpoint.Invite(
            new SipInvite
            {
                Target = SipUri.ToUser("bob", "127.0.0.1", port),
                From = new SipIdentity("Alice", SipUri.ToUser("alice", "example.com")),
                Body = Sdp,
                Credentials = deeds.Contains("auth", StringComparison.Ordinal) ? new SipCredentials("alice", "secret") : null,
                SessionExpiresSeconds = deeds.Contains("timer", StringComparison.Ordinal) ? 1800 : 0,
            },
            actor);
        if (deeds == "bye-after-3s")
            _ = Task.Delay(2_700, TestContext.Current.CancellationToken).ContinueWith(_ => call.Bye(), TaskScheduler.Default);
        Assert.Equal(expected, await actor.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await sipp.AssertDoneAsync();
        Assert.Null(endpoint.Counters.LastFault);
    }

    [Theory]
    [InlineData("uac_basic", "ring answer", "acknowledged, RemoteBye")]
    [InlineData("uac_hold", "answer bye-on-ack", "acknowledged, LocalBye")]
    [InlineData("uac_cancel", "ring", "RemoteCancel SIP 200")]
    [InlineData("uac_rejected_404", "404", "LocalReject")]
    [InlineData("uac_rejected_486", "486", "LocalReject")]
    [InlineData("uac_rejected_503", "503", "LocalReject")]
    [InlineData("uac_rejected_603", "603", "LocalReject")]
    [InlineData("uac_lost_ack", "answer", "acknowledged, RemoteBye")]
    [InlineData("uac_reinvite", "answer", "acknowledged, offer by Invite, acknowledged, RemoteBye")]
    [InlineData("uac_update", "answer", "acknowledged, RemoteBye")]
    [InlineData("uac_prack", "ring answer-later", "acknowledged, RemoteBye")]
    [InlineData("uac_session_timer", "answer", "acknowledged, RemoteBye")]
    [InlineData("uac_422", "answer", "")]
    [InlineData("uac_420", "answer", "")]
    [InlineData("uac_options", "", "")]
    [InlineData("uac_bad_bye", "", "")]
    [InlineData("uac_refer", "answer", "acknowledged, refer to sip:third@127.0.0.1:9, RemoteBye")]
    public async Task Sipp_calls_us(string scenario, string deeds, string expected)
    {
        SippRun.SkipWithoutSipp();
        Actor actor = new(deeds);
        var answerer = Answerer.With(actor, call =>
        {
            foreach (string deed in deeds.Split(' '))
                Do(call, deed);
        });
        using var endpoint = SipEndpoint.Start(new SipEndpointOptions(), answerer);
        using var sipp = SippRun.AsCaller(scenario, endpoint.LocalEndPoint);
        if (expected.Length > 0)
            Assert.Equal(expected, await actor.Over.Task.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await sipp.AssertDoneAsync();
        Assert.Null(endpoint.Counters.LastFault);
        if (expected.Length == 0)
            Assert.Empty(answerer.Calls);
    }

    private static void Do(SipCall call, string deed)
    {
        if (deed == "ring")
            call.Ring();
        if (deed == "answer")
            call.Answer(Sdp);
        if (deed == "answer-later")
            _ = Task.Delay(500).ContinueWith(_ => call.Answer(Sdp), TaskScheduler.Default);
        if (int.TryParse(deed, out int status))
            call.Reject(status);
    }
}
