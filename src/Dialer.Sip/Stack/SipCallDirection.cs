namespace Dialer.Sip.Stack;

public enum SipCallDirection : byte
{
    Outgoing,
    Incoming,
}
