using Dialer.Core.CallProgress;
using Dialer.Core.Engine;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.CallProgress;

public sealed class ProgressToneTests
{
    private const int S = 274, L = 380;

    public static TheoryData<string, ProgressTone, double> Countries()
    {
        TheoryData<string, ProgressTone, double> rows = [];
        foreach (var c in Cadences.All)
            foreach (double db in (double[])[-12, -22, -33])
                rows.Add(c.Country, c.Kind, db);
        return rows;
    }

    [Theory]
    [MemberData(nameof(Countries))]
    public void Each_country_s_tones_are_known_before_the_answer(string country, ProgressTone kind, double db)
    {
        var cadence = Cadences.All.Single(c => c.Country == country && c.Kind == kind);
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default with { Country = country });
        var events = Played(cadence, db).Play(analyzer, answerAtMs: -1);
        Assert.Equal(kind, analyzer.Progress);
        bool ends = events.Exists(e => e.Event.HasFlag(CallProgressEvents.ToneHeard));
        Assert.Equal(kind != ProgressTone.Ringback, ends);
        Assert.Equal(CpaVerdict.None, analyzer.Verdict);
    }

    /// <summary>Two lines that beat are weakest 40 times a second, and there the noise is heard.</summary>
    [Theory]
    [MemberData(nameof(Countries))]
    public void Each_country_s_tones_are_known_in_noise(string country, ProgressTone kind, double db)
    {
        var cadence = Cadences.All.Single(c => c.Country == country && c.Kind == kind);
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default with { Country = country });
        Played(cadence, db, hissDb: db - 12).Play(analyzer, answerAtMs: -1);
        Assert.Equal(kind, analyzer.Progress);
    }

    [Theory]
    [InlineData("FR", ProgressTone.Busy, CallResult.Busy)]
    [InlineData("US", ProgressTone.Reorder, CallResult.Congestion)]
    [InlineData("GB", ProgressTone.Congestion, CallResult.Congestion)]
    [InlineData("FR", ProgressTone.Ringback, CallResult.None)]
    public void A_tone_before_the_answer_ends_the_attempt_with_the_right_result(string country, ProgressTone kind, CallResult expected)
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        Played(Cadences.All.Single(c => c.Country == country && c.Kind == kind), -20).Play(analyzer, answerAtMs: -1);
        Assert.Equal(expected, Verdicts.ResultOfTone(analyzer.Progress, analyzer.Sit));
    }

    public static TheoryData<SitClass, double[], int[], CallResult> Classes() => new()
    {
        { SitClass.Itu, [950, 1400, 1800], [330, 330, 330], CallResult.OperatorAnnouncement },
        { SitClass.Intercept, [913.8, 1370.6, 1776.7], [S, S, L], CallResult.OperatorAnnouncement },
        { SitClass.VacantCode, [985.2, 1370.6, 1776.7], [L, S, L], CallResult.InvalidNumber },
        { SitClass.ReorderIntraLata, [913.8, 1428.5, 1776.7], [S, L, L], CallResult.Congestion },
        { SitClass.ReorderInterLata, [985.2, 1370.6, 1776.7], [S, L, L], CallResult.Congestion },
        { SitClass.NoCircuitIntraLata, [985.2, 1428.5, 1776.7], [L, L, L], CallResult.Congestion },
        { SitClass.NoCircuitInterLata, [913.8, 1370.6, 1776.7], [L, L, L], CallResult.Congestion },
        { SitClass.Reserved, [913.8, 1428.5, 1776.7], [L, S, L], CallResult.OperatorAnnouncement },
        { SitClass.Reserved, [985.2, 1428.5, 1776.7], [S, S, L], CallResult.OperatorAnnouncement },
    };

    [Theory]
    [MemberData(nameof(Classes))]
    public void Special_information_tones_are_known_by_class_before_and_after_the_answer(SitClass expected, double[] hz, int[] ms, CallResult result)
    {
        foreach (int answer in (int[])[-1, 0])
            foreach (int gap in (int[])[0, 15])
            {
                CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
                var call = new CallSignal().Silence(500);
                for (int k = 0; k < 3; k++)
                    call.ToneAt(-24, ms[k], hz[k]).Silence(gap);
                call.Silence(300).Voice(3000).Play(analyzer, answer);
                Assert.Equal((expected, ProgressTone.SpecialInformation, result), (analyzer.Sit, analyzer.Progress, Verdicts.ResultOfTone(analyzer.Progress, analyzer.Sit)));
                Assert.Equal(answer < 0 ? CpaVerdict.None : CpaVerdict.SpecialInformationTone, analyzer.Verdict);
            }
    }

    [Fact]
    public void Fax_is_known_by_its_answer_tone_and_by_its_calling_tone()
    {
        CallProgressAnalyzer answering = new(CallProgressOptions.Default);
        new CallSignal().Silence(1900).Tone(3000, 2100).Play(answering);
        Assert.Equal(CpaVerdict.Fax, answering.Verdict);
        CallProgressAnalyzer calling = new(CallProgressOptions.Default);
        new CallSignal().Silence(200).Repeat(2, c => c.Tone(500, 1100).Silence(3000)).Play(calling);
        Assert.Equal(CpaVerdict.Fax, calling.Verdict);
    }

    [Fact]
    public void Busy_after_a_false_answer_is_busy()
    {
        CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
        new CallSignal().Silence(300).Repeat(5, c => c.Tone(500, 440).Silence(500)).Play(analyzer);
        Assert.Equal(CpaVerdict.Busy, analyzer.Verdict);
    }

    [Fact]
    public void Spain_s_busy_is_congestion_in_Italy()
    {
        foreach ((string? country, var expected) in ((string?, ProgressTone)[])[("ES", ProgressTone.Busy), ("IT", ProgressTone.Congestion), (null, ProgressTone.Busy)])
        {
            CallProgressAnalyzer analyzer = new(CallProgressOptions.Default with { Country = country });
            new CallSignal().Silence(300).Repeat(12, c => c.Tone(200, 425).Silence(200)).Play(analyzer, answerAtMs: -1);
            Assert.Equal(expected, analyzer.Progress);
        }
    }

    [Fact]
    public void A_recorded_voice_before_the_answer_ends_the_attempt_and_ringback_does_not()
    {
        CallProgressAnalyzer announced = new(CallProgressOptions.Default);
        var events = new CallSignal().Silence(500).Voice(7000).Play(announced, answerAtMs: -1);
        Assert.Equal(CallResult.OperatorAnnouncement, Verdicts.ResultOfTone(announced.Progress, announced.Sit));
        Assert.InRange(Assert.Single(events, e => e.Event.HasFlag(CallProgressEvents.ToneHeard)).Ms, 4000, 7000);

        CallProgressAnalyzer ringing = new(CallProgressOptions.Default);
        var call = new CallSignal().Repeat(2, c => c.Tone(1500, 440).Silence(3500));
        int answer = call.Milliseconds;
        call.Silence(600).Voice(700).Silence(3000).Play(ringing, answer);
        Assert.Equal((ProgressTone.Ringback, CpaVerdict.LiveVoice), (ringing.Progress, ringing.Verdict));
    }

    [Fact]
    public void Lost_packets_leave_a_cadence_whole()
    {
        for (int phase = 0; phase < 33; phase += 4)
        {
            CallProgressAnalyzer analyzer = new(CallProgressOptions.Default);
            new CallSignal().Repeat(8, c => c.Tone(250, 480, 620).Silence(250)).Play(analyzer, flags: f => (f + phase) % 33 == 0 ? FrameFlags.Lost : FrameFlags.None);
            Assert.Equal(CpaVerdict.Reorder, analyzer.Verdict);
        }
    }

    private static CallSignal Played(Cadence cadence, double db, double hissDb = -66)
    {
        var call = new CallSignal(hissDb: hissDb).Silence(300);
        double[] hz = cadence.LowHz == cadence.HighHz || cadence.Country == "FR" ? [cadence.HighHz] : [cadence.LowHz, cadence.HighHz];
        int[] pattern = cadence.Kind == ProgressTone.Ringback ? [.. cadence.PatternMs[..^1], cadence.Country == "GB" ? 2000 : 4000] : cadence.PatternMs;
        while (call.Milliseconds < 9000)
            for (int k = 0; k < pattern.Length; k++)
            {
                if ((k & 1) == 0)
                    call.ToneAt(db, pattern[k], hz);
                else
                    call.Silence(pattern[k]);
            }
        return call;
    }
}
