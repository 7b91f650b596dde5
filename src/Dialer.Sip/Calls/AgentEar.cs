using Dialer.Core.CallProgress;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>On the agent's leg, while the called person's answer is still in doubt: hears when the agent speaks, on the media thread.</summary>
internal sealed class AgentEar(AnswerListener listener) : IAudioTap
{
    private AgentVoice _voice;

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        if (frame.Samples.IsEmpty)
            return;
        _voice.Add(frame.Samples);
        listener.AgentSpeaks = _voice.Speaks;
    }
}
