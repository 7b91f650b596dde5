namespace Dialer.Sip.Media;

/// <summary>Hears a leg's received audio, one frame each 20 ms whether packets arrive or not, on the reactor thread. Must not block nor allocate.</summary>
public interface IAudioTap
{
    void OnFrame(IHeardLeg leg, in AudioFrame frame);
}
