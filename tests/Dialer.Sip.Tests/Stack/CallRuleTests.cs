using System.Text;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>The rarer rules of calls, in virtual time: forks, glare, lost ACKs, PRACK, session timers, transfer, spoofing, registration.</summary>
public sealed class CallRuleTests
{
    private static readonly byte[] Sdp = "v=0\r\n"u8.ToArray();

    private sealed record Pair(VirtualNetwork Network, SipStack Uac, SipStack Uas, CallScript Caller, CallScript Callee, Answerer Answerer, SipCall Call)
    {
        public SipCall Other => Answerer.Calls[0];

        public void AssertNothingLeft()
        {
            Network.RunFor(300_000);
            Assert.Equal((0, 0, 0, 0), (Uac.ActiveCalls, Uac.Counters.ClientTransactions, Uac.Counters.ServerTransactions, Uac.TimerCount));
            Assert.Equal((0, 0, 0, 0), (Uas.ActiveCalls, Uas.Counters.ClientTransactions, Uas.Counters.ServerTransactions, Uas.TimerCount));
            Assert.Null(Uac.Counters.LastFault);
            Assert.Null(Uas.Counters.LastFault);
        }
    }

    private static Pair Answered(Func<SipInvite, SipInvite>? with = null, CallScript? caller = null, CallScript? callee = null, SipEndpointOptions? options = null)
    {
        VirtualNetwork network = new();
        callee ??= new CallScript();
        caller ??= new CallScript();
        var answerer = Answerer.With(callee, call => call.Answer(Sdp));
        var uas = network.AddStack(5070, options, answerer);
        var uac = network.AddStack(5060, options);
        var call = network.Invite(uac, 5070, caller, with);
        network.RunFor(500);
        Assert.Equal(SipCallState.Answered, call.State);
        return new Pair(network, uac, uas, caller, callee, answerer, call);
    }

    [Fact]
    public void Both_reinvite_at_once_and_both_succeed_in_the_end()
    {
        var pair = Answered();
        pair.Call.ReInvite(Sdp);
        pair.Other.ReInvite(Sdp);
        pair.Network.RunFor(20_000);
        Assert.Contains(pair.Network.Log, line => line.Contains("491", StringComparison.Ordinal));
        Assert.Contains("reinvite answered", pair.Caller.Events);
        Assert.Contains("reinvite answered", pair.Callee.Events);
        pair.Call.Bye();
        pair.AssertNothingLeft();
    }

    [Fact]
    public void An_ack_that_never_comes_ends_the_call()
    {
        var pair = Answered();
        VirtualNetwork network = new() { Passes = (_, _, text) => !text.StartsWith("ACK", StringComparison.Ordinal) };
        CallScript callee = new();
        var uas = network.AddStack(5070, handler: Answerer.With(callee, call => call.Answer(Sdp)));
        var uac = network.AddStack(5060);
        CallScript caller = new();
        network.Invite(uac, 5070, caller);
        network.RunFor(40_000);
        Assert.Equal(["ended AckTimeout"], callee.Events);
        Assert.Equal(["answered 200", "ended RemoteBye"], caller.Events);
        Assert.InRange(network.Log.Count(line => line.Contains("200 OK", StringComparison.Ordinal)), 8, 14);
        pair.Call.Bye();
        pair.AssertNothingLeft();
    }

    [Fact]
    public void A_far_end_that_is_silent_is_reported_after_64_T1()
    {
        VirtualNetwork network = new();
        network.AddScript(5070, (_, _) => { });
        var uac = network.AddStack(5060);
        CallScript caller = new();
        network.Invite(uac, 5070, caller);
        network.RunFor(31_900);
        Assert.Empty(caller.Events);
        network.RunFor(200);
        Assert.Equal(["failed NoResponse 0"], caller.Events);

        // Timer A: at 0, 0.5, 1.5, 3.5, 7.5, 15.5 and 31.5 s.
        Assert.Equal(7, network.Log.Count);
    }

    [Fact]
    public void Reliable_provisionals_are_acknowledged_and_repeated_until_they_are()
    {
        int dropped = 0;
        VirtualNetwork network = new();
        network.Passes = (_, _, text) => !text.StartsWith("PRACK", StringComparison.Ordinal) || dropped++ >= 2;
        CallScript callee = new();
        var answerer = Answerer.With(callee, call =>
        {
            call.Ring();
            call.Progress(Sdp);
        });
        var uas = network.AddStack(5070, handler: answerer);
        var uac = network.AddStack(5060);
        CallScript caller = new();
        network.Invite(uac, 5070, caller, invite => invite with { ExtraHeaders = [new SipExtraHeader("Require", "100rel")] });
        network.RunFor(10_000);
        Assert.Equal(["provisional 180", "provisional 183"], caller.Events);
        answerer.Calls[0].Answer(Sdp);
        network.RunFor(1_000);
        Assert.Equal("answered 200", caller.Events[^1]);
        Assert.Null(uas.Counters.LastFault);
    }

    [Fact]
    public void A_prack_that_never_comes_gets_504()
    {
        VirtualNetwork network = new() { Passes = (_, _, text) => !text.StartsWith("PRACK", StringComparison.Ordinal) };
        CallScript callee = new();
        network.AddStack(5070, handler: Answerer.With(callee, call => call.Ring()));
        var uac = network.AddStack(5060);
        CallScript caller = new();
        network.Invite(uac, 5070, caller, invite => invite with { ExtraHeaders = [new SipExtraHeader("Require", "100rel")] });
        network.RunFor(40_000);
        Assert.Equal("failed Refused 504", caller.Events[^1]);
    }

    [Fact]
    public void Session_timers_refresh_and_a_dead_peer_is_found()
    {
        var pair = Answered(invite => invite with { SessionExpiresSeconds = 120 });
        pair.Network.RunFor(1_000_000);
        Assert.Equal(["answered 200"], pair.Caller.Events);
        Assert.InRange(pair.Network.Log.Count(line => line.Contains(" UPDATE ", StringComparison.Ordinal)), 15, 18);

        // The caller vanishes without a BYE: the callee finds out by itself.
        pair.Network.Passes = (from, to, _) => from.Port != 5060 && to.Port != 5060;
        pair.Network.RunFor(130_000);
        Assert.Equal("ended SessionExpired", pair.Callee.Events[^1]);
        Assert.Equal("ended SessionExpired", pair.Caller.Events[^1]);
        pair.AssertNothingLeft();
    }

    /// <summary>RFC 4028: whichever side asks, the caller refreshes, since it can.</summary>
    [Theory]
    [InlineData(120, 0)]
    [InlineData(0, 120)]
    [InlineData(120, 300)]
    public void Either_side_may_ask_for_session_timers(int callerSeconds, int calleeSeconds)
    {
        VirtualNetwork network = new();
        CallScript callee = new();
        network.AddStack(5070, new SipEndpointOptions { SessionExpiresSeconds = calleeSeconds }, Answerer.With(callee, call => call.Answer(Sdp)));
        var uac = network.AddStack(5060, new SipEndpointOptions { SessionExpiresSeconds = callerSeconds });
        CallScript caller = new();
        var call = network.Invite(uac, 5070, caller);
        network.RunFor(1_000_000);
        Assert.Equal(SipCallState.Answered, call.State);
        Assert.InRange(network.Log.Count(line => line.StartsWith("5060>5070 UPDATE ", StringComparison.Ordinal)), 15, 18);
        network.Passes = (_, _, _) => false;
        network.RunFor(130_000);
        Assert.Equal("ended SessionExpired", callee.Events[^1]);
    }

    /// <summary>A caller that does not know session timers cannot be asked to refresh: we do (RFC 4028 section 9, table 2).</summary>
    [Theory]
    [InlineData("", "Session-Expires: 180;refresher=uas")]
    [InlineData("Supported: timer\r\n", "Session-Expires: 180;refresher=uac")]
    [InlineData("Supported: timer\r\nMin-SE: 600\r\n", "Session-Expires: 600;refresher=uac")]
    [InlineData("Supported: timer\r\nSession-Expires: 400;refresher=uas\r\n", "Session-Expires: 400;refresher=uas")]
    public void The_callees_timer_fits_what_the_caller_knows(string fields, string expected)
    {
        VirtualNetwork network = new();
        network.AddScript(5060, (_, _) => { });
        network.AddStack(5070, new SipEndpointOptions { SessionExpiresSeconds = 180 }, Answerer.With(new CallScript(), call => call.Answer(Sdp)));
        network.Inject(5060, 5070, $"INVITE sip:b@127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKone\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1>\r\n{fields}Content-Length: 0\r\n\r\n");
        network.RunFor(100);
        string answer = network.Messages.First(text => text.StartsWith("SIP/2.0 200", StringComparison.Ordinal));
        Assert.Contains(expected, answer, StringComparison.Ordinal);
        Assert.Equal(expected.EndsWith("uac", StringComparison.Ordinal), answer.Contains("Require: timer", StringComparison.Ordinal));
    }

    /// <summary>RFC 3262 section 5: no offer in the INVITE, the offer in a reliable 183, the answer in its PRACK.</summary>
    [Fact]
    public void A_prack_carries_the_answer_to_an_early_offer()
    {
        VirtualNetwork network = new();
        CallScript callee = new();
        var answerer = Answerer.With(callee, call => call.Progress(Sdp));
        var uas = network.AddStack(5070, handler: answerer);
        var uac = network.AddStack(5060);
        CallScript caller = new() { EarlyAnswer = "v=0 answer\r\n"u8.ToArray() };
        network.Invite(uac, 5070, caller, invite => invite with { Body = default, ExtraHeaders = [new SipExtraHeader("Require", "100rel")] });
        network.RunFor(1_000);
        Assert.Equal(["early offer", "provisional 183"], caller.Events);
        Assert.Equal(["prack answer v=0 answer"], callee.Events);
        answerer.Calls[0].Answer(default);
        network.RunFor(1_000);
        Assert.Equal("answered 200", caller.Events[^1]);
        Assert.Null(uac.Counters.LastFault);
        Assert.Null(uas.Counters.LastFault);
    }

    [Fact]
    public void A_blind_transfer_is_reported_step_by_step()
    {
        var pair = Answered(callee: new CallScript { AcceptsRefer = true });
        pair.Call.Refer(SipUri.Parse("sip:carol@example.com"));
        pair.Network.RunFor(500);
        pair.Other.NotifyReferProgress(200, "OK");
        pair.Network.RunFor(500);
        Assert.Contains("refer sip:carol@example.com", pair.Callee.Events);
        Assert.Equal(["answered 200", "refer progress 100", "refer progress 200"], pair.Caller.Events);
        pair.Call.Bye();
        pair.AssertNothingLeft();
    }

    [Fact]
    public void An_attended_transfer_replaces_the_call_it_names()
    {
        VirtualNetwork network = new();
        CallScript bob = new() { AcceptsRefer = true };
        CallScript carol = new();
        var bobs = network.AddStack(5070, handler: Answerer.With(bob, call => call.Answer(Sdp)));
        var carolAnswers = Answerer.With(carol, call => call.Answer(Sdp));
        var carols = network.AddStack(5080, handler: carolAnswers);
        var alices = network.AddStack(5060);
        CallScript alice = new();
        var toBob = network.Invite(alices, 5070, alice);
        var toCarol = network.Invite(alices, 5080, alice);
        network.RunFor(500);
        toBob.Refer(toCarol);
        network.RunFor(500);
        string refer = bob.Events.Single(e => e.StartsWith("refer ", StringComparison.Ordinal));
        string replaces = Uri.UnescapeDataString(refer[(refer.IndexOf("Replaces=", StringComparison.Ordinal) + 9)..]);
        CallScript bobToCarol = new();
        network.Invite(bobs, 5080, bobToCarol, invite => invite with { ExtraHeaders = [new SipExtraHeader("Replaces", replaces)] });
        network.RunFor(1_000);
        Assert.Equal(["answered 200"], bobToCarol.Events);
        Assert.Equal(SipCallState.Ended, toCarol.State);
        Assert.Equal(SipCallState.Answered, carolAnswers.Calls[1].State);
        Assert.Null(carols.Counters.LastFault);
    }

    [Fact]
    public void A_merged_request_is_refused()
    {
        VirtualNetwork network = new();
        network.AddScript(5060, (_, _) => { });
        var uas = network.AddStack(5070, handler: Answerer.With(new CallScript(), call => call.Ring()));
        string invite = "INVITE sip:b@127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKone\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1>\r\nContent-Length: 0\r\n\r\n";
        network.Inject(5060, 5070, invite);
        network.Inject(5060, 5070, invite.Replace("one", "two", StringComparison.Ordinal));
        network.RunFor(100);
        Assert.Contains(network.Log, line => line.Contains(" 482 ", StringComparison.Ordinal));
        Assert.Equal(1, uas.ActiveCalls);
    }

    /// <summary>Whoever sees a call's addresses but not its tags can do nothing to it.</summary>
    [Fact]
    public void Spoofed_requests_inside_a_dialog_are_not_honoured()
    {
        var pair = Answered();
        SeededRandom random = new(7);
        string callId = pair.Call.CallId;
        int before = pair.Caller.Events.Count;
        foreach (string method in Enumerable.Repeat(new[] { "BYE", "INVITE", "UPDATE", "INFO", "REFER", "NOTIFY", "CANCEL", "PRACK" }, 625).SelectMany(m => m))
        {
            string toTag = random.Next(2) == 0 ? $"{random.NextUInt64():x16}" : $"{pair.Call.Id:x16}";
            string id = random.Next(2) == 0 ? callId : "other";
            string text = $"{method} sip:dialer@127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK{random.NextUInt64():x16}\r\nFrom: <sip:bob@x>;tag={random.NextUInt64():x16}\r\nTo: <sip:alice@x>;tag={toTag}\r\nCall-ID: {id}\r\nCSeq: {1 + random.Next(1000)} {method}\r\nContact: <sip:evil@127.0.0.1:9>\r\nRefer-To: <sip:evil@x>\r\nContent-Length: 0\r\n\r\n";
            byte[] bytes = Encoding.ASCII.GetBytes(text);
            pair.Uac.Receive(bytes, bytes.Length, VirtualNetwork.Hop(5070));
        }
        Assert.Equal(before, pair.Caller.Events.Count);
        Assert.Equal(SipCallState.Answered, pair.Call.State);
        Assert.Equal(5_000, pair.Uac.Counters.Refused(SipRefusal.UnknownDialog));
    }

    /// <summary>The way to stop a bill: a BYE with the right names and a CSeq of the past.</summary>
    [Fact]
    public void A_bye_with_a_cseq_of_the_past_is_refused()
    {
        var pair = Answered();
        for (int i = 0; i < 3; i++)
            pair.Other.Info("application/dtmf-relay", Encoding.ASCII.GetBytes("Signal=1"));
        pair.Network.RunFor(500);
        pair.Network.Inject(5070, 5060, $"BYE sip:dialer@127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKpast\r\nFrom: <sip:bob@x>;tag={pair.Other.Id:x16}\r\nTo: <sip:alice@x>;tag={pair.Call.Id:x16}\r\nCall-ID: {pair.Call.CallId}\r\nCSeq: 2 BYE\r\nContent-Length: 0\r\n\r\n");
        pair.Network.RunFor(500);
        Assert.Equal(SipCallState.Answered, pair.Call.State);
        Assert.Equal(1, pair.Uac.Counters.Refused(SipRefusal.StaleCSeq));
        pair.Call.Bye();
        pair.AssertNothingLeft();
    }

    /// <summary>The far end's last CSeq was 3.</summary>
    [Theory]
    [InlineData(0, false)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(4_000, true)]
    public void A_bye_counts_only_with_a_higher_cseq(int cseq, bool honoured)
    {
        var pair = Answered();
        for (int i = 0; i < 3; i++)
            pair.Other.Info("application/dtmf-relay", Encoding.ASCII.GetBytes("Signal=1"));
        pair.Network.RunFor(500);
        pair.Network.Inject(5070, 5060, Bye(pair, cseq));
        pair.Network.RunFor(500);
        Assert.Equal(honoured ? SipCallState.Ended : SipCallState.Answered, pair.Call.State);
        Assert.Equal(honoured ? 0 : 1, pair.Uac.Counters.Refused(SipRefusal.StaleCSeq));
    }

    private static string Bye(Pair pair, int cseq) => $"BYE sip:dialer@127.0.0.1:5060 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKbye\r\nFrom: <sip:bob@x>;tag={pair.Other.Id:x16}\r\nTo: <sip:alice@x>;tag={pair.Call.Id:x16}\r\nCall-ID: {pair.Call.CallId}\r\nCSeq: {cseq} BYE\r\nContent-Length: 0\r\n\r\n";

    /// <summary>Even with all names right, a BYE from elsewhere is refused where the owner asked for that.</summary>
    [Theory]
    [InlineData(true, "127.0.0.9", false)]
    [InlineData(true, "127.0.0.1", true)]
    [InlineData(false, "127.0.0.9", true)]
    public void A_dialog_may_be_bound_to_its_addresses(bool check, string source, bool honoured)
    {
        var pair = Answered(options: new SipEndpointOptions { CheckDialogSource = check });
        byte[] bye = Encoding.ASCII.GetBytes(Bye(pair, 900));
        pair.Uac.Receive(bye, bye.Length, SipHop.From(SipTransport.Udp, System.Net.IPAddress.Parse(source), 5070));
        Assert.Equal(honoured ? SipCallState.Ended : SipCallState.Answered, pair.Call.State);
        Assert.Equal(honoured ? 0 : 1, pair.Uac.Counters.Refused(SipRefusal.UnknownDialog));
    }

    private sealed class Lines : Microsoft.Extensions.Logging.ILogger
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(Microsoft.Extensions.Logging.LogLevel logLevel) => true;

        public void Log<TState>(Microsoft.Extensions.Logging.LogLevel logLevel, Microsoft.Extensions.Logging.EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
    }

    [Fact]
    public void Each_refusal_is_one_line_at_debug_level()
    {
        Lines lines = new();
        VirtualNetwork network = new();
        network.AddScript(5060, (_, _) => { });
        var uas = network.AddStack(5070, new SipEndpointOptions { Logger = lines });
        string options = "OPTIONS sip:b@127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKone\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: x\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n";
        network.Inject(5060, 5070, options);
        network.Inject(5060, 5070, options.Replace("OPTIONS", "DANCE", StringComparison.Ordinal));
        network.Inject(5060, 5070, options.Replace("OPTIONS", "PUBLISH", StringComparison.Ordinal));
        network.Inject(5060, 5070, options.Replace("OPTIONS", "BYE", StringComparison.Ordinal));
        network.Inject(5060, 5070, options.Replace("CSeq: 1", "CSeq: -1", StringComparison.Ordinal));
        network.RunFor(100);
        Assert.Equal(
            [
                "Debug 2100 Refused: MethodNotImplemented, from udp:127.0.0.1:5060",
                "Debug 2100 Refused: MethodNotAllowed, from udp:127.0.0.1:5060",
                "Debug 2100 Refused: UnknownDialog, from udp:127.0.0.1:5060",
                "Debug 2100 Refused: BadCSeq, from udp:127.0.0.1:5060",
            ],
            lines.Written);
        Assert.Null(uas.Counters.LastFault);
    }

    [Fact]
    public void Calls_beyond_the_limit_are_refused_and_room_comes_back()
    {
        VirtualNetwork network = new();
        SipEndpointOptions options = new() { MaxCalls = 5 };
        CallScript callee = new();
        network.AddStack(5070, options, Answerer.With(callee, call => call.Answer(Sdp)));
        var uac = network.AddStack(5060);
        List<CallScript> callers = [];
        List<SipCall> calls = [];
        for (int i = 0; i < 8; i++)
        {
            callers.Add(new CallScript());
            calls.Add(network.Invite(uac, 5070, callers[^1]));
        }
        network.RunFor(1_000);
        Assert.Equal(5, callers.Count(c => c.Events.Contains("answered 200")));
        Assert.Equal(3, callers.Count(c => c.Failure is { StatusCode: 503, RetryAfterSeconds: 5 }));
        foreach (var call in calls)
            call.Bye();
        network.RunFor(1_000);
        CallScript late = new();
        network.Invite(uac, 5070, late);
        network.RunFor(1_000);
        Assert.Contains("answered 200", late.Events);
    }

    [Fact]
    public void A_handler_that_throws_costs_its_message_and_not_the_line()
    {
        VirtualNetwork network = new();
        var uas = network.AddStack(5070, handler: new Answerer(_ => throw new InvalidOperationException("a bug of the owner")));
        var uac = network.AddStack(5060, handler: null);
        network.Invite(uac, 5070, new CallScript());
        network.RunFor(100);
        Assert.Equal(1, uas.Counters.Refused(SipRefusal.HandlerFault));
        Assert.IsType<InvalidOperationException>(uas.Counters.LastFault);
    }

    private static SipRegistration Register(SipStack stack, string password, List<string> changes, int expires = 120)
    {
        SipRegistrationOptions options = new()
        {
            Registrar = SipUri.ToHost("127.0.0.1", 5070),
            AddressOfRecord = SipUri.ToUser("1000", "127.0.0.1"),
            Credentials = new SipCredentials("1000", password),
            ExpiresSeconds = expires,
        };
        SipRegistration registration = new(stack, options, (_, change) => changes.Add($"{change.State} {change.StatusCode} {change.ExpiresSeconds} {change.RetrySeconds}"), stack.Ids.Next());
        registration.Start();
        return registration;
    }

    [Fact]
    public void A_far_end_that_dies_while_it_rings_leaves_nothing_behind()
    {
        VirtualNetwork network = new();
        network.AddStack(5070, handler: Answerer.With(new CallScript(), call => call.Ring()));
        var uac = network.AddStack(5060);
        CallScript caller = new();
        network.Invite(uac, 5070, caller, invite => invite with { RingTimeoutMs = 20_000 });
        network.RunFor(1_000);
        network.Passes = (from, _, _) => from.Port != 5070;
        network.RunFor(120_000);
        Assert.Equal(["provisional 180", "failed RingTimeout 0"], caller.Events);
        Assert.Equal((0, 0, 0), (uac.ActiveCalls, uac.Counters.ClientTransactions, uac.TimerCount));
    }

    private static SipRegistrar Users() => new(new SipRegistrarOptions { Realm = "dialer", Users = new Dictionary<string, string> { ["1000"] = "secret" } });

    [Fact]
    public void A_phone_registers_is_refreshed_and_leaves()
    {
        VirtualNetwork network = new();
        var registrar = Users();
        network.AddStack(5070, registrar: registrar);
        var phone = network.AddStack(5060);
        List<string> changes = [];
        var registration = Register(phone, "secret", changes);
        network.RunFor(1_000);
        Assert.Equal(["Registered 200 120 0"], changes);

        // RFC 8760 section 2.4: offered strongest first, and the strongest that both know is taken.
        string[] offered = [.. network.Messages.Single(text => text.StartsWith("SIP/2.0 401", StringComparison.Ordinal)).Split("\r\n").Where(line => line.StartsWith("WWW-Authenticate", StringComparison.Ordinal))];
        Assert.Equal(["SHA-512-256", "SHA-256", "MD5"], offered.Select(line => line.Split("algorithm=")[1].Split(',')[0]));
        Assert.Contains(network.Messages, text => text.StartsWith("REGISTER", StringComparison.Ordinal) && text.Contains("algorithm=SHA-512-256", StringComparison.Ordinal));
        var binding = Assert.Single(registrar.Find("1000", network.NowMs));
        Assert.Equal("sip:1000@127.0.0.1:5060", binding.Contact.ToString());
        network.RunFor(600_000);
        Assert.Single(registrar.Find("1000", network.NowMs));
        registration.Stop();
        network.RunFor(1_000);
        Assert.Empty(registrar.Find("1000", network.NowMs));
        Assert.Equal("Unregistered 0 0 0", changes[^1]);
    }

    [Fact]
    public void A_wrong_password_backs_off_and_is_silenced()
    {
        VirtualNetwork network = new();
        var registrar = Users();
        network.AddStack(5070, registrar: registrar);
        var phone = network.AddStack(5060);
        List<string> changes = [];
        Register(phone, "wrong", changes);
        network.RunFor(25_000);
        Assert.Equal(["Failed 401 0 2", "Failed 401 0 4", "Failed 401 0 8"], changes.Take(3));
        Assert.Empty(registrar.Find("1000", network.NowMs));
    }

    [Fact]
    public void A_call_to_our_own_phones_side_needs_a_password()
    {
        VirtualNetwork network = new();
        CallScript callee = new();
        var uas = network.AddStack(5070, handler: Answerer.With(callee, call => call.Reject(486)), registrar: Users());
        var phone = network.AddStack(5060);
        CallScript stranger = new();
        network.Invite(phone, 5070, stranger);
        CallScript impostor = new();
        network.Invite(phone, 5070, impostor, invite => invite with { Credentials = new SipCredentials("1000", "secret") });
        CallScript honest = new();
        network.Invite(phone, 5070, honest, invite => invite with { From = new SipIdentity("", SipUri.ToUser("1000", "127.0.0.1")), Credentials = new SipCredentials("1000", "secret") });
        network.RunFor(5_000);
        Assert.Equal(["failed AuthenticationFailed 401"], stranger.Events);
        Assert.Equal(["failed Refused 403"], impostor.Events);
        Assert.Equal(["failed Refused 486"], honest.Events);
        Assert.Null(uas.Counters.LastFault);
    }

    /// <summary>A scanner cannot tell who exists: the answers are alike but for what is random or its own.</summary>
    [Fact]
    public void Existing_and_absent_users_get_the_same_answer()
    {
        List<string> answers = [];
        foreach (string user in new[] { "1000", "1001" })
        {
            VirtualNetwork network = new();
            network.AddScript(5060, (_, text) => answers.Add(text.Replace(user, "USER", StringComparison.Ordinal)));
            network.AddStack(5070, registrar: Users());
            network.Inject(5060, 5070, $"REGISTER sip:127.0.0.1:5070 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5060;branch=z9hG4bKx\r\nFrom: <sip:{user}@x>;tag=1\r\nTo: <sip:{user}@x>\r\nCall-ID: x\r\nCSeq: 1 REGISTER\r\nContact: <sip:{user}@127.0.0.1:5060>\r\nAuthorization: Digest username=\"{user}\", realm=\"dialer\", nonce=\"x\", uri=\"sip:127.0.0.1:5070\", response=\"00\"\r\nContent-Length: 0\r\n\r\n");
            network.RunFor(100);
        }
        Assert.Equal(2, answers.Count);
        Assert.Equal(Clean(answers[0]), Clean(answers[1]));

        static string Clean(string text) => System.Text.RegularExpressions.Regex.Replace(text, "nonce=\"[0-9a-f]*\"|tag=s[0-9a-f]*", "");
    }
}
