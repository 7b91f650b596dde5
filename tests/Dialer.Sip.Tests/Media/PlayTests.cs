using Dialer.Audio;
using Dialer.Line;
using Dialer.Sip.Media;
using Xunit;

namespace Dialer.Sip.Tests.Media;

public sealed class PlayTests
{
    private static short[] Tone(double frequencyHz, int rate, double seconds)
    {
        short[] samples = new short[(int)(rate * seconds)];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)(9000 * Math.Sin(2 * Math.PI * frequencyHz * i / rate));
        return samples;
    }

    [Theory]
    [InlineData(8000, AudioCodec.Pcma)]
    [InlineData(16000, AudioCodec.Pcmu)]
    [InlineData(16000, AudioCodec.G722)]
    [InlineData(44100, AudioCodec.Pcma)]
    public async Task A_wav_file_is_heard_and_its_end_is_told(int rate, AudioCodec codec)
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, WavFile.Build(Tone(700, rate, 1.2), rate));
            using var calls = new TwoCalls(codec);
            var prompt = Prompt.FromFile(path, out var refusal)!;
            Assert.Equal(SoundRefusal.None, refusal);
            Assert.Equal(60, prompt.Frames);

            long id = calls.LegOne.Play(prompt);
            await calls.EarOne.Hears(700, blocks: 9);
            await Eventually.True(() => calls.EventsOne.PlaysEnded.Contains((id, PlayEnd.Finished)), "the prompt's end");

            // A silent leg may send one packet at its first housekeeping, which opens a NAT's way back.
            Assert.InRange(calls.LegOne.GetStatistics().PacketsSent, 60, 61);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_loop_goes_on_until_it_is_stopped_and_says_so()
    {
        using var calls = new TwoCalls();
        long id = calls.LegOne.Play(Tones.Beep(900, 100), loop: true);
        await calls.EarOne.Hears(900, blocks: 15);
        Assert.Empty(calls.EventsOne.PlaysEnded);

        calls.LegOne.StopPlaying();
        await Eventually.True(() => calls.EventsOne.PlaysEnded.Contains((id, PlayEnd.Stopped)), "the loop's end");
    }

    [Fact]
    public async Task A_new_prompt_replaces_the_old_and_closing_ends_the_new()
    {
        using var calls = new TwoCalls();
        long first = calls.LegOne.Play(HoldMusic.Loop, loop: true);
        long second = calls.LegOne.Play(Tones.Beep(900, 5000));
        await calls.EarOne.Hears(900);
        calls.LegOne.Dispose();
        await calls.LegOne.Closed.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal([(first, PlayEnd.Replaced), (second, PlayEnd.LegClosed)], calls.EventsOne.PlaysEnded);
    }

    [Fact]
    public async Task Digits_arrive_once_each_in_order_and_also_through_a_bridge()
    {
        using var calls = new TwoCalls(AudioCodec.Pcma, AudioCodec.Pcmu);
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyOne.SendDigits("1590*#Dd11");

        await Eventually.True(() => calls.EventsOne.Digits.Count >= 10 && calls.EarTwo.Digits.Count >= 10, "ten digits at the leg and at the far end");
        await Eventually.True(() => calls.EarOne.DigitsSent, "told that they were sent");

        Assert.Equal("1590*#DD11", string.Concat(calls.EventsOne.Digits));
        Assert.Equal("1590*#DD11", string.Concat(calls.EarTwo.Digits));
    }

    [Fact]
    public async Task Three_parties_hear_each_other_and_nobody_hears_itself()
    {
        using var calls = new TwoCalls();
        var earThree = new Ear();
        MediaLeg legThree = calls.Engine.Open(), partyThree = calls.Outside.Open();
        TwoCalls.Join(partyThree, legThree, AudioCodec.G722);
        partyThree.AddTap(earThree);
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        partyThree.SetSource(new Sine(2100));

        calls.Engine.Conference(calls.LegOne, calls.LegTwo, legThree);

        await Hears(calls.EarOne, 1300, 2100);
        await Hears(calls.EarTwo, 500, 2100);
        await Hears(earThree, 500, 1300);
        Assert.True(MeanShare(calls.EarOne, 500) < 0.05);
        Assert.True(MeanShare(calls.EarTwo, 1300) < 0.05);
        Assert.True(MeanShare(earThree, 2100) < 0.05);
    }

    [Fact]
    public async Task A_whispering_supervisor_is_heard_by_the_agent_alone()
    {
        using var calls = new TwoCalls();
        var earThree = new Ear();
        MediaLeg legThree = calls.Engine.Open(), partyThree = calls.Outside.Open();
        TwoCalls.Join(partyThree, legThree, AudioCodec.Pcma);
        partyThree.AddTap(earThree);
        calls.PartyOne.SetSource(new Sine(500));
        calls.PartyTwo.SetSource(new Sine(1300));
        partyThree.SetSource(new Sine(2100));
        calls.Engine.Bridge(calls.LegOne, calls.LegTwo);
        await calls.EarTwo.Hears(500);

        calls.Engine.Whisper(supervisor: legThree, agent: calls.LegTwo, customer: calls.LegOne);
        calls.EarOne.Forget();

        await Hears(calls.EarTwo, 500, 2100);
        await Hears(earThree, 500, 1300);
        await calls.EarOne.Hears(1300, blocks: 10);
        Assert.True(MeanShare(calls.EarOne, 2100) < 0.01);
    }

    private static Task Hears(Ear ear, double first, double second) =>
        Eventually.True(() => Blocks(ear).Count(block => Goertzel.Share(block, first) > 0.25 && Goertzel.Share(block, second) > 0.25) >= 8, $"{first} and {second} Hz together");

    private static IEnumerable<short[]> Blocks(Ear ear) => ear.Samples.Chunk(800).Where(block => block.Length == 800);

    private static double MeanShare(Ear ear, double frequencyHz) => Blocks(ear).Average(block => Goertzel.Share(block, frequencyHz));
}
