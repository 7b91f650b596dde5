namespace Dialer.Sip.Media;

/// <summary>What we read from one compound RTCP packet.</summary>
internal struct RtcpDigest
{
    public bool HasSenderReport;
    public uint SenderSsrc;

    /// <summary>The middle 32 bits of its NTP time stamp.</summary>
    public uint SenderReportNtp;
    public bool HasBlock;
    public RtcpReportBlock Block;
    public bool Bye;
}
