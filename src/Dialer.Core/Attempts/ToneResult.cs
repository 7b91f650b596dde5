using Dialer.Core.Ids;

namespace Dialer.Core.Attempts;

/// <summary>The network's tones, in the words of a verdict, translated once to what the network did.</summary>
public static class ToneResult
{
    /// <summary>None: it is no tone.</summary>
    public static CallResult Of(CpaVerdict verdict) => verdict switch
    {
        CpaVerdict.SpecialInformationTone => CallResult.OperatorAnnouncement,
        CpaVerdict.Busy => CallResult.Busy,
        CpaVerdict.Reorder => CallResult.Congestion,
        CpaVerdict.None or CpaVerdict.LiveVoice or CpaVerdict.AnsweringMachine or CpaVerdict.Fax or CpaVerdict.Music
            or CpaVerdict.CallScreening or CpaVerdict.Silence or CpaVerdict.NoMedia or CpaVerdict.Undetermined => CallResult.None,
    };
}
