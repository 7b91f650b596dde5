using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>Tones translated, once, to what the network did.</summary>
public static class ProgressToneResult
{
    /// <summary>The result an attempt ends with on this tone; <see cref="CallResult.None"/> when it goes on ringing.</summary>
    public static CallResult ResultOf(ProgressTone tone, SitClass sit) => tone switch
    {
        ProgressTone.None or ProgressTone.Ringback => CallResult.None,
        ProgressTone.Busy => CallResult.Busy,
        ProgressTone.Congestion or ProgressTone.Reorder => CallResult.Congestion,
        ProgressTone.Continuous => CallResult.InvalidNumber,
        ProgressTone.SpecialInformation => ResultOf(sit),
        ProgressTone.Announcement => CallResult.OperatorAnnouncement,
    };

    private static CallResult ResultOf(SitClass sit) => sit switch
    {
        SitClass.VacantCode => CallResult.InvalidNumber,
        SitClass.ReorderIntraLata or SitClass.ReorderInterLata or SitClass.NoCircuitIntraLata or SitClass.NoCircuitInterLata => CallResult.Congestion,
        SitClass.None or SitClass.Itu or SitClass.Intercept or SitClass.Reserved => CallResult.OperatorAnnouncement,
    };
}
