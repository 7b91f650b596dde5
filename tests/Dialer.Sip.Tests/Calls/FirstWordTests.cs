using System.Diagnostics;
using System.Text;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Media;
using Dialer.Sip.Tests.Media;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>From the person's 200 OK to the first packet at the agent's phone that has the person's voice in it, on the wire.</summary>
public sealed class FirstWordTests
{
    private static readonly Instant T = Instant.Epoch;

    [Fact]
    public async Task The_zip_tone_is_laid_over_the_first_word_and_not_before_it()
    {
        using RawParty desk = new();
        using FarEnd phones = new((call, _) =>
            call.Sip.Answer(Encoding.ASCII.GetBytes(
                $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {desk.Endpoint.Port} RTP/AVP 8\r\n")));
        long answeredAt = 0;
        using FarEnd carrier = new((call, _) =>
        {
            Volatile.Write(ref answeredAt, Stopwatch.GetTimestamp());
            call.Answer(440);
        });
        var phone = new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{phones.Port}") };

        // The socket at the desk says nothing, and that is no matter here.
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], phone, options => options with { AgentSilentAfter = TimeSpan.Zero });
        var agent = await bench.AgentUpAsync(0);
        bench.OnSignal = signal =>
        {
            if (signal.Kind == EngineInputKind.CallAnswered)
                bench.Line.Carry(EngineOutput.BridgeLegs(T, signal.Call, agent, new(0), zipTone: true));
        };

        // The packets of one conversation after another, as they reach the agent's phone.
        List<double> onTheWire = [], asToldMs = [];
        int zips = 0;
        for (int round = 0; round < 20; round++)
        {
            Volatile.Write(ref answeredAt, long.MaxValue);
            var call = bench.Place();
            var heard = Task.Run(() => FirstVoice(desk, () => Volatile.Read(ref answeredAt), ref zips), TestContext.Current.CancellationToken);
            asToldMs.Add((await bench.SignalAsync(EngineInputKind.CustomerHeard, call)).SinceAnswer.TotalMilliseconds);
            onTheWire.Add(await heard.WaitAsync(LineBench.Patience, TestContext.Current.CancellationToken));
            bench.Line.Carry(EngineOutput.HangUp(T, call));
            await bench.SignalAsync(EngineInputKind.CallEnded, call);
        }
        double wire = onTheWire.Order().ElementAt(10), told = asToldMs.Order().ElementAt(10);
        TestContext.Current.TestOutputHelper?.WriteLine($"p50 {wire:F1} ms on the wire, {told:F1} ms as told");
        Assert.True(wire < 40, $"p50 {wire:F1} ms on the wire");
        Assert.InRange(told, 0, wire + 5);
        Assert.True(zips >= 20, $"{zips} packets with a zip tone in 20 conversations");
    }

    private static double FirstVoice(RawParty desk, Func<long> answeredAt, ref int zips)
    {
        short[] samples = new short[160];
        while (true)
        {
            byte[] packet = desk.Receive();
            long at = Stopwatch.GetTimestamp();
            if (packet.Length != 172 || (packet[1] & 0x7F) != 8 || at < answeredAt())
                continue;
            G711.DecodeALaw(packet.AsSpan(12), samples);
            double zip = Goertzel.Share(samples, 880) + Goertzel.Share(samples, 1175), voice = Goertzel.Share(samples, 440);
            if (zip > 0.05)
                Interlocked.Increment(ref zips);
            if (voice > 0.3)
                return Stopwatch.GetElapsedTime(answeredAt(), at).TotalMilliseconds;
        }
    }

    [Fact]
    public async Task The_first_word_is_measured_once_and_not_again_after_a_hold()
    {
        using FarEnd carrier = new((call, _) => call.Answer(440)), phones = new((call, _) => call.Answer(700));
        var phone = new Dictionary<AgentId, AgentPhone> { [new(0)] = new AgentPhone($"sip:agent@127.0.0.1:{phones.Port}") };
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)], phone);
        var agent = await bench.AgentUpAsync(0);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.CallAnswered, call);
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: true));
        await bench.SignalAsync(EngineInputKind.CustomerHeard, call);
        bench.Line.Carry(EngineOutput.UnbridgeLegs(T, call, agent));
        bench.ForgetSignals();
        bench.Line.Carry(EngineOutput.BridgeLegs(T, call, agent, new(0), zipTone: false));
        await bench.SignalAsync(EngineInputKind.LegsBridged, call);
        int heard = phones.Calls.Single().Ear.Heard(440);
        await LineBench.UntilAsync(() => phones.Calls.Single().Ear.Heard(440) > heard + 20, "the voice did not come back");
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.CustomerHeard);
    }
}
