namespace Dialer.Sip.Media;

/// <summary>One frequency's share of a block of samples (Goertzel's recurrence). For tests, simulated parties and tone checks.</summary>
public static class Goertzel
{
    /// <summary>
    /// The power of <paramref name="frequencyHz"/> as a share of the block's whole power: about 1 for that pure tone, about 0 where it is absent.
    /// Silence gives 0. A block of at least 20 ms is sensible.
    /// </summary>
    public static double Share(ReadOnlySpan<short> samples, double frequencyHz, int sampleRate = 8000)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequencyHz / sampleRate);
        double previous = 0, beforePrevious = 0, energy = 0;
        foreach (short sample in samples)
        {
            double current = sample + (coefficient * previous) - beforePrevious;
            beforePrevious = previous;
            previous = current;
            energy += (double)sample * sample;
        }
        if (energy < samples.Length)
            return 0;
        double power = (previous * previous) + (beforePrevious * beforePrevious) - (coefficient * previous * beforePrevious);
        return Math.Min(1, 2 * power / (energy * samples.Length));
    }
}
