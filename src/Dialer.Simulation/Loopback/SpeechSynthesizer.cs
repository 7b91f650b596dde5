using Dialer.Core.Time;

namespace Dialer.Simulation.Loopback;

/// <summary>
/// Speech-like sound: glottal pulses and noise through formant resonators (after Klatt, JASA 67(3), 1980), with
/// syllables of 4 to 6 a second, words, phrases, falling pitch and room tone. It says nothing, in no language; it has the
/// rhythm, spectrum and level of a voice on a telephone line. The same seed gives the same samples.
/// </summary>
public sealed class SpeechSynthesizer
{
    public const int SampleRate = 8000;

    // Centre frequencies of F1, F2, F3 of an adult male (Peterson and Barney, JASA 24(2), 1952), Hz.
    private static readonly (double F1, double F2, double F3)[] s_vowels =
    [
        (270, 2290, 3010), (390, 1990, 2550), (530, 1840, 2480), (660, 1720, 2410), (730, 1090, 2440),
        (570, 840, 2410), (440, 1020, 2240), (300, 870, 2240), (640, 1190, 2390),
    ];

    private readonly SeededRandom _random;
    private readonly double _pitchHz;
    private readonly double _tract;
    private readonly double _syllablesPerSecond;
    private readonly double _levelDbov;

    // The voice alone, at no particular level until it is rendered; and what is added as it is (beeps).
    private readonly List<double> _voice = [];
    private readonly List<short> _added = [];
    private readonly Resonator[] _formants = [new(), new(), new(), new()];
    private readonly Resonator _friction = new();
    private double _phase;
    private double _roomState;

    /// <param name="roomDbov">Level of the room behind the voice; never digital silence.</param>
    public SpeechSynthesizer(SeededRandom random, double roomDbov = -62)
    {
        ArgumentNullException.ThrowIfNull(random);
        _random = random;
        RoomDbov = roomDbov;

        // Half of the voices are high and short of tract, half low and long.
        bool high = random.NextDouble() < 0.5;
        _pitchHz = high ? Between(170, 240) : Between(90, 140);
        _tract = high ? Between(1.08, 1.18) : Between(0.95, 1.05);
        _syllablesPerSecond = Between(4.2, 6.0);
        _levelDbov = Between(-27, -20);
    }

    public double RoomDbov { get; }

    /// <summary>All that was said so far, at the speaker's level over the room's.</summary>
    public short[] ToSamples()
    {
        double energy = 0;
        int sounding = 0;
        foreach (double value in _voice)
        {
            energy += value * value;
            if (value != 0) sounding++;
        }
        double gain = sounding == 0 ? 0 : 32767 * Math.Pow(10, _levelDbov / 20) / Math.Sqrt(Math.Max(energy / sounding, 1e-12));
        var samples = new short[_voice.Count];
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (short)Math.Clamp((_voice[i] * gain) + _added[i] + Room(), short.MinValue, short.MaxValue);
        return samples;
    }

    public double Seconds => (double)_voice.Count / SampleRate;

    /// <summary>Room tone alone.</summary>
    public SpeechSynthesizer Pause(double seconds)
    {
        for (int i = (int)(seconds * SampleRate); i > 0; i--) Emit(0);
        return this;
    }

    /// <summary>Words without a pause that an ear would notice, for about this long.</summary>
    public SpeechSynthesizer Phrase(double seconds)
    {
        int end = _voice.Count + (int)(seconds * SampleRate);
        int start = _voice.Count;
        while (_voice.Count < end)
        {
            double progress = (double)(_voice.Count - start) / (end - start);
            double left = (double)(end - _voice.Count) / SampleRate;
            Syllable(progress, Math.Min(left, Between(0.8, 1.2) / _syllablesPerSecond));
            if (_random.NextDouble() < 0.25 && left > 0.4) Pause(Between(0.02, 0.07));
        }
        return this;
    }

    /// <summary>Phrases with breaths between, for about this long.</summary>
    public SpeechSynthesizer Speak(double seconds, double shortestPause, double longestPause)
    {
        double until = Seconds + seconds;
        while (until - Seconds > 0.25)
        {
            Phrase(Math.Min(until - Seconds, Between(0.9, 2.8)));
            if (until - Seconds > longestPause + 0.5) Pause(Between(shortestPause, longestPause));
        }
        return this;
    }

    public SpeechSynthesizer Add(ReadOnlySpan<short> samples)
    {
        foreach (short sample in samples)
        {
            _voice.Add(0);
            _added.Add(sample);
        }
        return this;
    }

    private double Between(double low, double high) => low + ((high - low) * _random.NextDouble());

    private void Syllable(double progress, double seconds)
    {
        if (seconds < 0.04)
        {
            Pause(Math.Max(seconds, 0.005));
            return;
        }
        double onset = Math.Min(Between(0.03, 0.09), seconds * 0.4);
        if (_random.NextDouble() < 0.55) Fricative(onset);
        else Closure(onset);
        Vowel(progress, seconds - onset);
    }

    private void Fricative(double seconds)
    {
        _friction.Tune(Between(2200, 3400), 900);
        int length = (int)(seconds * SampleRate);
        double level = Between(0.03, 0.07);
        for (int i = 0; i < length; i++)
        {
            double envelope = Math.Min(1, Math.Min(i + 1, length - i) / 80.0);
            Emit(_friction.Next(Noise()) * level * envelope);
        }
    }

    // A stop: silence, then a click of noise.
    private void Closure(double seconds)
    {
        int length = (int)(seconds * SampleRate);
        int burst = Math.Min(length, 64);
        _friction.Tune(Between(1200, 3000), 1200);
        for (int i = 0; i < length; i++)
            Emit(i < length - burst ? 0 : _friction.Next(Noise()) * 0.06 * (length - i) / burst);
    }

    private void Vowel(double progress, double seconds)
    {
        var from = s_vowels[_random.Next(s_vowels.Length)];
        var to = s_vowels[_random.Next(s_vowels.Length)];
        int length = (int)(seconds * SampleRate);
        double stress = Between(0.55, 1.0);

        // A pitch that stands still is a note: speech glides through every syllable, and trembles.
        double pitch = _pitchHz * (1.18 - (0.36 * progress));
        double begins = Between(0.82, 1.2), ends = begins * (_random.NextDouble() < 0.6 ? Between(0.7, 0.88) : Between(1.12, 1.35));
        double tremor = Between(0, 6.28);
        for (int i = 0; i < length; i++)
        {
            double along = (double)i / length;
            double glide = begins + ((ends - begins) * along) + (0.025 * Math.Sin(tremor + (i * 0.0041)));
            if (i % 40 == 0) TuneFormants(from, to, along);
            double envelope = Math.Min(1, Math.Min(i + 1, length - i) / 160.0);
            Emit(Voiced(pitch * glide) * stress * envelope);
        }
    }

    private void TuneFormants((double F1, double F2, double F3) from, (double F1, double F2, double F3) to, double along)
    {
        _formants[0].Tune(_tract * Mix(from.F1, to.F1, along), 70);
        _formants[1].Tune(Math.Min(3300, _tract * Mix(from.F2, to.F2, along)), 100);
        _formants[2].Tune(Math.Min(3500, _tract * Mix(from.F3, to.F3, along)), 150);
        _formants[3].Tune(3700, 250);
    }

    private static double Mix(double a, double b, double along) => a + ((b - a) * along * 0.9);

    // A Rosenberg pulse each period, a little breath, then the formants one after the other.
    private double Voiced(double pitchHz)
    {
        _phase += pitchHz / SampleRate * (1 + (0.03 * Noise()));
        if (_phase >= 1) _phase -= 1;
        double pulse = _phase < 0.4 ? 0.5 * (1 - Math.Cos(Math.PI * _phase / 0.4)) : _phase < 0.56 ? Math.Cos(Math.PI * (_phase - 0.4) / 0.32) : 0;
        double value = pulse - 0.3 + (0.07 * Noise());
        foreach (Resonator formant in _formants) value = formant.Next(value);
        return value * 0.16;
    }

    private void Emit(double value)
    {
        _voice.Add(value);
        _added.Add(0);
    }

    // Low-passed noise: rooms rumble more than they hiss.
    private double Room()
    {
        _roomState += 0.25 * (Noise() - _roomState);
        return _roomState * 4.6 * 32767 * Math.Pow(10, RoomDbov / 20);
    }

    private double Noise() => (_random.NextDouble() * 2) - 1;

    /// <summary>A second-order resonator with unity gain at 0 Hz (Klatt 1980, equation 1).</summary>
    private sealed class Resonator
    {
        private double _a, _b, _c, _y1, _y2;

        public void Tune(double frequencyHz, double bandwidthHz)
        {
            double radius = Math.Exp(-Math.PI * bandwidthHz / SampleRate);
            _c = -(radius * radius);
            _b = 2 * radius * Math.Cos(2 * Math.PI * frequencyHz / SampleRate);
            _a = 1 - _b - _c;
        }

        public double Next(double input)
        {
            double output = (_a * input) + (_b * _y1) + (_c * _y2);
            _y2 = _y1;
            _y1 = output;
            return output;
        }
    }
}
