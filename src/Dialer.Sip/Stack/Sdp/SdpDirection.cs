namespace Dialer.Sip.Stack.Sdp;

/// <summary>Who sends, seen from the party whose description it is (RFC 8866 section 6.7).</summary>
public enum SdpDirection : byte
{
    SendReceive,
    SendOnly,
    ReceiveOnly,
    Inactive,
}
