using Dialer.Core.CallProgress;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.CallProgress;

/// <summary>Writes a call as a list of sounds, over the hiss of a line, and plays it to an analyzer in 20 ms frames.</summary>
internal sealed class CallSignal(int rate = 8000, double hissDb = -66)
{
    private readonly List<float> _samples = [];
    private readonly SeededRandom _random = new(7);

    public int Milliseconds => (int)(_samples.Count * 1000L / rate);

    public CallSignal Silence(int ms) => Add(ms, _ => 0);

    /// <summary>A pitch that glides, a formant that moves, and breath, in the rhythm of syllables.</summary>
    public CallSignal Voice(int ms, double db = -18)
    {
        double amplitude = Amplitude(db) * 1.6, turns = 0;
        return Add(ms, t =>
        {
            double pitch = 130 + 30 * Math.Sin(2 * Math.PI * 2.3 * t), formant = 850 + 550 * Math.Sin(2 * Math.PI * 6.1 * t), sum = 0;
            turns += pitch / rate;
            for (int k = 1; k * pitch < 2000; k++)
                sum += Math.Exp(-Math.Abs(k * pitch - formant) / 250) * Math.Sin(2 * Math.PI * k * turns);
            return amplitude * Syllable(t) * (sum + 0.2 * (_random.NextDouble() * 2 - 1));
        });
    }

    /// <summary>One sound of a voice: a pitch, and two bands where it is strong.</summary>
    public CallSignal Vowel(int ms, double pitch, double formant, double second, double db = -18)
    {
        double amplitude = Amplitude(db), begin = _samples.Count / (double)rate;
        return Add(ms, t =>
        {
            double sum = 0, edge = Math.Min(1, Math.Min(t - begin, begin + ms / 1000.0 - t) / 0.01);
            for (int k = 1; k * pitch < 2400; k++)
                sum += (Math.Exp(-Math.Abs(k * pitch - formant) / 120) + 0.6 * Math.Exp(-Math.Abs(k * pitch - second) / 120)) * Math.Sin(2 * Math.PI * k * pitch * (t - begin));
            return amplitude * edge * sum;
        });
    }

    /// <summary>A tone whose level swings, as some networks ring.</summary>
    public CallSignal Modulated(int ms, double hz, double swingHz, double db = -18)
    {
        double amplitude = Amplitude(db) * 1.41;
        return Add(ms, t => amplitude * (0.5 + 0.5 * Math.Sin(2 * Math.PI * swingHz * t)) * Math.Sin(2 * Math.PI * hz * t));
    }

    /// <summary>Notes that are held, each a chord.</summary>
    public CallSignal Music(int ms, double db = -18)
    {
        double amplitude = Amplitude(db) * 0.5;
        double[] notes = [523, 659, 784, 587, 698, 880];
        return Add(ms, t =>
        {
            double note = notes[(int)(t / 0.3) % notes.Length];
            return amplitude * (Math.Sin(2 * Math.PI * note * t) + 0.5 * Math.Sin(2 * Math.PI * 1.5 * note * t) + 0.3 * Math.Sin(2 * Math.PI * note * 2 * t));
        });
    }

    /// <summary>Noise with the rhythm of syllables: what an energy detector alone takes for a voice.</summary>
    public CallSignal Clatter(int ms, double db = -18)
    {
        double amplitude = Amplitude(db) * 2;
        return Add(ms, t => amplitude * Syllable(t) * (_random.NextDouble() * 2 - 1));
    }

    public CallSignal Tone(int ms, params double[] hz) => ToneAt(-20, ms, hz);

    public CallSignal ToneAt(double db, int ms, params double[] hz)
    {
        double amplitude = Amplitude(db) * Math.Sqrt(2.0 / hz.Length);
        return Add(ms, t => amplitude * hz.Sum(f => Math.Sin(2 * Math.PI * f * t)));
    }

    public CallSignal Repeat(int times, Action<CallSignal> sounds)
    {
        for (int i = 0; i < times; i++)
            sounds(this);
        return this;
    }

    public short[] Samples()
    {
        double hiss = Amplitude(hissDb) * Math.Sqrt(3);
        SeededRandom random = new(11);
        return [.. _samples.Select(s => (short)Math.Clamp(s + hiss * (random.NextDouble() * 2 - 1), short.MinValue, short.MaxValue))];
    }

    /// <summary>Plays it all; gives every event with the time (ms) at which it came.</summary>
    public List<(int Ms, CallProgressEvents Event)> Play(CallProgressAnalyzer analyzer, int answerAtMs = 0, Func<int, FrameFlags>? flags = null)
    {
        short[] samples = Samples();
        int frame = rate / 50;
        List<(int, CallProgressEvents)> events = [];
        for (int i = 0; i + frame <= samples.Length; i += frame)
        {
            int ms = (int)(i * 1000L / rate);
            if (ms >= answerAtMs && answerAtMs >= 0)
                analyzer.Answered();
            var happened = analyzer.Push(samples.AsSpan(i, frame), flags?.Invoke(i / frame) ?? FrameFlags.None);
            if (happened != CallProgressEvents.None)
                events.Add((ms + 20, happened));
        }
        return events;
    }

    private static double Syllable(double t) => 0.55 + 0.45 * Math.Sin(2 * Math.PI * 4 * t);

    private static double Amplitude(double db) => 32768 * Math.Pow(10, db / 20);

    private CallSignal Add(int ms, Func<double, double> at)
    {
        int start = _samples.Count;
        for (int i = 0; i < ms * (rate / 1000); i++)
            _samples.Add((float)at((start + i) / (double)rate));
        return this;
    }
}
