using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Stack;
using Dialer.Sip.Tests.Calls;
using Dialer.Sip.Trunks;
using Xunit;

namespace Dialer.Sip.Tests.Trunks;

/// <summary>What is said of a trunk that does not do its part.</summary>
public sealed class TrunkTroubleTests
{
    private static readonly TrunkOptions Pbx = new() { Id = new(1), Name = "pbx", Address = "pbx.example", Port = 5060, UserName = "dialer", Password = "secret", CallerId = "+33199001234", CallerIdIn = CallerIdHeader.Both };

    [Theory]
    [InlineData(401, "Unauthorized", "password is wrong", "\"user\", \"password\"")]
    [InlineData(407, "Proxy Authentication Required", "password is wrong", "\"authorizationUser\"")]
    [InlineData(403, "Forbidden", "may not register", "account is active")]
    [InlineData(404, "Not Found", "not known there", "\"domain\"")]
    [InlineData(423, "Interval Too Brief", "too short", "\"registerSeconds\"")]
    [InlineData(503, "Service Unavailable", "503 Service Unavailable", "asked again")]
    [InlineData(0, "No Answer", "no answer from pbx.example:5060 to REGISTER", "firewall")]
    [InlineData(0, "Unresolvable", "cannot be found", "DNS")]
    [InlineData(0, "Transport Error", "cannot be reached", "\"transport\"")]
    public void A_registration_that_fails_names_cause_and_remedy(int status, string phrase, string cause, string remedy)
    {
        var trouble = TrunkTrouble.Registration(Pbx with { Register = true }, status, phrase);
        Assert.Contains(cause, trouble.Cause, StringComparison.Ordinal);
        Assert.Contains(remedy, trouble.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, CallerIdHeader.Both, "may know by From", "assertedIdentity")]
    [InlineData(407, CallerIdHeader.From, "may know by From", "assertedIdentity")]
    [InlineData(401, CallerIdHeader.AssertedIdentity, "password is wrong", "\"password\"")]
    [InlineData(402, CallerIdHeader.From, "no credit", "account")]
    [InlineData(503, CallerIdHeader.From, "503", "\"channels\"")]
    public void Calls_that_a_trunk_refuses_name_cause_and_remedy(int status, CallerIdHeader callerIdIn, string cause, string remedy)
    {
        var trouble = TrunkTrouble.Calls(Pbx with { CallerIdIn = callerIdIn }, new SipFailure(SipFailureCause.AuthenticationFailed, status, "Said So"));
        Assert.Contains(cause, trouble.Cause, StringComparison.Ordinal);
        Assert.Contains(remedy, trouble.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_breaker_tests_what_failed_a_trunk_that_refuses_calls_is_tried_by_a_call()
    {
        var breaker = new TrunkBreaker(TimeSpan.FromSeconds(5));
        for (int i = 0; i < 5; i++)
        {
            breaker.Failed("401", null, At(i), answered: true);
            breaker.Probed(alive: true, "", At(i));
        }
        Assert.Equal(BreakerState.Open, breaker.State);
        for (double at = 5; at < 14; at += 1.25)
            Assert.False(breaker.Probed(alive: true, "", At(at)), "an answer to OPTIONS says nothing of calls");
        Assert.True(breaker.Probed(alive: true, "", At(15)));
        Assert.Equal(BreakerState.Trial, breaker.State);
        Assert.False(breaker.Probed(alive: true, "", At(16)));
        Assert.True(breaker.Failed("401", null, At(16), answered: true));
        Assert.False(breaker.Probed(alive: true, "", At(27)));
        Assert.True(breaker.Probed(alive: true, "", At(36)));
        Assert.True(breaker.Succeeded());
        Assert.Equal(BreakerState.Closed, breaker.State);
    }

    private static Instant At(double seconds) => Instant.FromSeconds(1000 + seconds);

    [Theory]
    [InlineData(404, "no such phone at the PBX: 404 Not Found")]
    [InlineData(486, "phone is busy: 486 Busy Here")]
    [InlineData(480, "phone cannot be reached, is it registered: 480 Temporarily Unavailable")]
    [InlineData(403, "phone or PBX refused the call: 403 Forbidden")]
    [InlineData(503, "the PBX cannot place the call: 503 Service Unavailable")]
    public async Task A_phone_that_was_not_reached_says_why(int status, string why)
    {
        using var pbx = new FarEnd((call, _) => call.Sip.Reject(status));
        var agent = new AgentId(3);
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, pbx.Port)], new Dictionary<AgentId, AgentPhone> { [agent] = new($"sip:1001@127.0.0.1:{pbx.Port}", new TrunkId(1)) });
        bench.Line.Carry(EngineOutput.PlaceAgentCall(Instant.Epoch, agent, new CallId(900)));
        var down = await bench.SignalAsync(EngineInputKind.AgentLegDown, new CallId(900));
        Assert.Equal((status, why), (down.SipStatus, down.Reason));
    }

    [Fact]
    public async Task Each_trunk_is_reported_by_itself_and_the_trunk_named_is_the_one_that_failed()
    {
        using var refusing = new FarEnd((call, _) => call.Sip.Reject(402));
        using var working = new FarEnd((call, _) => call.Answer(440));
        List<TrunkReport> reports = [];
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, refusing.Port) with { Failover = [new TrunkId(2)] }, LineBench.TrunkTo(2, working.Port)],
            reported: report =>
            {
                lock (reports)
                    reports.Add(report);
            });
        for (int i = 0; i < 5; i++)
            await bench.SignalAsync(EngineInputKind.CallAnswered, bench.Place());
        lock (reports)
        {
            Assert.All(reports, report => Assert.Equal("trunk 1", report.Name));
            Assert.Equal([TrunkCondition.Available, TrunkCondition.Unavailable], reports.Select(report => report.Condition));
            Assert.All(reports, report => Assert.Contains("402 Payment Required", report.Cause, StringComparison.Ordinal));
        }
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.TrunkUnavailable);
    }

    [Fact]
    public async Task A_wrong_password_is_told_with_the_first_answer_and_nothing_before_it()
    {
        using var pbx = new RegistrarScript();
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, pbx.Port) with { Register = true, UserName = "dialer", Password = "wrong" }]);
        var starting = bench.Signals.First(signal => signal.Kind == EngineInputKind.TrunkUnavailable);
        Assert.True(starting.IsStarting);
        var told = await bench.SignalAsync(signal => signal.Kind == EngineInputKind.TrunkUnavailable && !signal.IsStarting, "the cause");
        Assert.Contains("REGISTER answered 403", told.Reason, StringComparison.Ordinal);
        Assert.Contains("account is active", told.Reason, StringComparison.Ordinal);
    }

    /// <summary>Answers 403 to each REGISTER, and 200 to OPTIONS.</summary>
    private sealed class RegistrarScript : IDisposable
    {
        private readonly System.Net.Sockets.Socket _socket = new(System.Net.Sockets.AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);

        public RegistrarScript()
        {
            _socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 0));
            _ = Task.Run(AnswerAsync);
        }

        public int Port => ((System.Net.IPEndPoint)_socket.LocalEndPoint!).Port;

        private async Task AnswerAsync()
        {
            byte[] buffer = new byte[4096];
            try
            {
                while (true)
                {
                    var received = await _socket.ReceiveFromAsync(buffer, new System.Net.IPEndPoint(System.Net.IPAddress.Any, 0));
                    string request = System.Text.Encoding.ASCII.GetString(buffer, 0, received.ReceivedBytes);
                    string status = request.StartsWith("REGISTER", StringComparison.Ordinal) ? "403 Forbidden" : "200 OK";
                    var kept = request.Split("\r\n").Where(line => line.StartsWith("Via", StringComparison.Ordinal) || line.StartsWith("From", StringComparison.Ordinal) || line.StartsWith("Call-ID", StringComparison.Ordinal) || line.StartsWith("CSeq", StringComparison.Ordinal));
                    string to = request.Split("\r\n").First(line => line.StartsWith("To", StringComparison.Ordinal)) + ";tag=x";
                    string answer = string.Join("\r\n", [$"SIP/2.0 {status}", .. kept, to, "Content-Length: 0", "", ""]);
                    await _socket.SendToAsync(System.Text.Encoding.ASCII.GetBytes(answer), received.RemoteEndPoint);
                }
            }
            catch (Exception closed) when (closed is System.Net.Sockets.SocketException or ObjectDisposedException)
            {
                // The test is over.
            }
        }

        public void Dispose() => _socket.Dispose();
    }
}
