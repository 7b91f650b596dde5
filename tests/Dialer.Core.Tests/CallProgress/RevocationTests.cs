using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

/// <summary>A live verdict that what follows takes back, and what does not.</summary>
public sealed class RevocationTests
{
    private static CallProgressAnalyzer Played(CallSignal call)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        call.Play(analyzer);
        return analyzer;
    }

    [Theory]
    [InlineData(450, 480, 5000)]
    [InlineData(300, 500, 4000)]
    [InlineData(900, 650, 6000)]
    [InlineData(1200, 700, 3000)]
    public void A_word_a_pause_and_a_greeting_that_goes_on_is_live_at_first_and_a_machine_in_the_end(int wordMs, int pauseMs, int greetingMs)
    {
        var analyzer = Played(new CallSignal().Silence(400).Voice(wordMs).Silence(pauseMs).Voice(greetingMs).Silence(3000));
        Assert.Equal((CpaVerdict.LiveVoice, CpaVerdict.AnsweringMachine), (analyzer.Verdict, analyzer.Final));
        Assert.Equal(RevocationCause.VoiceGoesOn, analyzer.Revoked.Cause);
        Assert.InRange((analyzer.Revoked.AtSamples - analyzer.VerdictAtSamples) / 8, 1400, 3000);
        Assert.Equal(MessageCause.AfterSilence, analyzer.Message.Cause);
    }

    [Theory]
    [InlineData(700, 1000, 400)]
    [InlineData(1500, 1000, 300)]
    [InlineData(4000, 1337, 700)]
    [InlineData(9000, 850, 200)]
    [InlineData(900, 480, 500)]
    public void A_beep_behind_a_live_verdict_is_a_mailbox_s(int afterMs, double hz, int beepMs)
    {
        var analyzer = Played(new CallSignal().Silence(400).Voice(900).Silence(afterMs).Tone(beepMs, hz).Silence(2000));
        Assert.Equal((CpaVerdict.LiveVoice, RevocationCause.Beep), (analyzer.Verdict, analyzer.Revoked.Cause));
        Assert.Equal(MessageCause.AfterBeep, analyzer.Message.Cause);
    }

    [Theory]
    [InlineData(700)]
    [InlineData(1200)]
    [InlineData(2400)]
    public void Who_waits_after_a_greeting_stays_a_person(int greetingMs)
    {
        var analyzer = Played(new CallSignal().Silence(400).Voice(greetingMs).Silence(12_000));
        Assert.Equal((CpaVerdict.LiveVoice, CpaVerdict.LiveVoice), (analyzer.Verdict, analyzer.Final));
    }

    [Fact]
    public void Who_asks_once_more_stays_a_person()
    {
        var analyzer = Played(new CallSignal().Silence(400).Voice(500).Silence(1800).Voice(500).Silence(2000).Voice(700).Silence(6000));
        Assert.Equal((CpaVerdict.LiveVoice, RevocationCause.None), (analyzer.Verdict, analyzer.Revoked.Cause));
    }

    [Fact]
    public void The_network_s_busy_tone_after_a_person_hung_up_is_no_beep()
    {
        var analyzer = Played(new CallSignal().Silence(400).Voice(600).Silence(1500).Repeat(6, c => c.Tone(500, 425).Silence(500)));
        Assert.Equal((CpaVerdict.LiveVoice, RevocationCause.None), (analyzer.Verdict, analyzer.Revoked.Cause));
    }

    [Theory]
    [InlineData(697, 1209)]
    [InlineData(770, 1336)]
    [InlineData(852, 1477)]
    [InlineData(941, 1633)]
    public void A_key_that_the_person_presses_is_no_beep(double low, double high)
    {
        var analyzer = Played(new CallSignal().Silence(400).Voice(600).Silence(1500).Tone(300, low, high).Silence(3000));
        Assert.Equal((CpaVerdict.LiveVoice, RevocationCause.None), (analyzer.Verdict, analyzer.Revoked.Cause));
    }

    [Fact]
    public void What_is_said_in_the_agent_s_pauses_is_a_reply_and_what_is_said_over_the_agent_is_not()
    {
        // The agent speaks from 1.9 s to 2.9 s, and then from 5 s on.
        Assert.Equal(RevocationCause.None, Conversation(replyAtMs: 3000, ms => ms is > 1900 and < 2900).Revoked.Cause);
        Assert.Equal(RevocationCause.VoiceGoesOn, Conversation(replyAtMs: 2100, ms => ms > 1900).Revoked.Cause);
    }

    /// <summary>Hello, a pause, then 2.4 s of voice.</summary>
    private static CallProgressAnalyzer Conversation(int replyAtMs, Func<int, bool> agentSpeaks)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        short[] samples = new CallSignal().Silence(400).Voice(700).Silence(replyAtMs - 1100).Voice(2400).Silence(1000).Samples();
        analyzer.Answered();
        for (int i = 0; i + 160 <= samples.Length; i += 160)
        {
            analyzer.AgentSpeaks(agentSpeaks(i / 8));
            analyzer.Push(samples.AsSpan(i, 160));
        }
        Assert.Equal(CpaVerdict.LiveVoice, analyzer.Verdict);
        return analyzer;
    }

    [Fact]
    public void The_agent_s_echo_is_not_the_called_person_s_voice()
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        short[] samples = new CallSignal().Silence(400).Voice(700).Silence(900).Voice(4000, -38).Silence(1000).Samples();
        analyzer.Answered();
        for (int i = 0; i + 160 <= samples.Length; i += 160)
        {
            analyzer.AgentSpeaks(i / 8 > 1950);
            analyzer.Push(samples.AsSpan(i, 160));
        }
        Assert.Equal((CpaVerdict.LiveVoice, RevocationCause.None), (analyzer.Verdict, analyzer.Revoked.Cause));
    }

    [Fact]
    public void Nobody_needs_the_analyzer_any_more_once_it_can_change_nothing()
    {
        CallProgressAnalyzer person = new(CallProgressOptions.Default), busy = new(CallProgressOptions.Default);
        short[] samples = new CallSignal().Silence(400).Voice(700).Silence(20_000).Samples();
        person.Answered();
        int doneMs = 0;
        for (int i = 0; i + 160 <= samples.Length && !person.IsDone; i += 160)
        {
            person.Push(samples.AsSpan(i, 160));
            doneMs = i / 8;
        }
        Assert.InRange(doneMs, 16_000, 17_500);
        new CallSignal().Repeat(4, c => c.Tone(500, 425).Silence(500)).Play(busy);
        Assert.True(busy.IsDone);
    }

    [Fact]
    public void An_agent_is_heard_to_speak_and_a_quiet_headset_is_not()
    {
        AgentVoice agent = default;
        short[] samples = new CallSignal().Silence(600).Voice(800, -25).Silence(900).Samples();
        List<int> spokeAt = [];
        for (int i = 0; i + 160 <= samples.Length; i += 160)
        {
            agent.Add(samples.AsSpan(i, 160));
            if (agent.Speaks)
                spokeAt.Add(i / 8);
        }
        Assert.InRange(spokeAt[0], 600, 800);
        Assert.InRange(spokeAt[^1], 1300, 1700);
    }
}
