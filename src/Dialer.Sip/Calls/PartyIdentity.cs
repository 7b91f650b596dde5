using System.Text;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Calls;

/// <summary>Who a far end says that it is: P-Asserted-Identity (RFC 3325), else Remote-Party-ID, as PBXes tell a change of the connected party.</summary>
internal static class PartyIdentity
{
    /// <summary>The user; null: it does not say.</summary>
    public static string? Of(SipMessage message)
    {
        if (message.TryGetAddress(SipHeader.PAssertedIdentity, out var asserted) && asserted.Uri.UserText is { Length: > 0 } user)
            return user;
        return message.HeaderText("Remote-Party-ID") is { } value && SipAddressView.TryParse(Encoding.UTF8.GetBytes(value), out var address)
            && SipUri.TryParse(address.Uri, out var uri) && uri.UserText is { Length: > 0 } other
            ? other
            : null;
    }
}
