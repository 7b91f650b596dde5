namespace Dialer.Sip.Media;

/// <summary>
/// Hold music that is computed, so that nobody owns it: slow broken chords over a bass, 32 s, made to loop without a seam.
/// </summary>
public static class HoldMusic
{
    private const int SecondsPerChord = 4;
    private const int NotesPerChord = 8;

    private static readonly Lazy<Prompt> Composed = new(Compose);

    // Equal-tempered MIDI note numbers: C, A minor, F, G, then C, E minor, F, G.
    private static readonly int[][] Chords = [[48, 60, 64, 67], [45, 57, 60, 64], [41, 57, 60, 65], [43, 55, 59, 62], [48, 60, 64, 67], [40, 55, 59, 64], [41, 57, 60, 65], [43, 59, 62, 67]];

    private static readonly int[] Pattern = [1, 2, 3, 2, 1, 3, 2, 3];

    /// <summary>Shared by all legs. Loop it.</summary>
    public static Prompt Loop => Composed.Value;

    private static Prompt Compose()
    {
        double[] mix = new double[Chords.Length * SecondsPerChord * 8000];
        for (int chord = 0; chord < Chords.Length; chord++)
        {
            int start = chord * SecondsPerChord * 8000;
            Strike(mix, start, Chords[chord][0], SecondsPerChord, 0.5);
            for (int note = 0; note < NotesPerChord; note++)
                Strike(mix, start + (note * SecondsPerChord * 8000 / NotesPerChord), Chords[chord][Pattern[note]], 1.6, 0.35);
        }
        return Prompt.FromSamples([.. mix.Select(value => (short)Math.Clamp(value * 7000, -32767, 32767))], 8000, "hold music");
    }

    // The tail of a note at the end wraps to the beginning: that is what makes the loop seamless.
    private static void Strike(double[] mix, int start, int midiNote, double seconds, double level)
    {
        double frequency = 440 * Math.Pow(2, (midiNote - 69) / 12.0);
        int length = (int)(seconds * 8000);
        for (int i = 0; i < length; i++)
        {
            double time = i / 8000.0;
            double envelope = Math.Min(1, i / 80.0) * Math.Exp(-2.2 * time) * Math.Min(1, (length - i) / 400.0);
            double phase = 2 * Math.PI * frequency * time;
            mix[(start + i) % mix.Length] += level * envelope * (Math.Sin(phase) + (0.4 * Math.Sin(2 * phase)) + (0.15 * Math.Sin(3 * phase)));
        }
    }
}
