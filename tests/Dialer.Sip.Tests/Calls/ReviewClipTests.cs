using Dialer.Audio;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Calls;
using Dialer.Sip.Media;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>The begins of calls that are kept for <c>dialer amd review</c>.</summary>
public sealed class ReviewClipTests : IDisposable
{
    private static readonly CampaignSettings Settings = new() { Id = LineBench.Campaign, Name = "autumn, \"second\"", Trunk = new(1), Queue = new(1) };
    private readonly string _folder = Directory.CreateTempSubdirectory("review-clips").FullName;

    private string Index => Path.Combine(_folder, "clips.csv");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Dictionary<CampaignId, ReviewClipRule> Rules(double share = 1, int perDay = 100) => new() { [LineBench.Campaign] = new(share, perDay) };

    private ReviewClips Open(double share = 1, int perDay = 100) => new(_folder, Rules(share, perDay), TimeProvider.System, NullLogger.Instance);

    private static FarEnd Answers(Prompt prompt) => new((call, _) =>
    {
        call.Answer();
        call.Leg!.Play(prompt, loop: true);
    });

    [Fact]
    public async Task The_first_five_seconds_after_the_answer_and_the_verdict_are_kept_and_nothing_of_a_call_without_a_verdict()
    {
        using var carrier = Answers(FarCall.Tone(440));
        EngineInput verdict;
        await using (var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)],
            change: options => options with { ReviewClips = Rules(), ReviewClipsFolder = _folder }, analysis: AnalysisMode.Detect))
        {
            CallId judged = bench.Place(), early = bench.Place();
            await bench.SignalAsync(EngineInputKind.CallAnswered, early);
            bench.Line.Carry(EngineOutput.HangUp(Instant.Epoch, early));
            verdict = await bench.SignalAsync(EngineInputKind.AnswerClassified, judged);
            await LineBench.UntilAsync(() => File.Exists(Index) && File.ReadAllText(Index).EndsWith('\n') && File.ReadLines(Index).Count() == 2, "no row");
            Assert.Equal(0, TestedLine.Own(bench.Line).ReviewClipsDropped);
        }
        string[] row = File.ReadLines(Index).Last().Split(',');
        Assert.Equal(["test", verdict.Verdict.ToString()], row[1..]);
        Assert.Single(Directory.EnumerateFiles(_folder, "*.wav", SearchOption.AllDirectories));
        var kept = SoundFile.Read(Path.Combine(_folder, row[0]), out _)!;
        Assert.Equal(5 * 8000, kept.Narrow.Length);
        Assert.Null(kept.Wide);
        Assert.True(kept.Narrow.Chunk(800).Count(block => Goertzel.Share(block, 440) > 0.8) > 40, "the answer is not in the clip");
    }

    [Fact]
    public async Task A_disk_that_refuses_is_counted_and_costs_the_call_nothing()
    {
        using var carrier = Answers(FarCall.Tone(440));
        string blocked = Path.Combine(_folder, "file");
        File.WriteAllText(blocked, "no folder");
        await using var bench = await LineBench.StartAsync([LineBench.TrunkTo(1, carrier.Port)],
            change: options => options with { ReviewClips = Rules(), ReviewClipsFolder = blocked }, analysis: AnalysisMode.Detect);
        var call = bench.Place();
        await bench.SignalAsync(EngineInputKind.AnswerClassified, call);
        await LineBench.UntilAsync(() => TestedLine.Own(bench.Line).ReviewClipsDropped == 1, "the drop was not counted");
        Assert.DoesNotContain(bench.Signals, signal => signal.Kind == EngineInputKind.CallEnded);
    }

    [Fact]
    public void Without_a_free_buffer_a_clip_is_dropped_and_counted_and_one_that_is_given_back_serves_again()
    {
        using var clips = Open(perDay: 1_000);
        ReviewClip?[] all = [.. Enumerable.Range(1, ReviewClips.MostAtOnce + 1).Select(i => clips.Begin(Settings, new(i)))];
        Assert.Null(all[^1]);
        Assert.DoesNotContain(null, all[..^1]);
        Assert.Equal(1, clips.Dropped);
        all[0]!.Close();
        Assert.NotNull(clips.Begin(Settings, new(999)));
    }

    [Fact]
    public void A_row_that_a_crash_cut_short_goes_and_what_was_kept_today_counts_for_the_day()
    {
        using (var clips = Open(perDay: 2))
            Keep(clips, 1);
        File.AppendAllText(Index, "2026-01-01/x.wav,aut");
        using (var clips = Open(perDay: 2))
        {
            Keep(clips, 2);
            Assert.Null(clips.Begin(Settings, new(3)));
        }
        string[] rows = File.ReadAllLines(Index);
        Assert.Equal(3, rows.Length);
        Assert.Equal("path,campaign,verdict", rows[0]);
        Assert.All(rows[1..], row => Assert.EndsWith(",\"autumn, \"\"second\"\"\",LiveVoice", row, StringComparison.Ordinal));
    }

    private static void Keep(ReviewClips clips, long attempt)
    {
        var clip = clips.Begin(Settings, new(attempt))!;
        clip.Judged(CpaVerdict.LiveVoice);
        clip.Judged(CpaVerdict.Silence);
        clip.Close();
    }

    [Fact]
    public void Which_calls_are_kept_hangs_on_the_attempt_alone_and_they_are_as_many_as_asked_for()
    {
        int[] Chosen(double share) => [.. Enumerable.Range(1, 10_000).Where(i => ReviewClips.IsChosen(new AttemptId(i), share))];
        Assert.Equal(Chosen(0.1), Chosen(0.1));
        Assert.InRange(Chosen(0.1).Length, 900, 1_100);
        Assert.Empty(Chosen(0));
        Assert.Equal(10_000, Chosen(1).Length);
    }
}
