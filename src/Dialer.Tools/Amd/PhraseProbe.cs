using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

/// <summary>The analyzer's front end alone: the first phrase's features as it grows and at its end, whatever is concluded.</summary>
internal static class PhraseProbe
{
    private const int FirstMs = 1000, StepMs = 500, EndPauseMs = 600;

    /// <summary>Decides nothing while a phrase runs: what a verdict ends is not gathered any more.</summary>
    private static readonly CallProgressOptions Listening = CallProgressOptions.Default with
    {
        RecordedModel = null,
        MachinePhraseMs = int.MaxValue,
        MachineVoicedMs = int.MaxValue,
        LiveVoicedMaxMs = 0,
        MusicShare = 2f,
    };

    public static List<PhraseFeatures> Listen(ComposedCall call, int longestMs)
    {
        List<PhraseFeatures> found = [];
        CallProgressAnalyzer ear = new(Listening);
        int next = FirstMs;
        for (int f = 0; f < call.Frames; f++)
        {
            if (f == call.AnswerFrame)
                ear.Answered();
            ear.Push(call.Frame(f), call.Flags[f]);
            if (ear.PhraseSoFar(ended: false) is not { } phrase)
                continue;
            if (ear.PauseMs >= EndPauseMs)
            {
                if (phrase.PhraseSeconds * 1000 >= 700)
                    found.Add(phrase with { Ended = true });
                return found;
            }
            if (phrase.PhraseSeconds * 1000 < next)
                continue;
            found.Add(phrase);
            next += StepMs;
            if (next > longestMs)
                return found;
        }
        return found;
    }
}
