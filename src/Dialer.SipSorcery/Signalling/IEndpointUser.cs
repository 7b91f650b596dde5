using SIPSorcery.SIP;

namespace Dialer.SipSorcery.Signalling;

/// <summary>Who hears of calls that come in; on the line's thread.</summary>
internal interface IEndpointUser
{
    void Incoming(Dialog dialog, SIPRequest invite);
}
