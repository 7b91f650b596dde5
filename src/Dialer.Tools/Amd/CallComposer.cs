using Dialer.Core.CallProgress;
using Dialer.Core.Time;
using Dialer.Simulation.Audio;
using Dialer.Sip.Media;

namespace Dialer.Tools.Amd;

/// <summary>Makes whole calls of clips, and varies them as telephone networks do. Everything follows from the seed.</summary>
internal sealed class CallComposer(IReadOnlyList<float[]> backgrounds)
{
    private const double TailSeconds = 6;

    /// <summary>The variations by name, in the order of reports.</summary>
    public static readonly string[] Variations =
    [
        "clean", "snr30", "snr20", "snr10", "snr5", "loss1", "loss3", "loss5", "loss10", "burst5", "gsm", "tandem",
        "dtx", "dtxcn", "zeros", "echo", "hum", "clip", "quiet", "loud", "early", "beep",
    ];

    /// <summary>What <c>evaluate</c> does unless told otherwise.</summary>
    public static readonly string[] DefaultVariations = ["clean", "snr30", "snr20", "snr10", "loss3", "loss10", "gsm", "dtx", "zeros", "quiet", "loud", "clip", "hum", "beep"];

    public ComposedCall Compose(AmdClip clip, string variation, SeededRandom random)
    {
        float[] source = Signal.ToFloat(clip.Samples);
        double delay = 0.1 + 2.9 * Math.Pow(random.NextDouble(), 3);
        (float[] call, int clipAt) = clip.IsTone ? (Padded(source, random), 0) : Placed(source, delay, random);
        (int first, int end) = Signal.Utterance(source);
        if (clip.Label != AmdLabel.Silence)
            SetLevel(call, clipAt + first, clipAt + end, variation, random);
        AddTrouble(call, clipAt + first, clipAt + end, variation, random);
        (double Begin, double End) beep = (double.NaN, double.NaN);
        if (variation == "beep" && clip.Label == AmdLabel.Machine)
            beep = AddBeep(call, clipAt + first, clipAt + end, random);
        int earlyFrames = 0;
        if (variation == "early")
        {
            float[] ring = EarlyMedia(random);
            earlyFrames = ring.Length / ComposedCall.FrameSamples;
            call = [.. ring, .. call];
        }
        short[] pcm = ThroughCodec(call, variation, random);
        var flags = new FrameFlags[pcm.Length / ComposedCall.FrameSamples];
        double stated = double.IsNaN(clip.UtteranceEndSeconds) ? end / (double)Signal.Rate : clip.UtteranceEndSeconds;
        ComposedCall composed = new(pcm, flags, earlyFrames, clip.Label == AmdLabel.Human ? clipAt / (double)Signal.Rate + stated : double.NaN) { Beep = beep, SpeechSeconds = (end - first) / (double)Signal.Rate };
        ThroughNetwork(composed, variation, random);
        return composed;
    }

    private static int Frames(double seconds) => (int)(seconds * Signal.Rate) / ComposedCall.FrameSamples * ComposedCall.FrameSamples;

    private static float[] Padded(float[] source, SeededRandom random)
    {
        float[] call = new float[Frames(source.Length / (double)Signal.Rate + 0.02)];
        source.AsSpan(0, Math.Min(source.Length, call.Length)).CopyTo(call);
        Signal.Mix(call, Signal.Pink(call.Length, random), Signal.Rms(-68));
        return call;
    }

    private static (float[] Call, int ClipAt) Placed(float[] source, double delay, SeededRandom random)
    {
        const int Fade = 80;
        int at = (int)(delay * Signal.Rate);
        int length = Frames(delay + source.Length / (double)Signal.Rate + TailSeconds);
        float[] call = new RoomTone(source).Make(length, random);
        for (int i = 0; i < source.Length; i++)
        {
            float inside = Math.Min(1f, Math.Min(i, source.Length - 1 - i) / (float)Fade);
            call[at + i] = source[i] + (1 - inside) * call[at + i];
        }
        return (call, at);
    }

    private static void SetLevel(float[] call, int first, int end, string variation, SeededRandom random)
    {
        double wanted = variation switch { "quiet" => -35, "loud" => -6, "clip" => -2, _ => -30 + 18 * random.NextDouble() };
        double active = Signal.ActiveLevelDb(call.AsSpan(first, end - first));
        if (active > -90)
            Signal.Scale(call, wanted - active);
    }

    private void AddTrouble(float[] call, int first, int end, string variation, SeededRandom random)
    {
        double active = Signal.ActiveLevelDb(call.AsSpan(first, end - first));
        switch (variation)
        {
            case "snr30": AddNoise(call, active - 30, random); break;
            case "snr20": AddNoise(call, active - 20, random); break;
            case "snr10": AddNoise(call, active - 10, random); break;
            case "snr5": AddNoise(call, active - 5, random); break;
            case "echo": AddEcho(call, random); break;
            case "hum": AddHum(call, random); break;
        }
    }

    /// <summary>Half the time pink noise, half the time a real room where one is given.</summary>
    private void AddNoise(float[] call, double levelDb, SeededRandom random)
    {
        bool real = backgrounds.Count > 0 && random.Next(2) == 1;
        float[] noise = real ? [.. backgrounds[random.Next(backgrounds.Count)]] : Signal.Pink(call.Length, random);
        Signal.Normalize(noise);
        Signal.Mix(call, noise, Signal.Rms(levelDb));
    }

    private static void AddEcho(float[] call, SeededRandom random)
    {
        int delay = (60 + random.Next(190)) * 8;
        for (int i = call.Length - 1; i >= delay; i--)
            call[i] += 0.18f * call[i - delay];
    }

    /// <summary>Mailboxes beep at 440 to 1700 Hz for 0.15 to 1 s, about as loud as they speak.</summary>
    private static (double Begin, double End) AddBeep(float[] call, int first, int end, SeededRandom random)
    {
        double gap = 0.2 + random.NextDouble(), length = 0.15 + 0.85 * random.NextDouble();
        float[] tone = ToneMaker.Single(440 + 1260 * random.NextDouble(), 0, length, length);
        Signal.Scale(tone, Signal.ActiveLevelDb(call.AsSpan(first, end - first)) - 6 * random.NextDouble() - Signal.LevelDb(tone));
        int at = end + (int)(gap * Signal.Rate);
        for (int i = 0; i < tone.Length && at + i < call.Length; i++)
            call[at + i] += tone[i];
        return (at / (double)Signal.Rate, (at + tone.Length) / (double)Signal.Rate);
    }

    private static void AddHum(float[] call, SeededRandom random)
    {
        float level = Signal.Rms(-40), dc = 300 * (float)(random.NextDouble() - 0.5);
        for (int i = 0; i < call.Length; i++)
            call[i] += dc + level * 1.41f * (MathF.Sin(i * 0.0392699f) + 0.2f * MathF.Sin(i * 0.1178097f));
    }

    private static float[] EarlyMedia(SeededRandom random)
    {
        float[] ring = new float[Frames(1 + 5 * random.NextDouble())];
        float level = Signal.Rms(-20) * 1.41f;
        for (int i = 0; i < ring.Length; i++)
        {
            bool on = i % 40_000 < 12_000;
            ring[i] = on ? level * MathF.Sin(i * 2 * MathF.PI * 440 / Signal.Rate) : 0;
        }
        Signal.Mix(ring, Signal.Pink(ring.Length, random), Signal.Rms(-70));
        return ring;
    }

    private static short[] ThroughCodec(float[] call, string variation, SeededRandom random)
    {
        short[] pcm = Signal.ToPcm(call);
        bool aLaw = random.Next(2) == 1;
        if (variation is "gsm" or "tandem")
            pcm = GsmFullRate.RoundTrip(pcm);
        CompandInPlace(pcm, aLaw);
        if (variation == "tandem")
        {
            pcm = GsmFullRate.RoundTrip(pcm);
            CompandInPlace(pcm, !aLaw);
        }
        return pcm;
    }

    private static void CompandInPlace(short[] pcm, bool aLaw)
    {
        byte[] coded = new byte[pcm.Length];
        if (aLaw)
        {
            G711.EncodeALaw(pcm, coded);
            G711.DecodeALaw(coded, pcm);
        }
        else
        {
            G711.EncodeMuLaw(pcm, coded);
            G711.DecodeMuLaw(coded, pcm);
        }
    }

    private static void ThroughNetwork(ComposedCall call, string variation, SeededRandom random)
    {
        switch (variation)
        {
            case "loss1": Lose(call, 0.01, 1, random); break;
            case "loss3": Lose(call, 0.03, 1, random); break;
            case "loss5": Lose(call, 0.05, 1, random); break;
            case "loss10": Lose(call, 0.10, 1, random); break;
            case "burst5": Lose(call, 0.05, 4, random); break;
            case "dtx": Discontinue(call, FrameFlags.Lost); break;
            case "dtxcn": Discontinue(call, FrameFlags.ComfortNoise); break;
            case "zeros": Discontinue(call, FrameFlags.None); break;
        }
    }

    private static void Lose(ComposedCall call, double share, int burst, SeededRandom random)
    {
        for (int f = 0; f < call.Frames; f++)
        {
            if (random.NextDouble() >= share / burst)
                continue;
            for (int k = 0; k < burst && f < call.Frames; k++, f++)
                Silence(call, f, FrameFlags.Lost);
        }
    }

    /// <summary>Discontinuous transmission: frames near the floor are not sent, after 200 ms of them.</summary>
    private static void Discontinue(ComposedCall call, FrameFlags flag)
    {
        double[] levels = Signal.Levels(Signal.ToFloat(call.Samples));
        double gate = Math.Max(Signal.Percentile(levels, 0.1) + 6, -65);
        int quiet = 0;
        for (int f = 0; f < call.Frames; f++)
        {
            quiet = levels[f] < gate ? quiet + 1 : 0;
            if (quiet > 10)
                Silence(call, f, flag);
        }
    }

    private static void Silence(ComposedCall call, int frame, FrameFlags flag)
    {
        call.Samples.AsSpan(frame * ComposedCall.FrameSamples, ComposedCall.FrameSamples).Clear();
        call.Flags[frame] |= flag;
    }
}
