using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

public sealed class CallProgressAnalyzerTests
{
    private static CallProgressAnalyzer Analyzer(Func<CallProgressOptions, CallProgressOptions>? change = null, int rate = 8000) =>
        new(change is null ? CallProgressOptions.Default : change(CallProgressOptions.Default), rate);

    [Theory]
    [InlineData(500, 700, CpaVerdict.LiveVoice)]
    [InlineData(100, 300, CpaVerdict.LiveVoice)]
    [InlineData(2500, 900, CpaVerdict.LiveVoice)]
    [InlineData(0, 600, CpaVerdict.LiveVoice)]
    [InlineData(500, 6000, CpaVerdict.AnsweringMachine)]
    [InlineData(0, 6000, CpaVerdict.AnsweringMachine)]
    [InlineData(500, 0, CpaVerdict.Silence)]
    public void Tells_a_person_a_machine_and_silence(int delayMs, int voiceMs, CpaVerdict expected)
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(delayMs).Voice(voiceMs).Silence(6000).Play(analyzer);
        Assert.Equal(expected, analyzer.Verdict);
        Assert.NotEqual(VerdictRule.None, analyzer.Reason.Rule);
        Assert.NotEmpty(analyzer.Reason.Describe());
    }

    [Fact]
    public void A_person_is_known_within_800_ms_of_the_end_of_the_greeting()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(400).Voice(600).Silence(3000).Play(analyzer);
        Assert.InRange(analyzer.VerdictAtSamples / 8 - 1000, 300, 800);
        Assert.InRange(analyzer.GreetingEndAtSamples / 8, 850, 1050);
    }

    [Fact]
    public void Sixteen_kilohertz_hears_the_same_as_eight()
    {
        var wide = Analyzer(rate: 16000);
        new CallSignal(16000).Silence(400).Voice(700).Silence(3000).Play(wide);
        Assert.Equal(CpaVerdict.LiveVoice, wide.Verdict);
        Assert.InRange(wide.VerdictAtSamples / 8, 1400, 1900);
    }

    [Fact]
    public void No_packets_is_no_media_and_never_a_machine()
    {
        var analyzer = Analyzer();
        analyzer.Answered();
        for (int i = 0; i < 40; i++)
            analyzer.NoFrames(TimeSpan.FromMilliseconds(100));
        Assert.Equal(CpaVerdict.NoMedia, analyzer.Verdict);
    }

    [Theory]
    [InlineData(-70)]
    [InlineData(-50)]
    [InlineData(-38)]
    [InlineData(-28)]
    public void Steady_noise_is_nobody_however_loud(double db)
    {
        var analyzer = Analyzer();
        new CallSignal(hissDb: db).Silence(9000).Play(analyzer);
        Assert.Contains(analyzer.Verdict, (CpaVerdict[])[CpaVerdict.Silence, CpaVerdict.Undetermined]);
    }

    [Theory]
    [InlineData(0.03, 1)]
    [InlineData(0.05, 3)]
    [InlineData(0.10, 1)]
    public void Lost_packets_do_not_move_the_verdict(double share, int burst)
    {
        foreach ((int voice, var expected) in ((int, CpaVerdict)[])[(900, CpaVerdict.LiveVoice), (6000, CpaVerdict.AnsweringMachine)])
            for (ulong seed = 1; seed <= 10; seed++)
            {
                SeededRandom random = new(seed);
                int left = 0;
                var analyzer = Analyzer();
                new CallSignal().Silence(600).Voice(voice).Silence(5000).Play(analyzer, flags: _ =>
                {
                    if (left == 0 && random.NextDouble() < share / burst)
                        left = burst;
                    return left > 0 && left-- > 0 ? FrameFlags.Lost : FrameFlags.None;
                });
                Assert.Equal(expected, analyzer.Verdict);
            }
    }

    [Fact]
    public void Comfort_noise_and_exact_zeros_are_silence_and_no_floor()
    {
        foreach (var flag in (FrameFlags[])[FrameFlags.ComfortNoise, FrameFlags.None])
        {
            var analyzer = Analyzer();
            analyzer.Answered();
            short[] voice = new CallSignal(hissDb: -60).Voice(800).Samples();
            short[] nothing = new short[160];
            for (int i = 0; i < 50; i++)
                analyzer.Push(nothing, flag);
            for (int i = 0; i + 160 <= voice.Length; i += 160)
                analyzer.Push(voice.AsSpan(i, 160));
            for (int i = 0; i < 100; i++)
                analyzer.Push(nothing, flag);
            Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        }
    }

    [Fact]
    public void Its_clock_is_rtp_time_through_wrap_gaps_and_late_packets()
    {
        var analyzer = Analyzer();
        analyzer.Answered();
        short[] frame = new short[160];
        uint start = uint.MaxValue - 400;
        for (uint i = 0; i < 10; i++)
            analyzer.Push(frame, FrameFlags.None, unchecked(start + 160 * i));
        Assert.Equal(1600, analyzer.PositionSamples);
        analyzer.Push(frame, FrameFlags.None, unchecked(start + 160 * 12));
        Assert.Equal(13 * 160, analyzer.PositionSamples);
        analyzer.Push(frame, FrameFlags.None, unchecked(start + 160 * 10));
        Assert.Equal(13 * 160, analyzer.PositionSamples);
        analyzer.NoFrames(TimeSpan.FromMilliseconds(100));
        analyzer.Push(frame, FrameFlags.None, unchecked(start + 160 * 18));
        Assert.Equal(19 * 160, analyzer.PositionSamples);
    }

    [Fact]
    public void It_allocates_nothing_after_construction_and_keeps_under_6_kilobytes()
    {
        short[] samples = new CallSignal().Silence(300).Voice(1000).Tone(400, 1000).Voice(3000).Silence(3000).Samples();
        var analyzer = Analyzer();
        Run(analyzer, samples);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var fresh = Analyzer();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 6144);
        SteadyState.AllocatesNothing(() => Run(fresh, samples));

        static void Run(CallProgressAnalyzer analyzer, short[] samples)
        {
            analyzer.Reset();
            analyzer.Answered();
            for (int i = 0; i + 160 <= samples.Length; i += 160)
                analyzer.Push(samples.AsSpan(i, 160), FrameFlags.None, (uint)i);
        }
    }

    [Fact]
    public void Reset_makes_it_as_new()
    {
        var analyzer = Analyzer();
        var call = new CallSignal().Silence(400).Voice(700).Silence(2000);
        new CallSignal().Tone(3000, 440).Voice(5000).Play(analyzer);
        analyzer.Reset();
        call.Play(analyzer);
        var fresh = Analyzer();
        call.Play(fresh);
        Assert.Equal((fresh.Verdict, fresh.VerdictAtSamples, fresh.Reason), (analyzer.Verdict, analyzer.VerdictAtSamples, analyzer.Reason));
    }

    [Fact]
    public void The_message_is_left_a_quarter_second_after_the_beep()
    {
        var analyzer = Analyzer();
        var call = new CallSignal().Silence(400).Voice(6000).Silence(500).Tone(400, 1000).Silence(4000);
        var events = call.Play(analyzer);
        int beepEnd = 400 + 6000 + 500 + 400;
        Assert.Equal(MessageCause.AfterBeep, analyzer.Message.Cause);
        Assert.InRange(analyzer.Message.BeepHz, 990, 1010);
        Assert.InRange(Assert.Single(events, e => e.Event.HasFlag(CallProgressEvents.LeaveMessage)).Ms - beepEnd, 200, 310);
        Assert.Single(events, e => e.Event.HasFlag(CallProgressEvents.Verdict));
    }

    [Fact]
    public void Without_a_beep_the_message_is_left_after_two_seconds_of_silence()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(400).Voice(6000).Silence(4000).Play(analyzer);
        Assert.Equal(MessageCause.AfterSilence, analyzer.Message.Cause);
        Assert.InRange(analyzer.Message.AtSamples / 8 - 6400, 1900, 2200);
    }

    [Fact]
    public void A_greeting_without_end_is_capped()
    {
        var analyzer = Analyzer(o => o with { MessageCapMs = 9000 });
        new CallSignal().Silence(400).Voice(12_000).Play(analyzer);
        Assert.Equal(MessageCause.Cap, analyzer.Message.Cause);
        Assert.InRange(analyzer.Message.AtSamples / 8, 8900, 9100);
    }

    [Fact]
    public void A_short_greeting_with_a_beep_is_a_machine()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(400).Voice(900).Silence(200).Tone(400, 1400).Silence(3000).Play(analyzer);
        Assert.Equal((CpaVerdict.AnsweringMachine, VerdictRule.Beep), (analyzer.Verdict, analyzer.Reason.Rule));
        Assert.Equal(MessageCause.AfterBeep, analyzer.Message.Cause);
    }

    /// <summary>Noise beside it makes a beep less pure; for long nothing else stands so still.</summary>
    [Fact]
    public void A_beep_in_noise_is_one_and_a_whistle_far_below_the_voice_is_none()
    {
        CallProgressAnalyzer noisy = Analyzer(), faint = Analyzer();
        new CallSignal(hissDb: -33).Silence(400).Voice(6000, -18).Silence(500).ToneAt(-24, 400, 1341).Silence(4000).Play(noisy);
        new CallSignal().Silence(400).Voice(6000, -12).Silence(500).ToneAt(-42, 400, 1341).Silence(4000).Play(faint);
        Assert.Equal((MessageCause.AfterBeep, MessageCause.AfterSilence), (noisy.Message.Cause, faint.Message.Cause));
    }

    [Fact]
    public void The_shadow_hears_the_machine_that_was_taken_for_a_person_and_changes_no_verdict()
    {
        var fooled = Analyzer();
        var events = new CallSignal().Silence(400).Voice(600).Silence(900).Voice(8000).Tone(400, 1000).Silence(9000).Play(fooled);
        Assert.Equal((CpaVerdict.LiveVoice, ShadowFinding.ProbablyMachine), (fooled.Verdict, fooled.Shadow));
        Assert.Single(events, e => e.Event.HasFlag(CallProgressEvents.ShadowEnd));

        var right = Analyzer();
        new CallSignal().Silence(400).Voice(600).Silence(3000).Voice(700).Silence(14_000).Play(right);
        Assert.Equal((CpaVerdict.LiveVoice, ShadowFinding.Consistent), (right.Verdict, right.Shadow));
    }

    [Fact]
    public void Lengths_alone_decide_earlier_when_there_is_no_second_stage()
    {
        var analyzer = Analyzer(o => o with { RecordedModel = null });
        new CallSignal().Silence(400).Voice(3000).Silence(3000).Play(analyzer);
        Assert.Equal(CpaVerdict.AnsweringMachine, analyzer.Verdict);
        Assert.InRange(analyzer.VerdictAtSamples / 8 - 400, 1900, 2300);
    }

    [Theory]
    [InlineData(2000)]
    [InlineData(2600)]
    [InlineData(3200)]
    public void A_phrase_as_a_receptionist_says_it_is_a_person_and_one_that_goes_on_is_a_machine(int phraseMs)
    {
        var person = Analyzer();
        new CallSignal().Silence(400).Voice(phraseMs).Silence(5000).Play(person);
        Assert.Equal(CpaVerdict.LiveVoice, person.Verdict);

        var machine = Analyzer();
        new CallSignal().Silence(400).Voice(phraseMs).Silence(400).Voice(5000).Silence(3000).Play(machine);
        Assert.Equal(CpaVerdict.AnsweringMachine, machine.Verdict);
    }

    [Fact]
    public void A_click_and_a_silence_are_nobody()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(400).Voice(60).Silence(9000).Play(analyzer);
        Assert.Contains(analyzer.Verdict, (CpaVerdict[])[CpaVerdict.Silence, CpaVerdict.Undetermined]);
    }

    /// <summary>Loud from the first sample on, and hardly quieter in its pauses: music, a hall, a motor.</summary>
    [Fact]
    public void A_sound_that_was_there_at_the_answer_and_never_falls_silent_is_neither_a_person_nor_a_machine()
    {
        var analyzer = Analyzer();
        new CallSignal(hissDb: -30).Repeat(12, c => c.Voice(500, -25).Silence(500)).Play(analyzer);
        Assert.DoesNotContain(analyzer.Verdict, (CpaVerdict[])[CpaVerdict.LiveVoice, CpaVerdict.AnsweringMachine]);
    }

    [Fact]
    public void Special_information_tones_after_a_voice_are_no_beep()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(300).Voice(800).Silence(200).Tone(330, 950).Tone(330, 1400).Tone(330, 1800).Silence(3000).Play(analyzer);
        Assert.Equal(CpaVerdict.SpecialInformationTone, analyzer.Verdict);
    }

    /// <summary>Dishes, steps, the hook: loud, in the rhythm of speech, and before the person speaks.</summary>
    [Theory]
    [InlineData(500)]
    [InlineData(2000)]
    public void A_clatter_is_nobody_and_does_not_hide_the_person_after_it(int clatterMs)
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(300).Clatter(clatterMs).Silence(800).Voice(700).Silence(2000).Play(analyzer);
        Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        Assert.InRange(analyzer.GreetingEndAtSamples / 8, clatterMs + 1700, clatterMs + 2000);
    }

    [Fact]
    public void Clatter_alone_is_never_a_machine_nor_a_person()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(300).Repeat(4, c => c.Clatter(1500).Silence(300)).Silence(3000).Play(analyzer);
        Assert.Equal(CpaVerdict.Silence, analyzer.Verdict);
    }

    /// <summary>A hiss of 0.25 s before a vowel ("six") is the begin of a word, not the pause before it.</summary>
    [Fact]
    public void A_word_that_begins_with_a_long_hiss_goes_on_with_the_phrase()
    {
        var analyzer = Analyzer();
        new CallSignal().Silence(400).Voice(700).Silence(300).Clatter(250, -30).Voice(500).Silence(3000).Play(analyzer);
        Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        Assert.InRange(analyzer.GreetingEndAtSamples / 8, 2100, 2300);
    }

    /// <summary>At 10 dB over pink-like hiss the phrase's soft half is hidden from the level; the whole phrase is heard all the same.</summary>
    [Fact]
    public void A_greeting_in_noise_is_still_a_machine()
    {
        var analyzer = Analyzer();
        new CallSignal(hissDb: -32).Silence(800).Voice(6000, -20).Silence(3000).Play(analyzer);
        Assert.Equal(CpaVerdict.AnsweringMachine, analyzer.Verdict);
    }

    [Fact]
    public void Random_noise_bursts_never_throw_and_silence_is_never_a_machine()
    {
        for (ulong seed = 1; seed <= 30; seed++)
        {
            SeededRandom random = new(seed);
            var analyzer = Analyzer();
            short[] frame = new short[random.Next(2) == 0 ? 80 : 160];
            analyzer.Answered();
            for (int i = 0; i < 600; i++)
            {
                for (int k = 0; k < frame.Length; k++)
                    frame[k] = (short)random.NextUInt64();
                var flags = (FrameFlags)random.Next(8);
                if (random.Next(9) == 0)
                    analyzer.NoFrames(TimeSpan.FromMilliseconds(random.Next(400)));
                else
                    analyzer.Push(random.Next(3) == 0 ? [] : frame, flags, (uint)random.NextUInt64());
            }
            Assert.InRange(analyzer.Confidence, 0f, 1f);
            Assert.False(analyzer.Reason.Rule == VerdictRule.NobodySpoke && analyzer.Verdict == CpaVerdict.AnsweringMachine);
        }
    }
}
