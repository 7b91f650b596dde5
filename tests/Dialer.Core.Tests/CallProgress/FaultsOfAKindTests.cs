using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

/// <summary>Kinds of calls that were once heard wrongly.</summary>
public sealed class FaultsOfAKindTests
{
    private static CallProgressAnalyzer Played(CallSignal call, Func<CallProgressOptions, CallProgressOptions>? change = null, int answerAtMs = 0)
    {
        CallProgressAnalyzer analyzer = new(change is null ? CallProgressOptions.Default : change(CallProgressOptions.Default));
        call.Play(analyzer, answerAtMs);
        return analyzer;
    }

    [Theory]
    [InlineData(600)]
    [InlineData(900)]
    [InlineData(1200)]
    [InlineData(1500)]
    public void Music_and_then_a_person_convicts_nobody(int musicMs)
    {
        for (double db = -30; db <= -12; db += 6)
        {
            var analyzer = Played(new CallSignal().Music(musicMs, db).Silence(500).Voice(700).Silence(4000));
            Assert.NotEqual(CpaVerdict.AnsweringMachine, analyzer.Verdict);
            Assert.NotEqual(CpaVerdict.AnsweringMachine, analyzer.Final);
        }
    }

    [Theory]
    [InlineData(500, 440)]
    [InlineData(1100, 880)]
    [InlineData(1500, 1000)]
    public void A_beep_that_other_tones_follow_convicts_nobody(int voiceMs, double hz)
    {
        var analyzer = Played(new CallSignal().Silence(300).Voice(voiceMs).Silence(150).Tone(300, hz).Silence(60).Tone(300, hz * 1.2).Silence(40).Tone(400, hz * 0.9).Silence(3000));
        Assert.NotEqual(CpaVerdict.AnsweringMachine, analyzer.Final);
    }

    public static TheoryData<int, int, double[]> Rings() => new()
    {
        { 2000, 4000, [440, 480] },
        { 1500, 3500, [440] },
        { 1000, 4000, [425] },
        { 1000, 5000, [425] },
        { 800, 3200, [425] },
    };

    [Theory]
    [MemberData(nameof(Rings))]
    public void Who_answers_while_it_still_rings_after_the_answer_is_heard(int onMs, int offMs, double[] hz)
    {
        for (int cycles = 1; cycles <= 3; cycles++)
        {
            var analyzer = Played(new CallSignal().Repeat(cycles, c => c.Tone(onMs, hz).Silence(offMs)).Tone(onMs / 2, hz).Silence(700).Voice(700).Silence(3000));
            Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        }
    }

    [Fact]
    public void Ringing_that_never_ends_is_given_up()
    {
        var analyzer = Played(new CallSignal().Repeat(9, c => c.Tone(1000, 425).Silence(4000)));
        Assert.Equal((CpaVerdict.Undetermined, ProgressTone.Ringback), (analyzer.Verdict, analyzer.Progress));
        Assert.InRange(analyzer.VerdictAtSamples / 8000, 29, 42);
    }

    [Theory]
    [InlineData(375, 425, 0)]
    [InlineData(500, 400, 0)]
    [InlineData(350, 450, 0)]
    [InlineData(400, 425, 0)]
    [InlineData(750, 400, 0)]
    [InlineData(600, 620, 0)]
    [InlineData(500, 350, 440)]
    [InlineData(330, 400, 0)]
    public void A_slow_even_rhythm_is_busy_whatever_the_country(int ms, double hz, double second)
    {
        double[] tones = second > 0 ? [hz, second] : [hz];
        foreach (string? country in (string?[])[null, "FR"])
        {
            var analyzer = Played(new CallSignal().Repeat(6, c => c.Tone(ms, tones).Silence(ms)).Silence(500), o => o with { Country = country });
            Assert.Equal(CpaVerdict.Busy, analyzer.Verdict);
        }
    }

    [Theory]
    [InlineData(200, 400)]
    [InlineData(175, 425)]
    [InlineData(250, 620)]
    [InlineData(220, 350)]
    public void A_fast_even_rhythm_is_congestion_or_busy_and_never_a_person(int ms, double hz)
    {
        var analyzer = Played(new CallSignal().Repeat(10, c => c.Tone(ms, hz).Silence(ms)).Silence(500), o => o with { Country = "DE" });
        Assert.Contains(analyzer.Verdict, (CpaVerdict[])[CpaVerdict.Reorder, CpaVerdict.Busy]);
    }

    [Theory]
    [InlineData("BR", 250, 250, 425)]
    [InlineData("SE", 250, 250, 425)]
    [InlineData("JP", 500, 500, 400)]
    [InlineData("CN", 350, 350, 450)]
    [InlineData("RU", 400, 400, 425)]
    [InlineData("IN", 750, 750, 400)]
    [InlineData("AU", 375, 375, 425)]
    public void Busy_of_more_countries(string country, int on, int off, double hz)
    {
        var analyzer = Played(new CallSignal().Repeat(6, c => c.Tone(on, hz).Silence(off)), o => o with { Country = country });
        Assert.Equal(CpaVerdict.Busy, analyzer.Verdict);
    }

    [Theory]
    [InlineData(400, 16, 1000, 2000)]
    [InlineData(400, 20, 1000, 2000)]
    [InlineData(400, 25, 1000, 3000)]
    [InlineData(425, 25, 1200, 4000)]
    public void Ringing_whose_level_swings_is_nobody(double hz, double swing, int on, int off)
    {
        var analyzer = Played(new CallSignal().Repeat(4, c => c.Modulated(on, hz, swing).Silence(off)));
        Assert.DoesNotContain(analyzer.Verdict, (CpaVerdict[])[CpaVerdict.LiveVoice, CpaVerdict.AnsweringMachine]);
    }

    [Theory]
    [InlineData(3000)]
    [InlineData(6000)]
    [InlineData(9000)]
    public void Quiet_music_is_nobody(int ms)
    {
        for (double db = -44; db <= -30; db += 3.5)
        {
            var analyzer = Played(new CallSignal().Music(ms, db));
            Assert.DoesNotContain(analyzer.Verdict, (CpaVerdict[])[CpaVerdict.LiveVoice, CpaVerdict.AnsweringMachine]);
        }
    }

    [Theory]
    [InlineData(900)]
    [InlineData(1400)]
    [InlineData(1900)]
    public void A_drawn_out_vowel_and_then_silence_is_a_person(int ms)
    {
        var analyzer = Played(new CallSignal().Silence(500).Vowel(ms / 2, 180, 700, 1200).Vowel(ms / 2, 200, 720, 1250).Silence(4000));
        Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        Assert.InRange(analyzer.VerdictAtSamples / 8, 500 + ms, 500 + ms + 1300);
    }

    [Fact]
    public void A_long_phrase_that_does_not_sound_recorded_is_a_person_when_it_ends_and_a_machine_when_it_goes_on()
    {
        var never = new RecordedModel([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -6f]);
        CallProgressOptions Unrecorded(CallProgressOptions o) => o with { RecordedModel = never };
        Assert.Equal(CpaVerdict.LiveVoice, Played(new CallSignal().Silence(300).Voice(4800).Silence(3000), Unrecorded).Verdict);
        Assert.Equal(CpaVerdict.LiveVoice, Played(new CallSignal().Silence(300).Voice(5600).Silence(3000), Unrecorded).Verdict);
        Assert.Equal(CpaVerdict.AnsweringMachine, Played(new CallSignal().Silence(300).Voice(9000).Silence(3000), Unrecorded).Verdict);
    }

    /// <summary>A voice that a synthesizer makes: hardly a recording, but nobody greets for five seconds and more.</summary>
    [Fact]
    public void A_very_long_phrase_need_hardly_sound_recorded()
    {
        var hardly = new RecordedModel([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -2f]);
        Assert.Equal(CpaVerdict.AnsweringMachine, Played(new CallSignal().Silence(300).Voice(5600).Silence(3000), o => o with { RecordedModel = hardly }).Verdict);
        Assert.Equal(CpaVerdict.LiveVoice, Played(new CallSignal().Silence(300).Voice(4000).Silence(3000), o => o with { RecordedModel = hardly }).Verdict);
    }

    /// <summary>Noise within 15 dB of a voice that is there from the answer on: music would go on.</summary>
    [Fact]
    public void A_word_in_a_loud_room_and_then_a_long_pause_is_a_person()
    {
        var analyzer = Played(new CallSignal(hissDb: -40).Voice(1000, db: -29).Silence(6000));
        Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        Assert.InRange(analyzer.VerdictAtSamples / 8, 1000, 3400);
    }

    /// <summary>"Please say your name and why you are calling": a phrase that sounds recorded, then a silence that waits.</summary>
    [Theory]
    [InlineData(1500, 0, CpaVerdict.CallScreening)]
    [InlineData(0, 0, CpaVerdict.AnsweringMachine)]
    [InlineData(1500, 700, CpaVerdict.AnsweringMachine)]
    public void Who_asks_for_the_caller_s_name_is_a_screening_where_the_campaign_waits_for_one(int waitMs, int beepAfterMs, CpaVerdict expected)
    {
        float[] weights = new float[RecordedModel.Names.Length];
        weights[^1] = 9f;
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default with { ScreeningWaitMs = waitMs, RecordedModel = new RecordedModel(weights), RecordedFromMs = 60_000 });
        var call = new CallSignal().Silence(500).Voice(2500);
        if (beepAfterMs > 0)
            call.Silence(beepAfterMs).Tone(300, 1000);
        call.Silence(4000).Play(analyzer);
        Assert.Equal(expected, analyzer.Verdict);
    }
}
