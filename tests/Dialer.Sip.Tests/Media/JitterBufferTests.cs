using Dialer.Core.Ids;
using Dialer.Core.Tests.CallProgress;
using Dialer.Core.Time;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class JitterBufferTests
{
    private const int UsualDelayMs = 320;

    private static Func<int, double> Step(int atMs, int byMs) => ms => UsualDelayMs + (ms >= atMs ? byMs : 0);

    public static TheoryData<string, CpaVerdict> Answers => new()
    {
        { "a person", CpaVerdict.LiveVoice },
        { "a machine", CpaVerdict.AnsweringMachine },
        { "a machine with a short first word", CpaVerdict.AnsweringMachine },
        { "nobody", CpaVerdict.Silence },
        { "a fax", CpaVerdict.Fax },
    };

    private static short[] AudioOf(string answer) => answer switch
    {
        "a person" => new CallSignal().Silence(500).Voice(700).Silence(5000).Samples(),
        "a machine" => new CallSignal().Silence(400).Voice(6000).Silence(5000).Samples(),
        "a machine with a short first word" => new CallSignal().Silence(400).Voice(600).Silence(250).Voice(5000).Silence(5000).Samples(),
        "nobody" => new CallSignal().Silence(15_000).Samples(),
        "a fax" => new CallSignal().Silence(300).Tone(3000, 2100).Silence(5000).Samples(),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, null),
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void A_step_in_delay_at_any_moment_leaves_the_verdict_as_it_is_and_is_all_that_it_comes_later(string answer, CpaVerdict expected)
    {
        short[] audio = AudioOf(answer);
        (var verdict, int usualMs) = new DelayedStream(audio, Step(0, 0)).Judge();
        Assert.Equal(expected, verdict);
        foreach (int byMs in (int[])[-300, -160, -80, 80, 160, 240, 320, 500])
        {
            for (int atMs = 100; atMs < usualMs + 200; atMs += 180)
            {
                (var heard, int ms) = new DelayedStream(audio, Step(atMs, byMs)).Judge(tickPhaseMs: atMs % 20);
                Assert.True(heard == expected, $"{answer}, {byMs} ms at {atMs} ms: {heard} instead of {expected}");
                Assert.True(ms <= usualMs + Math.Max(0, byMs) + 40, $"{answer}, {byMs} ms at {atMs} ms: at {ms} ms, without it {usualMs}");
            }
        }
    }

    [Theory]
    [InlineData(160)]
    [InlineData(500)]
    [InlineData(900)]
    [InlineData(3000)]
    [InlineData(-300)]
    public void After_a_step_everything_is_heard_again_in_its_order(int byMs)
    {
        var stream = new DelayedStream(new short[8000 * 12], Step(4000, byMs));
        stream.Run(7, (_, _, _) => { });
        var late = stream.Heard.SkipWhile(packet => packet < 220).ToList();
        Assert.Equal(Enumerable.Range(220, late.Count), late);
        int heard = stream.Heard.Count(packet => packet >= 0);
        Assert.True(heard >= 596 - stream.Late, $"{heard} of 600 packets");
    }

    [Theory]
    [InlineData(160, 0)]
    [InlineData(500, 0)]
    [InlineData(900, 1)]
    [InlineData(3000, 1)]
    public void What_came_too_late_is_counted_and_what_could_be_waited_for_is_not_lost(int byMs, int mostLate)
    {
        var stream = new DelayedStream(new short[8000 * 12], Step(4000, byMs));
        stream.Run(7, (_, _, _) => { });
        Assert.InRange(stream.Late, 0, mostLate);
        Assert.Equal(600 - stream.Late, stream.Heard.Where(packet => packet >= 0).Distinct().Count() + 600 - 1 - stream.Heard.Max());
    }

    [Fact]
    public void Whoever_takes_a_frame_every_20_ms_whatever_comes_hears_again_after_three_late_packets()
    {
        var buffer = new JitterBuffer();
        short[] frame = new short[160], packet = Enumerable.Repeat((short)1000, 160).ToArray();
        List<AudioFrameFlags> heard = [];
        int late = 0;
        for (int tick = 0; tick < 200; tick++)
        {
            // From the 50th on everything comes 200 ms later.
            int arriving = tick < 50 ? tick : tick - 10;
            if (tick is < 50 or >= 60 && !buffer.Put((uint)(arriving * 160), packet))
                late++;
            heard.Add(buffer.Take(frame, out _));
        }
        Assert.Equal(2, late);
        Assert.All(heard.Skip(66), flags => Assert.Equal(AudioFrameFlags.None, flags));
    }

    [Fact]
    public void A_timer_that_stalls_and_catches_up_loses_nothing()
    {
        // For 400 ms nothing is sent, then all of it at once.
        var stream = new DelayedStream(new short[8000 * 6], ms => ms is >= 2000 and < 2400 ? 2400 - ms : 0);
        stream.Run(7, (_, _, _) => { });
        Assert.Equal(0, stream.Late);
        var heard = stream.Heard.Where(packet => packet >= 0).ToList();
        Assert.Equal(Enumerable.Range(0, heard.Count), heard);
        Assert.True(heard.Count >= 297, $"{heard.Count} of 300 packets");
        Assert.True(stream.Heard.Count(packet => packet < 0) <= 2, "the stall was handed out as a loss");
    }

    [Fact]
    public void A_pause_that_nobody_announced_passes_as_a_pause()
    {
        var buffer = new JitterBuffer();
        short[] frame = new short[160];
        int taken = 0;
        for (int tick = 0; tick < 300; tick++)
        {
            if (tick is < 50 or >= 150)
                buffer.Put((uint)(tick * 160), new short[160]);
            for (int due = buffer.FramesDue(isPause: false); due > 0; due--, taken++)
                buffer.Take(frame, out _);
        }
        Assert.InRange(taken, 298, 300);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Random_delays_lose_order_and_never_repeat_a_packet(ulong seed)
    {
        var random = new SeededRandom(seed);
        double way = 100;
        var stream = new DelayedStream(new short[8000 * 60], _ =>
        {
            if (random.NextDouble() < 0.004)
                way = random.NextDouble() * 800;
            return way + (random.NextDouble() * 30);
        });
        stream.Run(7, (_, _, _) => { });
        var heard = stream.Heard.Where(packet => packet >= 0).ToList();
        Assert.Equal(heard.Distinct().Order(), heard);
        Assert.True(heard.Count > 2700, $"{heard.Count} of 3000 packets");
    }
}
