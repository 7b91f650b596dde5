using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>Our own analyzer, as a campaign runs it.</summary>
internal sealed class DialerDetector(CallProgressOptions options) : IAnswerDetector
{
    private bool _beep;

    public string Name => "dialer";

    public CallProgressAnalyzer Analyzer { get; } = new(options);

    /// <summary>The last frame ended a beep.</summary>
    public bool BeepNow { get; private set; }

    public Heard Heard => Of(Analyzer.Verdict);

    public Heard Final => Of(Analyzer.Final);

    private static Heard Of(CpaVerdict verdict) => verdict switch
    {
        CpaVerdict.None => Heard.None,
        CpaVerdict.LiveVoice => Heard.Live,
        CpaVerdict.AnsweringMachine => Heard.Machine,
        CpaVerdict.Undetermined or CpaVerdict.Silence or CpaVerdict.NoMedia => Heard.Undecided,
        CpaVerdict.Fax or CpaVerdict.SpecialInformationTone or CpaVerdict.Busy or CpaVerdict.Reorder or CpaVerdict.Music or CpaVerdict.CallScreening => Heard.Other,
    };

    public void Reset()
    {
        Analyzer.Reset();
        _beep = false;
    }

    public void Push(ReadOnlySpan<short> frame, FrameFlags flags, bool answered)
    {
        if (answered)
            Analyzer.Answered();
        BeepNow = (Analyzer.Push(frame, flags) & CallProgressEvents.Beep) != 0;
        _beep |= BeepNow;
    }

    public bool Recognises(AmdLabel label)
    {
        var verdict = Analyzer.Verdict;
        bool neither = verdict is not (CpaVerdict.LiveVoice or CpaVerdict.AnsweringMachine);
        return label switch
        {
            AmdLabel.Sit => verdict == CpaVerdict.SpecialInformationTone,
            AmdLabel.Fax => verdict == CpaVerdict.Fax,
            AmdLabel.Busy => verdict == CpaVerdict.Busy,
            AmdLabel.Congestion or AmdLabel.Reorder => verdict == CpaVerdict.Reorder,
            AmdLabel.Ringback => neither && Analyzer.Progress == ProgressTone.Ringback,
            AmdLabel.Beep => neither && _beep,
            AmdLabel.Tone or AmdLabel.Music => neither,
            AmdLabel.Silence => verdict is CpaVerdict.Silence or CpaVerdict.Undetermined or CpaVerdict.NoMedia,
            AmdLabel.Human or AmdLabel.Machine or AmdLabel.Part or AmdLabel.Noise => false,
        };
    }
}
