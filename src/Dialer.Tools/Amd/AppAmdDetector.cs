using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

/// <summary>Asterisk's app_amd, from the description of its behaviour (silence counter, word counter, cumulative voice).</summary>
internal sealed class AppAmdDetector(string name, AppAmdParameters p) : IAnswerDetector
{
    private int _total, _silence, _consecutiveVoice, _voice, _words;
    private bool _inWord, _initialSilence, _greeting;

    public string Name => name;

    public Heard Heard { get; private set; }

    public void Reset()
    {
        _total = _silence = _consecutiveVoice = _voice = _words = 0;
        _inWord = _initialSilence = true;
        _greeting = false;
        Heard = Heard.None;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (!answered || Heard != Heard.None)
            return;
        int length = frame.Length / 8;
        _total += length;
        if (_total >= p.TotalAnalysis)
            Heard = Heard.Undecided;
        else if (MeanMagnitude.Of(frame) < p.Threshold)
            Silent(length);
        else
            Voiced(length);
    }

    public bool Recognises(AmdLabel label) => label is AmdLabel.Silence && Heard == Heard.Undecided;

    private void Silent(int length)
    {
        _silence += length;
        if (_silence >= p.BetweenWords)
        {
            _inWord = false;
            _consecutiveVoice = 0;
        }
        if (_initialSilence && _silence >= p.InitialSilence)
            Heard = Heard.Machine;
        else if (_greeting && _silence >= p.AfterGreetingSilence)
            Heard = Heard.Live;
    }

    private void Voiced(int length)
    {
        _silence = 0;
        _consecutiveVoice += length;
        _voice += length;
        if (_consecutiveVoice >= p.MinimumWord && !_inWord)
        {
            _words++;
            _inWord = true;
        }
        bool machine = _consecutiveVoice >= p.MaximumWordLength || _words > p.MaximumWords || (_greeting && _voice >= p.Greeting);
        if (machine)
            Heard = Heard.Machine;
        else if (_consecutiveVoice >= p.MinimumWord && !_greeting)
        {
            _initialSilence = false;
            _greeting = true;
        }
    }
}
