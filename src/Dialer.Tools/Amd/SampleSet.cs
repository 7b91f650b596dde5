using Dialer.Core.CallProgress;
using Dialer.Core.Time;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>
/// The labelled sample that the program makes by itself, always the same: people, machines, every country's tones,
/// special information tones, fax, beeps, music, silence. CI judges it against floors; no accuracy is claimed from it.
/// </summary>
internal static class SampleSet
{
    private const ulong Seed = 20_260_401;

    public static AmdCorpus Make()
    {
        List<AmdClip> clips = [];
        SeededRandom random = new(Seed);
        for (int i = 0; i < 60; i++)
            clips.Add(Clip($"made/human-{i:00}", AmdLabel.Human, Person(i, random.Fork((ulong)i + 1000))));
        for (int i = 0; i < 30; i++)
            clips.Add(Clip($"made/machine-{i:00}", AmdLabel.Machine, Machine(random.Fork((ulong)i + 2000))));
        AddCadences(clips);
        AddSit(clips);
        clips.Add(Clip("made/fax-ced", AmdLabel.Fax, ToneMaker.Single(2100, 1.9, 3, 6)));
        clips.Add(Clip("made/fax-cng", AmdLabel.Fax, ToneMaker.Cadence(9, [1100], [500, 3000])));
        foreach (int hz in (int[])[440, 600, 850, 1000, 1337, 1650])
            clips.Add(Clip($"made/beep-{hz}", AmdLabel.Beep, ToneMaker.Single(hz, 1, 0.15 + hz % 7 * 0.1, 4)));
        for (int i = 0; i < 12; i++)
            clips.Add(Clip($"made/music-{i:00}", AmdLabel.Music, ToneMaker.Music(9, random.Fork((ulong)i + 3000))));
        clips.Add(Clip("made/silence", AmdLabel.Silence, new float[9 * Signal.Rate]));
        return new AmdCorpus(clips, []);
    }

    private static AmdClip Clip(string path, AmdLabel label, float[] samples) => new(path, label, Signal.ToPcm(samples), double.NaN);

    private static float[] Person(int index, SeededRandom random)
    {
        MadeVoice voice = new(95 + 130 * random.NextDouble(), 10 + 6 * random.NextDouble(), 0.25 + 0.3 * random.NextDouble(), 24 + 16 * random.NextDouble());
        int syllables = index % 6 == 5 ? 9 + random.Next(4) : 1 + random.Next(5);
        return SpeechMaker.Utterance(syllables, 3 + random.Next(3), voice, random);
    }

    private static float[] Machine(SeededRandom random)
    {
        MadeVoice voice = new(100 + 110 * random.NextDouble(), 3, 0, 50);
        return SpeechMaker.Utterance(18 + random.Next(30), 9 + random.Next(6), voice, random);
    }

    private static void AddCadences(List<AmdClip> clips)
    {
        foreach (var c in Cadences.All)
        {
            // Italy's, Portugal's, Switzerland's and Russia's congestion is Spain's busy, Brazil's and Sweden's busy the congestion of France
            // and the Netherlands: without a country nobody can tell.
            if (c is { Kind: ProgressTone.Congestion, Country: "IT" or "CH" or "PT" or "RU" } or { Kind: ProgressTone.Busy, Country: "BR" or "SE" })
                continue;
            var label = c.Kind switch
            {
                ProgressTone.Ringback => AmdLabel.Ringback,
                ProgressTone.Busy => AmdLabel.Busy,
                ProgressTone.Congestion => AmdLabel.Congestion,
                ProgressTone.Reorder => AmdLabel.Reorder,
                ProgressTone.None or ProgressTone.Continuous or ProgressTone.SpecialInformation or ProgressTone.Announcement => AmdLabel.Tone,
            };
            double[] lines = c.LowHz == c.HighHz || c.Country == "FR" ? [c.HighHz] : [c.LowHz, c.HighHz];
            int[] pattern = label == AmdLabel.Ringback ? [.. c.PatternMs[..^1], c.Country == "GB" ? 2000 : 4000] : c.PatternMs;
            clips.Add(Clip($"made/{c.Kind}-{c.Country}", label, ToneMaker.Cadence(12, lines, pattern)));
        }
    }

    private static void AddSit(List<AmdClip> clips)
    {
        const int S = 274, L = 380;
        (string Name, double[] Hz, int[] Ms)[] classes =
        [
            ("itu", [950, 1400, 1800], [330, 330, 330]),
            ("IC", [913.8, 1370.6, 1776.7], [S, S, L]), ("VC", [985.2, 1370.6, 1776.7], [L, S, L]),
            ("RO-intra", [913.8, 1428.5, 1776.7], [S, L, L]), ("RO-inter", [985.2, 1370.6, 1776.7], [S, L, L]),
            ("NC-intra", [985.2, 1428.5, 1776.7], [L, L, L]), ("NC-inter", [913.8, 1370.6, 1776.7], [L, L, L]),
        ];
        foreach ((string name, double[] hz, int[] ms) in classes)
            clips.Add(Clip($"made/sit-{name}", AmdLabel.Sit, ToneMaker.Sit(hz, ms, 5)));
    }
}
