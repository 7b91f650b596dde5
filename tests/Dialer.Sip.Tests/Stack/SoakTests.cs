using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Dialer.Core.Time;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Stack;

/// <summary>
/// Calls of every kind between two endpoints, and nothing left of them afterwards. DIALER_LONG_TESTS=1: ten minutes at 200 calls
/// a second (DIALER_SOAK_SECONDS: another time); else some seconds.
/// </summary>
[Collection(nameof(FloodTests))]
public sealed class SoakTests
{
    private const long AllowedGrowth = 16L * 1024 * 1024;

    /// <summary>Shorter timers, so that what ended is forgotten while the run goes on, and not only after 32 s.</summary>
    private const int T1Ms = 100;

    /// <summary>
    /// The guards of real parties against a far end that is gone, as the line has them: a machine that stands still for longer than 64 x T1 loses
    /// a CANCEL or a BYE with all its repeats, and no rule of SIP ends such a call by itself.
    /// </summary>
    private const int SessionSeconds = 30;

    private static readonly TimeSpan RingLimit = TimeSpan.FromSeconds(20);

    private static readonly bool IsLong = Environment.GetEnvironmentVariable("DIALER_LONG_TESTS") == "1";
    private static readonly int Seconds = int.Parse(Environment.GetEnvironmentVariable("DIALER_SOAK_SECONDS") ?? (IsLong ? "600" : "4"), CultureInfo.InvariantCulture);
    private static readonly byte[] Sdp = "v=0\r\n"u8.ToArray();

    private sealed class Party(Tally tally, int kind) : ISipCallHandler
    {
        public void OnProvisional(SipCall call, SipMessage response)
        {
            if (kind == 1)
                call.Cancel();
        }

        public void OnAnswered(SipCall call, SipMessage response)
        {
            if (kind == 2)
                call.ReInvite(Sdp);
            else if (kind != 3)
                call.Bye();
        }

        public void OnAcknowledged(SipCall call, SipMessage ack)
        {
            if (kind == 3)
                call.Bye();
        }

        public void OnOffer(SipCall call, SipMessage request) => call.AcceptOffer(Sdp);

        public void OnReInviteAnswered(SipCall call, SipMessage response) => call.Bye();

        public void OnReInviteFailed(SipCall call, in SipFailure failure) => call.Bye();

        public void OnFailed(SipCall call, in SipFailure failure) => tally.Ended(kind is 1 or 4);

        public void OnEnded(SipCall call, in SipCallEnd end)
        {
            if (call.Direction == SipCallDirection.Outgoing)
                tally.Ended(kind is not (1 or 4));
        }
    }

    private sealed class Callee : ISipEndpointHandler
    {
        private readonly ConcurrentQueue<(SipCall Call, long Since)> _ringing = new();

        /// <summary>Calls whose CANCEL never came.</summary>
        public int GivenUp { get; private set; }

        public void GiveUpRinging()
        {
            while (_ringing.TryPeek(out var oldest) && Stopwatch.GetElapsedTime(oldest.Since) > RingLimit && _ringing.TryDequeue(out _))
            {
                if (oldest.Call.State != SipCallState.Ended)
                    GivenUp++;
                oldest.Call.HangUp();
            }
        }

        public void OnIncomingCall(SipCall call, SipMessage invite)
        {
            invite.TryGetAddress(SipHeader.From, out var from);
            int kind = int.Parse(from.Uri.UserText, CultureInfo.InvariantCulture) % 5;
            call.Handler = new Party(new Tally(), kind);
            call.Ring();
            if (kind == 4)
                call.Reject(486);
            else if (kind != 1)
                call.Answer(Sdp);
            else
                _ringing.Enqueue((call, Stopwatch.GetTimestamp()));
        }
    }

    private sealed class Tally
    {
        private int _ended;
        private int _wrong;

        public int All => Volatile.Read(ref _ended);

        public int Wrong => Volatile.Read(ref _wrong);

        public void Ended(bool asExpected)
        {
            if (!asExpected)
                Interlocked.Increment(ref _wrong);
            Interlocked.Increment(ref _ended);
        }
    }

    [Fact]
    public async Task Nothing_is_left_of_calls_that_are_over()
    {
        Tally tally = new();
        Callee callee = new();
        SipEndpointOptions options = new() { ListenTcp = true, T1Ms = T1Ms, T4Ms = 500, SessionExpiresSeconds = SessionSeconds, MinSessionExpiresSeconds = SessionSeconds };
        using var uas = SipEndpoint.Start(options, callee);
        using var uac = SipEndpoint.Start(options);
        long early = 0;
        var clock = Stopwatch.StartNew();
        SeededRandom random = new(20260117);
        int placed = 0;
        var longestPause = TimeSpan.Zero;
        while (clock.Elapsed.TotalSeconds < Seconds)
        {
            for (; placed < clock.Elapsed.TotalSeconds * (IsLong ? 200 : 50); placed++)
                Place(uac, uas, tally, random.Next(1_000), overTcp: placed % 2 == 1);
            if (early == 0 && clock.Elapsed.TotalSeconds > Seconds / 5.0)
            {
                // The rate rests with the calls: what was not placed meanwhile must not come in one burst, which fills a stream's queue and cuts it.
                clock.Stop();
                early = await HeldAsync(uac, uas, callee);
                clock.Start();
            }
            callee.GiveUpRinging();
            long before = Stopwatch.GetTimestamp();
            await Task.Delay(20, TestContext.Current.CancellationToken);
            if (Stopwatch.GetElapsedTime(before) is var pause && pause > longestPause)
                longestPause = pause;
        }
        long late = await HeldAsync(uac, uas, callee);
        TestContext.Current.TestOutputHelper?.WriteLine($"{placed} calls, {tally.Wrong} otherwise than meant, {callee.GivenUp} never cancelled, {late - early} bytes more, longest pause of the machine {longestPause.TotalSeconds:F1} s");
        Assert.Equal(placed, tally.All);
        Assert.True(tally.Wrong <= placed / 100, $"{tally.Wrong} of {placed} calls went otherwise than meant; the machine stood still for up to {longestPause.TotalSeconds:F1} s");
        Assert.True(late - early < AllowedGrowth, $"{late - early} bytes more after {placed} calls");
        Assert.Equal((1, 1), (uac.Counters.OpenStreams, uas.Counters.OpenStreams));
        Assert.Null(uac.Counters.LastFault ?? uas.Counters.LastFault);
        Assert.Equal(0, uac.Counters.PostsRefused + uas.Counters.PostsRefused);
    }

    private static void Place(SipEndpoint uac, SipEndpoint uas, Tally tally, int number, bool overTcp)
    {
        string place = overTcp ? $"127.0.0.1:{uas.TcpEndPoint!.Port};transport=tcp" : $"127.0.0.1:{uas.LocalEndPoint.Port}";
        SipInvite invite = new()
        {
            Target = SipUri.Parse($"sip:bob@{place}"),
            From = new SipIdentity("", SipUri.ToUser($"{number}", "example.com")),
            Body = Sdp,
        };
        uac.Invite(invite, new Party(tally, number % 5));
    }

    private static string LeftOf(SipEndpoint endpoint) =>
        $"{endpoint.ActiveCalls} calls, {endpoint.Counters.ClientTransactions} and {endpoint.Counters.ServerTransactions} transactions, {endpoint.Deadlines} deadlines";

    /// <summary>Waits until each call, transaction and deadline is gone; the memory held then.</summary>
    private static async Task<long> HeldAsync(SipEndpoint uac, SipEndpoint uas, Callee callee)
    {
        static bool IsEmpty(SipEndpoint endpoint) =>
            endpoint is { ActiveCalls: 0, Deadlines: 0, Counters: { ClientTransactions: 0, ServerTransactions: 0 } };
        for (int waited = 0; !IsEmpty(uac) || !IsEmpty(uas); waited++)
        {
            Assert.True(waited < 1_800, $"left at the caller: {LeftOf(uac)}; at the callee: {LeftOf(uas)}");
            callee.GiveUpRinging();
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
