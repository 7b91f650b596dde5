using Dialer.Core.CallProgress;
using Dialer.Simulation.Audio;

namespace Dialer.Tools.Amd;

/// <summary>One call as the dialer hears it: 8 kHz samples, a flag for each 20 ms, and what is true of it.</summary>
/// <param name="Samples">From the first sound; a whole count of 20 ms frames.</param>
/// <param name="Flags">One per frame of 160 samples.</param>
/// <param name="AnswerFrame">The frame at which the call is answered; those before are early media.</param>
/// <param name="UtteranceEndSeconds">From the answer to the end of the first utterance; NaN where unknown.</param>
internal sealed record ComposedCall(short[] Samples, FrameFlags[] Flags, int AnswerFrame, double UtteranceEndSeconds)
{
    /// <summary>Where a mailbox's beep was put, seconds from the first sample; NaN without one.</summary>
    public (double Begin, double End) Beep { get; init; } = (double.NaN, double.NaN);

    /// <summary>How long somebody, or something, speaks or sounds in it.</summary>
    public double SpeechSeconds { get; init; }

    public const int FrameSamples = 160;

    public int Frames => Flags.Length;

    public ReadOnlySpan<short> Frame(int index) => Samples.AsSpan(index * FrameSamples, FrameSamples);

    /// <summary>A file taken as a whole call, answered at its first sample.</summary>
    public static ComposedCall AsIs(short[] samples, double utteranceEndSeconds)
    {
        int frames = (samples.Length + FrameSamples - 1) / FrameSamples;
        short[] whole = new short[frames * FrameSamples];
        samples.CopyTo(whole, 0);
        return new ComposedCall(whole, new FrameFlags[frames], 0, utteranceEndSeconds) { SpeechSeconds = samples.Length / (double)Signal.Rate };
    }
}
