using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>How an outbound call's audio arrived, told once, before its CallEnded.</summary>
/// <param name="PacketsReceived">In time to be heard.</param>
/// <param name="PacketsLost">By sequence numbers, and those that came too late to be heard. With those received 1 or more.</param>
/// <param name="JitterMs">Interarrival jitter at the call's end (RFC 3550 appendix A.8).</param>
/// <param name="RoundTripMs">By RTCP; null: the far end sent none.</param>
/// <param name="Mos">Estimated listening quality, 1 to 4.5 (the E-model of ITU-T G.107, reduced to delay, loss and jitter).</param>
public readonly record struct CallQuality(CallId Call, long PacketsReceived, long PacketsLost, double JitterMs, double? RoundTripMs, double Mos)
{
    /// <summary>0 to 1.</summary>
    public double LossShare => (double)PacketsLost / (PacketsReceived + PacketsLost);
}
