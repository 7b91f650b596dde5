using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

/// <summary>FreeSWITCH's mod_amd: as app_amd, but the greeting is one run of voice, and three words are too many.</summary>
internal sealed class ModAmdDetector : IAnswerDetector
{
    private const int InitialSilence = 2500, Greeting = 1500, AfterGreetingSilence = 800, Total = 5000, MinimumWord = 100, BetweenWords = 50, MaximumWords = 3, MaximumWordLength = 5000, Threshold = 256;
    private int _total, _silence, _voice, _words;
    private bool _inWord, _initialSilence, _greeting;

    public string Name => "mod_amd";

    public Heard Heard { get; private set; }

    public void Reset()
    {
        _total = _silence = _voice = _words = 0;
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
        if (_total >= Total)
            Heard = Heard.Undecided;
        else if (MeanMagnitude.Of(frame) < Threshold)
            Silent(length);
        else
            Voiced(length);
    }

    public bool Recognises(AmdLabel label) => label is AmdLabel.Silence && Heard == Heard.Undecided;

    private void Silent(int length)
    {
        _silence += length;
        if (_silence >= BetweenWords)
        {
            _inWord = false;
            _voice = 0;
        }
        if (_initialSilence && _silence >= InitialSilence)
            Heard = Heard.Machine;
        else if (_greeting && _silence >= AfterGreetingSilence)
            Heard = Heard.Live;
    }

    private void Voiced(int length)
    {
        _voice += length;
        if (_voice >= MinimumWord)
        {
            _silence = 0;
            if (!_inWord)
            {
                _words++;
                _inWord = true;
            }
        }
        bool machine = _voice >= MaximumWordLength || _words >= MaximumWords || (_greeting && _voice >= Greeting);
        if (machine)
            Heard = Heard.Machine;
        else if (_voice >= MinimumWord && !_greeting)
        {
            _initialSilence = false;
            _greeting = true;
        }
    }
}
