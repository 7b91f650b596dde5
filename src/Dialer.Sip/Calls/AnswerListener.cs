using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>Feeds one leg's received audio to its analyzer, on the media thread, and tells the call what it heard.</summary>
internal sealed class AnswerListener(ICallEars call, CallProgressAnalyzer analyzer) : IAudioTap
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private float _prior;
    private volatile bool _answered;
    private bool _analyzerAnswered;
    private volatile bool _agentSpeaks;
    private volatile bool _done;
    private bool _learned;
    private bool _printed;
    private PhraseFeatures? _phrase;
    private AnswerProof _proof;
    private volatile ListenedAnswer? _heard;

    /// <summary>The agent to whom the call is bridged speaks now.</summary>
    public bool AgentSpeaks
    {
        set => _agentSpeaks = value;
    }

    /// <summary>Nothing that is still to come would change or add anything.</summary>
    public bool IsDone => _done;

    /// <summary>What was heard after the answer, as far as it goes; null: no verdict yet. From any thread.</summary>
    public ListenedAnswer? Heard => _heard;

    /// <summary>From the next frame on the call is answered.</summary>
    /// <param name="prior">What the line knows beforehand; see <see cref="CallProgressAnalyzer.Expect"/>.</param>
    public void Answered(float prior)
    {
        _prior = prior;
        _answered = true;
    }

    public void OnFrame(IHeardLeg leg, in AudioFrame frame)
    {
        if (_done)
            return;
        bool early = !_answered;
        if (!early && !_analyzerAnswered)
        {
            _analyzerAnswered = true;
            analyzer.Answered();
            analyzer.Expect(_prior);
        }
        bool nothingYet = frame.Flags.HasFlag(AudioFrameFlags.NoMediaYet);
        if (early && nothingYet)
            return;
        analyzer.AgentSpeaks(_agentSpeaks);
        var events = nothingYet ? analyzer.NoFrames(Frame) : analyzer.Push(frame.Samples, FlagsOf(frame.Flags, early));
        if (events != CallProgressEvents.None)
            Tell(events, early);
        if (!early)
            Note(events);
        if (early || !analyzer.IsDone)
            return;
        _done = true;
        call.HeardEnough(this);
    }

    /// <summary>How it sounded when the verdict fell, what has proved a machine since, and the first second once it is whole.</summary>
    private void Note(CallProgressEvents events)
    {
        bool isPrinted = analyzer.Print.FirmBits >= GreetingPrint.LeastFirm;
        if (analyzer.Verdict == CpaVerdict.None || (events == CallProgressEvents.None && isPrinted == _printed))
            return;
        _printed = isPrinted;
        if (events.HasFlag(CallProgressEvents.Verdict))
            _phrase = analyzer.PhraseSoFar(ended: analyzer.PauseMs > 0);
        if (_proof == AnswerProof.None)
            _proof = ProofOf(events);
        _heard = new ListenedAnswer(analyzer.Reason.Rule, _proof, _phrase, analyzer.Print, analyzer.Match.Scope);
        Learn();
    }

    /// <summary>A beep, more voice than anybody greets with, or a greeting that was heard before.</summary>
    private AnswerProof ProofOf(CallProgressEvents events)
    {
        bool isMachine = analyzer.Verdict == CpaVerdict.AnsweringMachine;
        if (analyzer.Revoked.Cause == RevocationCause.Remembered || (isMachine && analyzer.Reason.Rule == VerdictRule.Remembered))
            return AnswerProof.Remembered;
        if (analyzer.Revoked.Cause == RevocationCause.Beep || (isMachine && (analyzer.Reason.Rule == VerdictRule.Beep || events.HasFlag(CallProgressEvents.Beep))))
            return AnswerProof.Beep;
        bool longVoice = isMachine && analyzer.Reason.Rule == VerdictRule.SpeechGoesOn && analyzer.Reason.VoicedMs >= analyzer.Options.AnyMachineVoicedMs;
        return longVoice || analyzer.Revoked.Cause == RevocationCause.VoiceGoesOn ? AnswerProof.VoiceGoesOn : AnswerProof.None;
    }

    /// <summary>One that was recognised is known already.</summary>
    private void Learn()
    {
        if (_learned || !_printed || _proof is not (AnswerProof.Beep or AnswerProof.VoiceGoesOn) || analyzer.Match.Scope != MemoryScope.None)
            return;
        _learned = true;
        call.HeardMachine(analyzer.Print);
    }

    private void Tell(CallProgressEvents events, bool early)
    {
        if (events.HasFlag(CallProgressEvents.ToneHeard) && early)
            call.HeardTone(analyzer.Progress, analyzer.Sit);
        if (events.HasFlag(CallProgressEvents.Verdict) && !early)
            call.HeardAfterAnswer(analyzer.Verdict, analyzer.Confidence, SinceGreetingEnd, analyzer.Reason);
        if (events.HasFlag(CallProgressEvents.Revoked))
            call.HeardRevoked(analyzer.Revoked.Cause);
        if (events.HasFlag(CallProgressEvents.LeaveMessage))
            call.HeardMessageMoment();
    }

    private TimeSpan SinceGreetingEnd => analyzer.GreetingEndAtSamples < 0
        ? TimeSpan.Zero
        : TimeSpan.FromSeconds((analyzer.PositionSamples - analyzer.GreetingEndAtSamples) / 8000.0);

    private static FrameFlags FlagsOf(AudioFrameFlags flags, bool early)
    {
        var result = early ? FrameFlags.EarlyMedia : FrameFlags.None;
        if (flags.HasFlag(AudioFrameFlags.Lost))
            result |= FrameFlags.Lost;
        if (flags.HasFlag(AudioFrameFlags.ComfortNoise))
            result |= FrameFlags.ComfortNoise;
        return result;
    }
}
