namespace Dialer.Sip.Stack.Sdp;

/// <summary>An a=rtcp line (RFC 3605). Address null: that of the media.</summary>
public sealed record SdpRtcp(int Port, string? Address);
