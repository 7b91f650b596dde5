namespace Dialer.Sip.Media;

/// <summary>Audio made on the fly: a simulated party. Called each 20 ms on the reactor thread; must not block nor allocate.</summary>
public interface IAudioSource
{
    /// <summary>Fills 160 samples at 8 kHz. False ends the source (the frame is not sent).</summary>
    bool NextFrame(Span<short> samples);
}
