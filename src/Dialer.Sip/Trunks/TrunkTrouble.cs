using Dialer.Line;
using Dialer.Sip.Stack;

namespace Dialer.Sip.Trunks;

/// <summary>What is wrong with a trunk, and what to do, in words for the operator; the settings are named as in the configuration file. Pure.</summary>
internal sealed record TrunkTrouble(string Cause, string Remedy)
{
    private const string Reach = "Check \"address\", \"transport\", the firewall and that SIP listens there; dialing resumes by itself.";

    public override string ToString() => $"{Cause}. {Remedy}";

    public static TrunkTrouble Starting(TrunkOptions trunk) =>
        new(trunk.Register ? $"registering at {Place(trunk)}" : $"asking {Place(trunk)}", "Wait for its first answer.");

    public static TrunkTrouble NoFirstAnswer(TrunkOptions trunk) => new($"no answer from {Place(trunk)} to {(trunk.Register ? "REGISTER" : "OPTIONS")}", Reach);

    public static TrunkTrouble Silent(TrunkOptions trunk) => new($"no answer to OPTIONS from {Place(trunk)}", Reach);

    public static TrunkTrouble OptionsRefused(int status) => new($"OPTIONS answered {status}", "It is overloaded, or in maintenance: dialing resumes by itself.");

    /// <param name="status">0: no answer came.</param>
    public static TrunkTrouble Registration(TrunkOptions trunk, int status, string phrase) => status switch
    {
        401 or 407 when trunk.Password is null => new(Said("REGISTER", status, phrase) + ": a password is asked for, and none is configured", "Add \"password\" or \"passwordFile\"."),
        401 or 407 => new(Said("REGISTER", status, phrase) + ": the user or the password is wrong", "Check \"user\", \"password\" and \"authorizationUser\" against the account there."),
        403 => new(Said("REGISTER", status, phrase) + ": the account may not register", "Check \"user\", \"password\" and \"domain\", and with the carrier that the account is active and may register from this address."),
        404 or 604 => new(Said("REGISTER", status, phrase) + ": the user is not known there", "Check \"user\" and \"domain\"."),
        405 or 501 => new(Said("REGISTER", status, phrase) + ": it takes no registrations", "Set \"register\" to false."),
        423 => new(Said("REGISTER", status, phrase) + ": the interval is too short", "Raise \"registerSeconds\"."),
        >= 500 and < 600 => new(Said("REGISTER", status, phrase), "The registrar is overloaded or broken: it is asked again by itself."),
        > 0 => new(Said("REGISTER", status, phrase), "Ask the carrier what this answer to REGISTER means."),
        _ when phrase == "Unresolvable" => new($"the host {trunk.Domain ?? trunk.Address} cannot be found", "Check \"address\" and \"domain\", and the DNS of this machine."),
        _ when phrase == "Transport Error" => new($"{Place(trunk)} cannot be reached by {TransportOf(trunk)}", Reach),
        _ => NoFirstAnswer(trunk),
    };

    public static TrunkTrouble Calls(TrunkOptions trunk, in SipFailure failure) => failure.StatusCode switch
    {
        401 or 407 when trunk.Password is null => new(Said("calls are", failure) + ": a password is asked for, and none is configured", "Add \"user\" and \"password\", or let the PBX know this machine by its address."),
        401 or 407 when trunk.CallerIdIn != CallerIdHeader.AssertedIdentity && trunk.UserName is not null =>
            new(Said("calls are", failure) + ": the PBX does not take the account, which it may know by From, where the caller id stands",
                "Set \"callerIdIn\" to \"assertedIdentity\", so that From names the account; else check \"user\", \"password\" and \"authorizationUser\"."),
        401 or 407 => new(Said("calls are", failure) + ": the user or the password is wrong", "Check \"user\", \"password\" and \"authorizationUser\" against the account there."),
        402 => new(Said("calls are", failure) + ": the account has no credit", "Ask the carrier about the account."),
        503 => new(Said("calls are", failure), "It is overloaded, in maintenance, or all its channels are taken (\"channels\"): dialing resumes by itself."),
        > 0 => new(Said("calls are", failure), "Ask the carrier what this answer means."),
        _ => failure.Cause switch
        {
            SipFailureCause.Unresolvable => new($"the host {trunk.Address} cannot be found", "Check \"address\" and the DNS of this machine."),
            SipFailureCause.TransportError => new($"{Place(trunk)} cannot be reached by {TransportOf(trunk)}", Reach),
            SipFailureCause.Overloaded => new("a call could not be sent: this machine is at its limit, or the request too long", "Dial less, or use \"transport\": \"tcp\"."),
            SipFailureCause.Refused or SipFailureCause.RingTimeout or SipFailureCause.Cancelled or SipFailureCause.NoResponse or SipFailureCause.AuthenticationFailed =>
                new($"no answer to a call from {Place(trunk)}", Reach),
        },
    };

    private static string Said(string what, int status, string phrase) => $"{what} answered {status} {phrase}".TrimEnd();

    private static string Said(string what, in SipFailure failure)
    {
        string reason = failure.ReasonText is { Length: > 0 } text ? $" ({text})" : "";
        return Said(what, failure.StatusCode, failure.ReasonPhrase) + reason;
    }

    private static string Place(TrunkOptions trunk) => trunk.Port == 0 ? trunk.Address : $"{trunk.Address}:{trunk.Port}";

    private static string TransportOf(TrunkOptions trunk) => trunk.Transport switch
    {
        TrunkTransport.Auto => "the transport that its DNS names",
        TrunkTransport.Udp => "UDP",
        TrunkTransport.Tcp => "TCP",
        TrunkTransport.Tls or TrunkTransport.Sips => "TLS (is its certificate trusted, and made out to this name?)",
    };
}
