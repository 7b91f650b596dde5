using SIPSorcery.SIP;

namespace Dialer.SipSorcery.Signalling;

/// <summary>An INVITE to be sent.</summary>
/// <param name="Proxy">Where every request of the call goes; null: where its URI says.</param>
/// <param name="Account">The user part of our Contact.</param>
internal sealed record CallOrder(SIPURI Target, SIPURI From, string FromName, string Account, string Session, SIPEndPoint? Proxy)
{
    /// <summary>Asserted to the trunk (RFC 3325); null: nothing is.</summary>
    public SIPURI? Asserted { get; init; }

    /// <summary>The called person is not to see who calls (RFC 3323).</summary>
    public bool IsPrivate { get; init; }

    public string? User { get; init; }
    public string? Password { get; init; }
}
