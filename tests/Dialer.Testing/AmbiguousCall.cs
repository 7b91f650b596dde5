using Dialer.Core.CallProgress;
using Dialer.Core.Time;
using Dialer.Server.Configuration;
using Dialer.Simulation.Audio;

namespace Dialer.Testing;

/// <summary>One phrase of about 2.4 s, and weights by which every phrase sounds equally recorded: eager takes it for a machine, cautious for a person.</summary>
internal static class AmbiguousCall
{
    /// <summary>The logit: between what a phrase of this length must reach when eager (2.3 to 2.6) and when cautious (5.5 and more), whatever noise gives back.</summary>
    private const float Recorded = 3;

    public static float[] Phrase() => SpeechMaker.Utterance(12, 0, new MadeVoice(140, 8, 0.2, 40), new SeededRandom(4));

    /// <summary>At 8 kHz, from the answer on: half a second, the phrase, and a room that listens.</summary>
    public static float[] Samples()
    {
        float[] call = new float[8 * Signal.Rate];
        Phrase().CopyTo(call, Signal.Rate / 2);
        Signal.Mix(call, Signal.Pink(call.Length, new SeededRandom(5)), Signal.Rms(-60));
        return call;
    }

    public static void SaveWeights(string path) =>
        RecordedModelFile.Save(path, new RecordedModel([.. RecordedModel.Names.Select(name => name == "intercept" ? Recorded : 0)]));
}
