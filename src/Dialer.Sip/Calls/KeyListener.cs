using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>Hears a person's keys in the audio, on the media thread, where the far end cannot send them as events.</summary>
internal sealed class KeyListener(ICallEars call) : IAudioTap
{
    private readonly DtmfDetector _detector = new();

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        if ((frame.Flags & (AudioFrameFlags.Lost | AudioFrameFlags.EarlyMedia)) != 0)
        {
            _detector.Reset();
            return;
        }
        char key = _detector.Push(frame.Samples);
        if (key != '\0')
            call.HeardKey(key);
    }
}
