using Dialer.Sip.Calls;
using SIPSorcery.SIP;

namespace Dialer.SipSorcery.Calls;

/// <summary>The numbers that an INVITE of the library names. Pure.</summary>
internal static class InviteNumbers
{
    public static DialedNames Of(SIPRequest invite) => new(
        User(invite.URI) ?? "",
        invite.Header.GetUnknownHeaderValue("P-Called-Party-ID") is { } party && SIPUserField.ParseSIPUserField(party) is { } field ? User(field.URI) : null,
        User(invite.Header.To?.ToURI),
        [.. invite.Header.Diversion.Select(from => User(from.URI)).OfType<string>()]);

    public static string CallerOf(SIPRequest invite) =>
        (invite.Header.PassertedIdentity is [{ URI.User.Length: > 0 } asserted, ..] ? User(asserted.URI) : User(invite.Header.From?.FromURI)) ?? "";

    private static string? User(SIPURI? uri) => uri?.User is { Length: > 0 } user ? Uri.UnescapeDataString(user) : null;
}
