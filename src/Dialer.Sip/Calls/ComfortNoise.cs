using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>
/// What a leg hears that has nothing else to hear: noise at about -66 dBov, which the ear takes for a live line and
/// which voice detectors do not take for voice.
/// </summary>
internal static class ComfortNoise
{
    private const double Amplitude = 28;

    public static Prompt Loop() => Make(8000 * 4);

    public static Prompt OneFrame() => Make(AudioCodecs.FrameSamples);

    private static Prompt Make(int length)
    {
        var random = new SeededRandom(20);
        short[] samples = new short[length];
        double state = 0;
        for (int i = 0; i < length; i++)
        {
            state += 0.4 * ((random.NextDouble() * 2) - 1 - state);
            samples[i] = (short)Math.Round(state * 2 * Amplitude);
        }
        return Prompt.FromSamples(samples, 8000, "comfort noise");
    }
}
