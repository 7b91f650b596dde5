using System.Text;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Line;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Calls;

/// <summary>
/// To which queue an inbound call goes: by the number that was dialed, compared as the trunk's country reads it, and not as
/// it happens to be written. Pure.
/// </summary>
internal sealed class InboundNumbers(IReadOnlyList<InboundRoute> routes)
{
    /// <summary>The user part of a Contact that is written where the trunk has no account.</summary>
    public const string OwnUser = "dialer";

    /// <summary>Null: no route for any of the numbers that the INVITE names.</summary>
    public QueueId? RouteTo(TrunkOptions trunk, SipMessage invite)
    {
        string target = invite.Target.UserText;

        // A registrar sends calls to the Contact that was registered: the number that was dialed stands elsewhere (RFC 7315, 4.2; RFC 3261, 16.6).
        bool isContact = target.Length == 0 || target == trunk.UserName || target == OwnUser;
        if (isContact && (QueueOf(trunk, CalledParty(invite)) ?? QueueOf(trunk, To(invite))) is { } dialed)
            return dialed;
        if (QueueOf(trunk, target) is { } direct)
            return direct;
        foreach (var from in invite.DivertedFrom)
        {
            if (QueueOf(trunk, from.UserText) is { } diverted)
                return diverted;
        }
        return QueueOf(trunk, "*");
    }

    /// <summary>The caller's number as lists and objections have it, where that can be told.</summary>
    public string CallerOf(TrunkOptions trunk, SipMessage invite)
    {
        bool isAsserted = invite.TryGetAddress(SipHeader.PAssertedIdentity, out var caller) && caller.Uri.UserText.Length > 0;
        if (!isAsserted && !invite.TryGetAddress(SipHeader.From, out caller))
            return "";
        return trunk.Numbers.ReadCalling(caller.Uri.UserText, CountryFor(trunk, null));
    }

    private QueueId? QueueOf(TrunkOptions trunk, string? called)
    {
        if (string.IsNullOrEmpty(called))
            return null;
        foreach (var route in routes)
        {
            if (route.Trunk == trunk.Id && route.CalledNumber.TrimStart('+') == called.TrimStart('+'))
                return route.Queue;
        }
        foreach (var route in routes)
        {
            if (route.Trunk == trunk.Id && route.CalledNumber != "*" && IsSame(trunk, route.CalledNumber, called))
                return route.Queue;
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
        ?? routes.Where(route => route.Trunk == trunk.Id).Select(route => NumberReading.CountryOf(route.CalledNumber)).FirstOrDefault(country => country is not null);

    private static string? To(SipMessage invite) => invite.TryGetAddress(SipHeader.To, out var to) ? to.Uri.UserText : null;

    private static string? CalledParty(SipMessage invite) =>
        invite.HeaderText("P-Called-Party-ID") is { } value && SipAddressView.TryParse(Encoding.UTF8.GetBytes(value), out var address) && SipUri.TryParse(address.Uri, out var uri)
            ? uri.UserText
            : null;
}
