using Dialer.Sip.Media;

namespace Dialer.Simulation.Loopback;

/// <summary>Notices that somebody speaks to a simulated party, by level alone; calls back once, on the media thread.</summary>
internal sealed class VoiceEar(Action? heard) : IAudioTap
{
    // -45 dBov: far above comfort noise, far below speech.
    private const double Threshold = 32768.0 * 32768.0 * 3.2e-5;
    private const int FramesNeeded = 6;

    private long _voiceFrames;
    private bool _told;

    /// <summary>Frames of 20 ms with voice in them, so far.</summary>
    public long VoiceFrames => Volatile.Read(ref _voiceFrames);

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        if ((frame.Flags & (AudioFrameFlags.Lost | AudioFrameFlags.NoMediaYet | AudioFrameFlags.ComfortNoise)) != 0)
            return;
        double energy = 0;
        foreach (short sample in frame.Samples)
            energy += (double)sample * sample;
        if (energy / frame.Samples.Length < Threshold)
            return;
        Volatile.Write(ref _voiceFrames, _voiceFrames + 1);
        if (_told || _voiceFrames < FramesNeeded)
            return;
        _told = true;
        heard?.Invoke();
    }
}
