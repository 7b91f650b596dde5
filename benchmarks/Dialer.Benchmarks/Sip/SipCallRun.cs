using System.Diagnostics;
using System.Globalization;
using System.Net;
using Dialer.Sip.Stack;

namespace Dialer.Benchmarks.Sip;

/// <summary>
/// Complete calls (INVITE, 100, 180, 200, ACK, BYE, 200) with SIPp at the other end: CPU of this process for a call, what it
/// allocates and what is still held when the last one ends, retransmissions, failures; and the same calls answered by Kamailio.
/// "sip-calls [uac|uas|kamailio|all] [calls a second,...] [seconds]".
/// </summary>
public static class SipCallRun
{
    private static readonly byte[] Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"u8.ToArray();

    public static int Run(string[] arguments)
    {
        string role = arguments.Length > 0 ? arguments[0] : "all";
        int[] rates = arguments.Length > 1 ? Array.ConvertAll(arguments[1].Split(','), r => int.Parse(r, CultureInfo.InvariantCulture)) : [300, 500, 1000];
        int seconds = arguments.Length > 2 ? int.Parse(arguments[2], CultureInfo.InvariantCulture) : 10;
        Console.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd HH:mm} UTC, {Environment.ProcessorCount} cores, load {LoadAverage()}");
        Console.WriteLine("role rate/s calls failed CPU-ms/call allocated-kB/call held-kB/call retransmissions 200-to-ACK-p50-ms p99-ms");
        foreach (int rate in rates)
        {
            if (role is "uac" or "all")
                RunAsCaller(rate, seconds);
            if (role is "uas" or "all")
                RunAsCallee(rate, seconds);
            if (role is "kamailio" or "all")
                RunKamailio(rate, seconds);
        }
        return 0;
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    /// <summary>Code is compiled for good only after thousands of calls, which is not part of a call; a run of fewer is not for its figures.</summary>
    private static int WarmUpCalls(int rate, int seconds) => Math.Min(5_000, 10 * rate * seconds);

    private const int WarmUpRate = 500;

    /// <summary>The caller: hangs up as soon as it is answered, so that a call is signalling and nothing else.</summary>
    private sealed class Caller : ISipCallHandler
    {
        public int Ended;
        public int Failed;

        public void OnAnswered(SipCall call, SipMessage response) => call.Bye();

        public void OnEnded(SipCall call, in SipCallEnd end) => Interlocked.Increment(ref Ended);

        public void OnFailed(SipCall call, in SipFailure failure) => Interlocked.Increment(ref Failed);
    }

    private static void RunAsCaller(int rate, int seconds)
    {
        int port = 20_000 + (Environment.ProcessId % 10_000);
        using var sipp = Sipp($"-sn uas -i 127.0.0.1 -p {port} -nostdin");
        using var endpoint = SipEndpoint.Start(new SipEndpointOptions());
        Caller caller = new();
        SipInvite invite = new()
        {
            Target = SipUri.ToUser("service", "127.0.0.1", port),
            From = new SipIdentity("", SipUri.ToUser("bench", "127.0.0.1")),
            Body = Sdp,
        };
        Thread.Sleep(500);
        WaitFor(caller, Pace(endpoint, caller, invite, WarmUpRate, Math.Max(1, WarmUpCalls(rate, seconds) / WarmUpRate)));
        caller.Ended = caller.Failed = 0;
        long retransmitted = endpoint.Counters.Retransmissions;
        Meter meter = new();
        int calls = Pace(endpoint, caller, invite, rate, seconds);
        WaitFor(caller, calls);
        Console.WriteLine(Line("uac", rate, calls, calls - caller.Ended, meter, endpoint.Counters.Retransmissions - retransmitted, ""));
        sipp.Kill();
    }

    /// <summary>Evenly spaced calls, started on the reactor thread by batches of a millisecond.</summary>
    private static int Pace(SipEndpoint endpoint, Caller caller, SipInvite invite, int rate, int seconds)
    {
        long start = Stopwatch.GetTimestamp();
        int placed = 0;
        int all = rate * seconds;
        while (placed < all)
        {
            int due = Math.Min(all, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate));
            int batch = due - placed;
            if (batch > 0)
            {
                endpoint.Post(() =>
                {
                    for (int i = 0; i < batch; i++)
                        endpoint.Invite(invite, caller);
                });
                placed = due;
            }
            Thread.Sleep(1);
        }
        return all;
    }

    private static void WaitFor(Caller caller, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        while (caller.Ended + caller.Failed < calls && Stopwatch.GetElapsedTime(start).TotalSeconds < 40)
            Thread.Sleep(20);
    }

    private sealed class Callee : ISipEndpointHandler, ISipCallHandler
    {
        private readonly List<double> _ackMs = [];
        public int Ended;

        public void OnIncomingCall(SipCall call, SipMessage invite)
        {
            call.Handler = this;
            call.Ring();
            call.Tag = Stopwatch.GetTimestamp();
            call.Answer(Sdp);
        }

        public void OnAcknowledged(SipCall call, SipMessage ack) => _ackMs.Add(Stopwatch.GetElapsedTime((long)call.Tag!).TotalMilliseconds);

        public void OnEnded(SipCall call, in SipCallEnd end) => Interlocked.Increment(ref Ended);

        public string AckPercentiles()
        {
            if (_ackMs.Count == 0)
                return "";
            _ackMs.Sort();
            return string.Create(CultureInfo.InvariantCulture, $"{_ackMs[_ackMs.Count / 2]:F2} {_ackMs[_ackMs.Count * 99 / 100]:F2}");
        }
    }

    private static void RunAsCallee(int rate, int seconds)
    {
        Callee callee = new();
        using var endpoint = SipEndpoint.Start(new SipEndpointOptions(), callee);
        var target = endpoint.LocalEndPoint;
        WarmUp(target, WarmUpCalls(rate, seconds));
        callee.Ended = 0;
        long retransmitted = endpoint.Counters.Retransmissions + endpoint.Counters.RetransmissionsReceived;
        Meter meter = new();
        int calls = rate * seconds;
        using var sipp = Sipp($"-sn uac {target} -i 127.0.0.1 -r {rate} -m {calls} -d 0 -nostdin");
        sipp.WaitForExit((seconds + 60) * 1000);
        long again = endpoint.Counters.Retransmissions + endpoint.Counters.RetransmissionsReceived - retransmitted;
        Console.WriteLine(Line("uas", rate, calls, calls - callee.Ended, meter, again, callee.AckPercentiles()));
    }

    private static void WarmUp(IPEndPoint target, int calls)
    {
        using var sipp = Sipp($"-sn uac {target} -i 127.0.0.1 -r {WarmUpRate} -m {calls} -d 0 -nostdin");
        sipp.WaitForExit(60_000);
    }

    private static void RunKamailio(int rate, int seconds)
    {
        using var kamailio = KamailioCallee.TryStart();
        if (kamailio is null)
        {
            Console.WriteLine($"kamailio {rate}: not installed");
            return;
        }
        Thread.Sleep(1_500);
        WarmUp(kamailio.EndPoint, WarmUpCalls(rate, seconds));
        double before = kamailio.CpuMs;
        int calls = rate * seconds;
        using var sipp = Sipp($"-sn uac {kamailio.EndPoint} -i 127.0.0.1 -r {rate} -m {calls} -d 0 -nostdin");
        sipp.WaitForExit((seconds + 60) * 1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"kamailio {rate} {calls} {(sipp.ExitCode == 0 ? 0 : "some")} {(kamailio.CpuMs - before) / calls:F3} - - - "));
    }

    private sealed class Meter
    {
        private readonly long _held = GC.GetTotalMemory(forceFullCollection: true);
        private readonly TimeSpan _cpu = Process.GetCurrentProcess().TotalProcessorTime;
        private readonly long _allocated = GC.GetTotalAllocatedBytes();

        public double CpuMs => (Process.GetCurrentProcess().TotalProcessorTime - _cpu).TotalMilliseconds;

        public double AllocatedKilobytes => (GC.GetTotalAllocatedBytes() - _allocated) / 1024.0;

        public double HeldKilobytes => (GC.GetTotalMemory(forceFullCollection: true) - _held) / 1024.0;
    }

    private static string Line(string role, int rate, int calls, int failed, Meter meter, long again, string ack) => string.Create(
        CultureInfo.InvariantCulture,
        $"{role} {rate} {calls} {failed} {meter.CpuMs / calls:F3} {meter.AllocatedKilobytes / calls:F2} {meter.HeldKilobytes / calls:F2} {again} {ack}");

    /// <summary>Its screen goes nowhere; exec, so that ending the process ends SIPp.</summary>
    private static Process Sipp(string arguments) => Process.Start("/bin/sh", ["-c", $"cd {Path.GetTempPath()} && exec sipp {arguments} > /dev/null 2>&1"]);
}
