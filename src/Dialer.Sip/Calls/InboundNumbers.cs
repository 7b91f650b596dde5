using System.Text;
using Dialer.Core.Leads;
using Dialer.Line;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Calls;

/// <summary>
/// Which number an inbound call was dialed to, compared as the trunk's country reads it, and not as it happens to be written. Pure.
/// </summary>
internal sealed class InboundNumbers(IReadOnlyList<ServedNumber> numbers)
{
    /// <summary>The user part of a Contact that is written where the trunk has no account.</summary>
    public const string OwnUser = "dialer";

    /// <summary>The first of the numbers that the INVITE names which is served, as it is configured; else what was dialed, in international form where that can be told.</summary>
    public string CalledBy(TrunkOptions trunk, SipMessage invite) =>
        CalledBy(trunk, new DialedNames(invite.Target.UserText, CalledParty(invite), To(invite), [.. invite.DivertedFrom.Select(from => from.UserText)]));

    /// <inheritdoc cref="CalledBy(TrunkOptions, SipMessage)"/>
    public string CalledBy(TrunkOptions trunk, in DialedNames dialed)
    {
        // A registrar sends calls to the Contact that was registered: the number that was dialed stands elsewhere (RFC 7315, 4.2; RFC 3261, 16.6).
        string target = dialed.Target;
        bool isContact = target.Length == 0 || target == trunk.UserName || target == OwnUser;
        if (isContact && (Served(trunk, dialed.CalledParty) ?? Served(trunk, dialed.To)) is { } elsewhere)
            return elsewhere;
        if (Served(trunk, target) is { } direct)
            return direct;
        foreach (string from in dialed.Diverted)
        {
            if (Served(trunk, from) is { } diverted)
                return diverted;
        }
        return trunk.Numbers.ReadCalled((isContact ? dialed.CalledParty ?? dialed.To : null) ?? target, CountryFor(trunk, null));
    }

    /// <summary>The caller's number as lists and objections have it, where that can be told.</summary>
    public string CallerOf(TrunkOptions trunk, SipMessage invite)
    {
        bool isAsserted = invite.TryGetAddress(SipHeader.PAssertedIdentity, out var caller) && caller.Uri.UserText.Length > 0;
        return !isAsserted && !invite.TryGetAddress(SipHeader.From, out caller) ? "" : CallerOf(trunk, caller.Uri.UserText);
    }

    /// <summary>
    /// Empty: the number is withheld, which carriers say by a word in its place (anonymous, unavailable, restricted: RFC 3323, 4.1.1.3;
    /// 3GPP TS 29.163), so what has no digit is no number.
    /// </summary>
    /// <param name="user">Of the asserted identity, else of From.</param>
    public string CallerOf(TrunkOptions trunk, string user) => !user.Any(char.IsAsciiDigit) ? "" : trunk.Numbers.ReadCalling(user, CountryFor(trunk, null));

    private string? Served(TrunkOptions trunk, string? called)
    {
        if (string.IsNullOrEmpty(called))
            return null;
        foreach (var served in numbers)
        {
            if (served.Trunk == trunk.Id && served.Number.TrimStart('+') == called.TrimStart('+'))
                return served.Number;
        }
        foreach (var served in numbers)
        {
            if (served.Trunk == trunk.Id && IsSame(trunk, served.Number, called))
                return served.Number;
        }
        return null;
    }

    private bool IsSame(TrunkOptions trunk, string number, string called)
    {
        var country = CountryFor(trunk, number);
        string wanted = NumberReading.International(number, country) ?? number;
        string read = trunk.Numbers.ReadCalled(called, country);
        return wanted.TrimStart('+') == read.TrimStart('+');
    }

    /// <summary>The trunk's; else that of the number itself, of the number that the trunk shows, or of the first number that it serves.</summary>
    private Country? CountryFor(TrunkOptions trunk, string? number) =>
        trunk.Numbers.Country ?? NumberReading.CountryOf(number) ?? NumberReading.CountryOf(trunk.CallerId)
        ?? numbers.Where(served => served.Trunk == trunk.Id).Select(served => NumberReading.CountryOf(served.Number)).FirstOrDefault(country => country is not null);

    private static string? To(SipMessage invite) => invite.TryGetAddress(SipHeader.To, out var to) ? to.Uri.UserText : null;

    private static string? CalledParty(SipMessage invite) =>
        invite.HeaderText("P-Called-Party-ID") is { } value && SipAddressView.TryParse(Encoding.UTF8.GetBytes(value), out var address) && SipUri.TryParse(address.Uri, out var uri)
            ? uri.UserText
            : null;
}
