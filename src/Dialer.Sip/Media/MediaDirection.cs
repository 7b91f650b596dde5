namespace Dialer.Sip.Media;

/// <summary>Which ways audio flows, as SDP says it from our side.</summary>
public enum MediaDirection : byte
{
    SendReceive = 0,
    SendOnly,
    ReceiveOnly,
    Inactive,
}
