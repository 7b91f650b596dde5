using Dialer.Core.Ids;

namespace Dialer.Core.Engine;

/// <summary>What a verdict means for a call.</summary>
internal static class Verdicts
{
    public static bool IsMachine(CpaVerdict verdict) => verdict is CpaVerdict.AnsweringMachine or CpaVerdict.Fax;

    /// <summary>What the network's tones say of how the call ends; None: it is no tone.</summary>
    public static CallResult ResultOfTone(CpaVerdict verdict) => verdict switch
    {
        CpaVerdict.SpecialInformationTone => CallResult.OperatorAnnouncement,
        CpaVerdict.Busy => CallResult.Busy,
        CpaVerdict.Reorder => CallResult.Congestion,
        CpaVerdict.None or CpaVerdict.LiveVoice or CpaVerdict.AnsweringMachine or CpaVerdict.Fax or CpaVerdict.Music
            or CpaVerdict.CallScreening or CpaVerdict.Silence or CpaVerdict.NoMedia or CpaVerdict.Undetermined => CallResult.None,
    };
}
