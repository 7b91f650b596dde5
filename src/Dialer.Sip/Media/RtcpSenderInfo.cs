namespace Dialer.Sip.Media;

/// <summary>The sender's part of a sender report.</summary>
internal readonly record struct RtcpSenderInfo(ulong Ntp, uint RtpTimestamp, long Packets, long PayloadBytes);
