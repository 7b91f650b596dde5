using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>Feeds one leg's received audio to its analyzer, on the media thread, and tells the call what it heard.</summary>
internal sealed class AnswerListener(LineCall call, CallProgressAnalyzer analyzer) : IAudioTap
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private volatile bool _answered;
    private bool _analyzerAnswered;
    private bool _earlyEnd;
    private volatile bool _agentSpeaks;
    private volatile bool _done;

    /// <summary>The agent to whom the call is bridged speaks now.</summary>
    public bool AgentSpeaks
    {
        set => _agentSpeaks = value;
    }

    /// <summary>Nothing that is still to come would change or add anything.</summary>
    public bool IsDone => _done;

    /// <summary>From the next frame on the call is answered.</summary>
    public void Answered() => _answered = true;

    public void OnFrame(MediaLeg leg, in AudioFrame frame)
    {
        if (_done)
            return;
        bool early = !_answered;
        if (!early && !_analyzerAnswered)
        {
            _analyzerAnswered = true;
            analyzer.Answered();
        }
        bool nothingYet = frame.Flags.HasFlag(AudioFrameFlags.NoMediaYet);
        if (early && nothingYet)
            return;
        analyzer.AgentSpeaks(_agentSpeaks);
        var events = nothingYet ? analyzer.NoFrames(Frame) : analyzer.Push(frame.Samples, FlagsOf(frame.Flags, early));
        if (events != CallProgressEvents.None)
            Tell(events, early);
        if (early || !analyzer.IsDone)
            return;
        _done = true;
        call.HeardEnough(this);
    }

    /// <summary>A beep, or more voice than anybody greets with; one that was recognised is known already.</summary>
    private void Learn(CallProgressEvents events)
    {
        bool beyondDoubt = events.HasFlag(CallProgressEvents.Revoked)
            ? analyzer.Revoked.Cause is RevocationCause.Beep or RevocationCause.VoiceGoesOn
            : analyzer.Verdict == CpaVerdict.AnsweringMachine && (analyzer.Reason.Rule == VerdictRule.Beep || analyzer.Reason.VoicedMs >= analyzer.Options.AnyMachineVoicedMs);
        if (beyondDoubt && analyzer.Options.RemembersGreetings && analyzer.Print.FirmBits >= GreetingPrint.LeastFirm)
            call.HeardMachine(analyzer.Print);
    }

    private void Tell(CallProgressEvents events, bool early)
    {
        if (events.HasFlag(CallProgressEvents.EndAttempt) && early && !_earlyEnd)
        {
            _earlyEnd = true;
            call.HeardBeforeAnswer(analyzer.ProgressResult);
        }
        if (events.HasFlag(CallProgressEvents.Verdict) && !early)
            call.HeardAfterAnswer(analyzer.Verdict, analyzer.Confidence, SinceGreetingEnd, analyzer.Reason);
        if (events.HasFlag(CallProgressEvents.Revoked))
            call.HeardRevoked(analyzer.Revoked.Cause);
        if (!early && (events & (CallProgressEvents.Verdict | CallProgressEvents.Revoked)) != 0)
            Learn(events);
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
