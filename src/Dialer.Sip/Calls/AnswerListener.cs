using Dialer.Core.CallProgress;
using Dialer.Sip.Media;

namespace Dialer.Sip.Calls;

/// <summary>Feeds one leg's received audio to its analyzer, on the media thread, and tells the call what it heard.</summary>
internal sealed class AnswerListener(LineCall call, CallProgressAnalyzer analyzer) : IAudioTap
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);
    private volatile bool _answered;
    private bool _analyzerAnswered;
    private bool _earlyEnd;

    /// <summary>From the next frame on the call is answered.</summary>
    public void Answered() => _answered = true;

    public void OnFrame(MediaLeg leg, in AudioFrame frame)
    {
        bool early = !_answered;
        if (!early && !_analyzerAnswered)
        {
            _analyzerAnswered = true;
            analyzer.Answered();
        }
        bool nothingYet = frame.Flags.HasFlag(AudioFrameFlags.NoMediaYet);
        if (early && nothingYet)
            return;
        var events = nothingYet ? analyzer.NoFrames(Frame) : analyzer.Push(frame.Samples, FlagsOf(frame.Flags, early));
        if (events != CallProgressEvents.None)
            Tell(events, early);
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
