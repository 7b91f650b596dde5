using Dialer.Core.CallProgress;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

public sealed class CallProgressAnalyzerTests
{
    [Theory]
    [InlineData(500, 700, CpaVerdict.LiveVoice)]
    [InlineData(500, 4000, CpaVerdict.AnsweringMachine)]
    [InlineData(500, 0, CpaVerdict.Silence)]
    public void Tells_a_person_a_machine_and_silence(int delayMs, int voiceMs, CpaVerdict expected)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        analyzer.Answered();
        short[] frame = new short[160];
        uint timestamp = 4_000_000_000;
        uint noise = 1;
        for (int ms = 0; ms < 8000; ms += 20)
        {
            bool voice = ms >= delayMs && ms < delayMs + voiceMs;
            for (int i = 0; i < frame.Length; i++)
            {
                noise = noise * 1664525 + 1013904223;
                int hiss = (int)(noise >> 28) - 8;
                int t = ms * 8 + i;
                double syllable = 0.55 + 0.45 * Math.Sin(t / 8000.0 * 2 * Math.PI * 4);
                frame[i] = (short)(hiss + (voice ? syllable * ((int)(noise >> 18) - 8192) : 0));
            }
            analyzer.Push(frame, FrameFlags.None, timestamp);
            timestamp += 160;
        }
        Assert.Equal(expected, analyzer.Verdict);
    }

    [Fact]
    public void No_packets_is_no_media()
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        analyzer.Answered();
        for (int i = 0; i < 40; i++) analyzer.NoFrames(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CpaVerdict.NoMedia, analyzer.Verdict);
    }
}
