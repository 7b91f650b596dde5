using Dialer.Core.CallProgress;
using Dialer.Simulation.Audio;
using Dialer.Tools.Amd;
using Xunit;

namespace Dialer.Tools.Tests.Amd;

/// <summary>
/// Floors that fail the build. The made sample guards against regressions and says nothing of real accuracy; the
/// larger development audio, where it lies beside the repository, holds the real detector to its figures.
/// </summary>
public sealed class EvaluationFloorTests
{
    [Fact]
    public void The_made_sample_stays_above_its_floors()
    {
        Evaluation evaluation = new(SampleSet.Make(), new EvaluationOptions(["clean", "snr20", "loss3", "quiet"], AsIs: false, Seed: 1, CallProgressOptions.Default));
        evaluation.Run();
        var all = evaluation.Reports[0].Strata[0];
        Assert.True(all.Live.Machine <= all.Live.Of * 0.02, $"people called machines: {all.Live.Machine} of {all.Live.Of}");
        Assert.True(all.Live.Live >= all.Live.Of * 0.95, $"people known: {all.Live.Live} of {all.Live.Of}");
        Assert.True(all.Machine.Machine >= all.Machine.Of * 0.95, $"machines caught: {all.Machine.Machine} of {all.Machine.Of}");
        foreach ((string name, var score) in all.Tones)
            Assert.True(score.Correct >= score.Of * 0.97, $"{name}: {score.Correct} of {score.Of}");
        Assert.InRange(Signal.Percentile([.. evaluation.Reports[0].LiveLatencyMs], 0.5), 300, 700);
        // The rivals are judged on the same calls, and the old failings of theirs are there.
        var rival = evaluation.Reports[1].Strata[0];
        Assert.Equal(all.Live.Of, rival.Live.Of);
        Assert.Equal(0, rival.Tones["sit"].Correct);
    }

    [Fact]
    public void The_development_audio_stays_above_its_floors()
    {
        string? labels = DevelopmentLabels();
        Assert.SkipWhen(labels is null, "the development audio (../shared/audio) is not beside the repository");
        var corpus = AmdCorpus.Load(labels, Path.GetDirectoryName(labels)!);
        AmdClip[] some = [.. corpus.Scored.Where(c => !HoldsNoVoice(c)).Where((c, i) => c.IsTone || i % 4 == 0)];
        Evaluation evaluation = new(new AmdCorpus(some, []), new EvaluationOptions(["clean"], AsIs: false, Seed: 1, CallProgressOptions.Default));
        evaluation.Run();
        var all = evaluation.Reports[0].Strata[0];
        var greetings = evaluation.Reports[0].Strata.Single(s => s.Name == Evaluation.LongMachine);
        Assert.True(all.Live.Machine <= all.Live.Of * 0.01, $"people called machines: {all.Live.Machine} of {all.Live.Of}");
        Assert.True(greetings.Machine.Machine >= greetings.Machine.Of * 0.6, $"greetings caught: {greetings.Machine.Machine} of {greetings.Machine.Of}");
        foreach (string tone in (string[])["sit", "fax", "busy", "congestion", "ringback", "beep"])
            Assert.Equal(all.Tones[tone].Of, all.Tones[tone].Correct);
    }

    /// <summary>The collection's machines hold silences and special information tones too, which are heard as such.</summary>
    private static bool HoldsNoVoice(AmdClip clip) =>
        clip.Label == AmdLabel.Machine && (clip.Path.Contains("silence", StringComparison.Ordinal) || clip.Path.Contains("sit", StringComparison.OrdinalIgnoreCase));

    private static string? DevelopmentLabels()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Dialer.sln")))
                continue;
            string labels = Path.Combine(at.Parent?.FullName ?? "/", "shared", "audio", "labels.csv");
            return File.Exists(labels) ? labels : null;
        }
        return null;
    }
}
