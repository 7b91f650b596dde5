using Dialer.Core.Time;

namespace Dialer.Simulation.Audio;

/// <summary>
/// Sounds with the rhythm and the spectrum of speech, made from nothing: a pulse train with a moving pitch through
/// three moving formants, consonants of noise and stops between. Nobody takes it for language; a detector that works
/// on energy, pauses and steadiness does. No accuracy is claimed from it: it guards against regressions.
/// </summary>
public static class SpeechMaker
{
    private static readonly double[][] Vowels = [[730, 1090, 2440], [530, 1840, 2480], [390, 1990, 2550], [570, 840, 2410], [440, 1020, 2240], [300, 870, 2240], [270, 2290, 3010]];

    /// <summary>About <paramref name="syllables"/> / 5 seconds of it; a pause after each count of <paramref name="pauseEvery"/> syllables (0: none).</summary>
    public static float[] Utterance(int syllables, int pauseEvery, in MadeVoice voice, SeededRandom random)
    {
        List<float> dry = [];
        double pitch = voice.PitchHz;
        for (int s = 0; s < syllables; s++)
        {
            double stress = voice.LevelSwayDb * (random.NextDouble() - 0.7) - voice.LevelSwayDb * 0.5 * s / Math.Max(1, syllables);
            AddConsonant(dry, stress, random);
            AddVowel(dry, stress, ref pitch, voice.PitchHz, random);
            if (pauseEvery > 0 && (s + 1) % pauseEvery == 0 && s + 1 < syllables)
                dry.AddRange(new float[(int)(Signal.Rate * (0.15 + 0.2 * random.NextDouble()))]);
        }
        float[] signal = voice.RoomSeconds > 0 ? InRoom([.. dry], voice.RoomSeconds, random) : [.. dry];
        Signal.Scale(signal, -20 - Signal.ActiveLevelDb(signal));
        Signal.Mix(signal, Signal.Pink(signal.Length, random), Signal.Rms(-20 - voice.RoomNoiseDb));
        return signal;
    }

    private static void AddConsonant(List<float> signal, double stressDb, SeededRandom random)
    {
        int length = (int)(Signal.Rate * (0.03 + 0.05 * random.NextDouble()));
        bool stop = random.Next(2) == 1;
        double gain = 0.25 * Math.Pow(10, stressDb / 20);
        double before = 0;
        for (int i = 0; i < length; i++)
        {
            bool closed = stop && i < length * 2 / 3;
            double white = Signal.Gaussian(random);
            signal.Add(closed ? 0 : (float)(gain * (white - 0.9 * before)));
            before = white;
        }
    }

    private static void AddVowel(List<float> signal, double stressDb, ref double pitch, double meanPitch, SeededRandom random)
    {
        double[] from = Vowels[random.Next(Vowels.Length)], to = Vowels[random.Next(Vowels.Length)];
        int length = (int)(Signal.Rate * (0.09 + 0.09 * random.NextDouble()));
        double target = meanPitch * (0.85 + 0.35 * random.NextDouble()), start = pitch;
        double gain = Math.Pow(10, stressDb / 20), phase = random.NextDouble();
        Span<double> state = stackalloc double[6];
        for (int i = 0; i < length; i++)
        {
            double share = i / (double)length;
            pitch = start + (target - start) * share;
            phase += pitch * (1 + 0.01 * Signal.Gaussian(random)) / Signal.Rate;
            double x = 0;
            if (phase >= 1)
            {
                phase -= 1;
                x = 1;
            }
            double sum = 0.004 * Signal.Gaussian(random);
            for (int k = 0; k < 3; k++)
                sum += (1 - 0.2 * k) * Resonate(x, from[k] + (to[k] - from[k]) * share, 70 + 40 * k, state.Slice(2 * k, 2));
            signal.Add((float)(gain * sum * 3 * Math.Sin(Math.PI * Math.Min(1, Math.Min(i, length - i) / 200.0) / 2)));
        }
    }

    private static double Resonate(double x, double hz, double width, Span<double> state)
    {
        double r = Math.Exp(-Math.PI * width / Signal.Rate);
        double y = x * (1 - r) + 2 * r * Math.Cos(2 * Math.PI * hz / Signal.Rate) * state[0] - r * r * state[1];
        state[1] = state[0];
        state[0] = y;
        return y;
    }

    /// <summary>Early and late echoes, falling by 60 dB in the reverberation time.</summary>
    private static float[] InRoom(float[] dry, double seconds, SeededRandom random)
    {
        float[] wet = new float[dry.Length + (int)(seconds * Signal.Rate)];
        dry.CopyTo(wet, 0);
        for (int tap = 0; tap < 60; tap++)
        {
            double at = 0.004 + seconds * random.NextDouble();
            float gain = (float)((random.Next(2) == 0 ? -0.35 : 0.35) * Math.Pow(10, -3 * at / seconds));
            int delay = (int)(at * Signal.Rate);
            for (int i = 0; i < dry.Length && i + delay < wet.Length; i++)
                wet[i + delay] += gain * dry[i];
        }
        return wet;
    }
}
