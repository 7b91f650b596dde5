using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

/// <summary>simpleamd (library defaults): 10 ms frames, a threshold learnt in the first 200 ms, and the time since the voice began.</summary>
internal sealed class SimpleAmdDetector : IAnswerDetector
{
    private const int FrameMs = 10, LearnMs = 200, ConfirmVoiceMs = 60, ConfirmSilenceMs = 850, MachineMs = 1100, NoVoiceMs = 2000;
    private int _now, _run, _silence, _voiceStart, _threshold;
    private long _sum;
    private bool _voice;

    public string Name => "simpleamd";

    public Heard Heard { get; private set; }

    public void Reset()
    {
        _now = _run = _silence = _threshold = 0;
        _sum = 0;
        _voiceStart = -1;
        _voice = false;
        Heard = Heard.None;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (!answered)
            return;
        for (int at = 0; at < frame.Length && Heard == Heard.None; at += 80)
            Step(MeanMagnitude.Of(frame.Slice(at, 80)));
    }

    public bool Recognises(AmdLabel label) => label is AmdLabel.Silence && Heard == Heard.Undecided;

    private void Step(int magnitude)
    {
        _now += FrameMs;
        if (_now <= LearnMs)
            _sum += magnitude;
        if (_now == LearnMs)
            _threshold = Math.Clamp((int)(3 * _sum / (LearnMs / FrameMs)), 130, 1300);
        bool loud = magnitude > (_now < LearnMs ? 1300 : _threshold);
        _run = loud ? _run + FrameMs : 0;
        _silence = loud ? 0 : _silence + FrameMs;
        if (!_voice && _run >= ConfirmVoiceMs)
        {
            _voice = true;
            if (_voiceStart < 0)
                _voiceStart = _now - _run;
        }
        if (_voiceStart < 0)
        {
            if (_now >= NoVoiceMs)
                Heard = Heard.Undecided;
        }
        else if (_voice && _silence >= ConfirmSilenceMs)
            Heard = Heard.Live;
        else if (_now - _voiceStart - _silence >= MachineMs)
            Heard = Heard.Machine;
    }
}
