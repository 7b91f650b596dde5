using Dialer.Core.Attempts;
using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine;

/// <summary>What a verdict means for a call.</summary>
internal static class Verdicts
{
    public static bool IsMachine(CpaVerdict verdict) => verdict is CpaVerdict.AnsweringMachine or CpaVerdict.Fax;

    /// <summary>What a tone is called that was heard before the answer. What says that the number cannot be reached is one kind, whichever tone a country has for it.</summary>
    public static CpaVerdict OfTone(ProgressTone tone) => tone switch
    {
        ProgressTone.None or ProgressTone.Ringback => CpaVerdict.None,
        ProgressTone.Busy => CpaVerdict.Busy,
        ProgressTone.Congestion or ProgressTone.Reorder => CpaVerdict.Reorder,
        ProgressTone.Continuous or ProgressTone.SpecialInformation or ProgressTone.Announcement => CpaVerdict.SpecialInformationTone,
    };

    /// <summary>What a tone before the answer says of how the call ends; None: it goes on ringing.</summary>
    public static CallResult ResultOfTone(ProgressTone tone, SitClass sit) => (tone, sit) switch
    {
        (ProgressTone.Continuous, _) or (ProgressTone.SpecialInformation, SitClass.VacantCode) => CallResult.InvalidNumber,
        (ProgressTone.SpecialInformation, SitClass.ReorderIntraLata or SitClass.ReorderInterLata or SitClass.NoCircuitIntraLata or SitClass.NoCircuitInterLata) => CallResult.Congestion,
        _ => ToneResult.Of(OfTone(tone)),
    };
}
