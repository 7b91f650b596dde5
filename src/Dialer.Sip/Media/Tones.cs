namespace Dialer.Sip.Media;

/// <summary>
/// Call progress tones by country, fax tones, special information tones and beeps, as prompts of one cadence to be looped.
/// Sources: ITU-T E.180 and its supplement 2 (various tones used in national networks), E.180/Q.35 (SIT), T.30 (fax).
/// </summary>
public static class Tones
{
    private const double DefaultLevelDbov = -16;

    /// <summary>One ring and its pause. Loop it.</summary>
    public static Prompt Ringback(ToneCountry country) => Build($"ringback {country}", Cadence(country).Ringback);

    /// <summary>The called line is busy. One cadence; loop it.</summary>
    public static Prompt Busy(ToneCountry country) => Build($"busy {country}", Cadence(country).Busy);

    /// <summary>No route or no circuit (reorder, fast busy). One cadence; loop it.</summary>
    public static Prompt Congestion(ToneCountry country) => Build($"congestion {country}", Cadence(country).Congestion);

    /// <summary>The three rising special information tones of E.180: 950, 1400, 1800 Hz, 330 ms each.</summary>
    public static Prompt SpecialInformation() => Build("SIT", [new(950, 0, 330), new(1400, 0, 330), new(1800, 0, 330)], -24);

    /// <summary>A special information tone with its own frequencies and lengths (the Bellcore classes differ in the first two).</summary>
    public static Prompt SpecialInformation(double firstHz, int firstMs, double secondHz, int secondMs, double thirdHz, int thirdMs) =>
        Build("SIT", [new(firstHz, 0, firstMs), new(secondHz, 0, secondMs), new(thirdHz, 0, thirdMs)], -24);

    /// <summary>A single tone: the beep of an answering machine.</summary>
    public static Prompt Beep(double frequencyHz = 1000, int milliseconds = 400, double levelDbov = DefaultLevelDbov) =>
        Build($"beep {frequencyHz} Hz", [new(frequencyHz, 0, milliseconds)], levelDbov);

    /// <summary>What a called fax answers: 2100 Hz for 3 s (CED, T.30).</summary>
    public static Prompt FaxCalled() => Build("fax CED", [new(2100, 0, 3000)], -14);

    /// <summary>What a calling fax sends: 1100 Hz, 0.5 s on, 3 s off (CNG, T.30). Loop it.</summary>
    public static Prompt FaxCalling() => Build("fax CNG", [new(1100, 0, 500), new(0, 0, 3000)], -14);

    /// <summary>The short tone that tells an agent that a person is on the line. 120 ms.</summary>
    public static Prompt Zip() => Build("zip", [new(880, 0, 60), new(1175, 0, 60)]).Yielding();

    /// <summary>Steps of one or two frequencies at 8 kHz, each with 2 ms ramps against clicks. The level is that of one frequency alone, in dB below full scale (RMS).</summary>
    public static Prompt Build(string name, ReadOnlySpan<ToneSegment> segments, double levelDbov = DefaultLevelDbov)
    {
        int total = 0;
        foreach (var segment in segments)
            total += segment.Milliseconds * 8;
        short[] samples = new short[total];
        int offset = 0;
        foreach (var segment in segments)
        {
            Write(samples.AsSpan(offset, segment.Milliseconds * 8), segment, levelDbov);
            offset += segment.Milliseconds * 8;
        }
        return Prompt.FromSamples(samples, 8000, name);
    }

    private static void Write(Span<short> samples, in ToneSegment segment, double levelDbov)
    {
        if (segment.FrequencyHz == 0)
            return;
        double amplitude = 32767 * Math.Sqrt(2) * Math.Pow(10, levelDbov / 20);
        double gain = segment.SecondFrequencyHz == 0 ? amplitude : amplitude / Math.Sqrt(2);
        double step = 2 * Math.PI * segment.FrequencyHz / 8000, secondStep = 2 * Math.PI * segment.SecondFrequencyHz / 8000;
        for (int i = 0; i < samples.Length; i++)
        {
            double ramp = Math.Min(1, Math.Min(i + 1, samples.Length - i) / 16.0);
            double value = Math.Sin(i * step) + Math.Sin(i * secondStep);
            samples[i] = (short)Math.Clamp(value * gain * ramp, -32767, 32767);
        }
    }

    private readonly record struct CountryTones(ToneSegment[] Ringback, ToneSegment[] Busy, ToneSegment[] Congestion);

    // France: the standard tone is 440 Hz; many mobile and IP switches play 425.
    private static CountryTones Cadence(ToneCountry country) => country switch
    {
        ToneCountry.FR => new(OnOff(440, 1500, 3500), OnOff(440, 500, 500), OnOff(440, 250, 250)),
        ToneCountry.US => new(
            [new(440, 480, 2000), new(0, 0, 4000)],
            [new(480, 620, 500), new(0, 0, 500)],
            [new(480, 620, 250), new(0, 0, 250)]),
        ToneCountry.UK => new(
            [new(400, 450, 400), new(0, 0, 200), new(400, 450, 400), new(0, 0, 2000)],
            OnOff(400, 375, 375),
            [new(400, 0, 400), new(0, 0, 350), new(400, 0, 225), new(0, 0, 525)]),
        ToneCountry.DE => new(OnOff(425, 1000, 4000), OnOff(425, 480, 480), OnOff(425, 240, 240)),
        ToneCountry.ES => new(
            OnOff(425, 1500, 3000),
            OnOff(425, 200, 200),
            [new(425, 0, 200), new(0, 0, 200), new(425, 0, 200), new(0, 0, 200), new(425, 0, 200), new(0, 0, 600)]),
        ToneCountry.IT => new(OnOff(425, 1000, 4000), OnOff(425, 500, 500), OnOff(425, 200, 200)),
        ToneCountry.BE => new(OnOff(425, 1000, 3000), OnOff(425, 500, 500), OnOff(425, 167, 167)),
        ToneCountry.CH => new(OnOff(425, 1000, 4000), OnOff(425, 500, 500), OnOff(425, 200, 200)),
        ToneCountry.NL => new(OnOff(425, 1000, 4000), OnOff(425, 500, 500), OnOff(425, 250, 250)),
        ToneCountry.PT => new(OnOff(425, 1000, 5000), OnOff(425, 500, 500), OnOff(425, 200, 200)),
    };

    private static ToneSegment[] OnOff(double frequencyHz, int onMs, int offMs) => [new(frequencyHz, 0, onMs), new(0, 0, offMs)];
}
