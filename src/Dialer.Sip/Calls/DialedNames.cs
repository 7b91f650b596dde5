namespace Dialer.Sip.Calls;

/// <summary>Where an INVITE may name the number that was dialed: users of SIP addresses.</summary>
/// <param name="Target">Of the request's URI.</param>
/// <param name="CalledParty">P-Called-Party-ID (RFC 7315); null: there is none.</param>
/// <param name="To">Null: it cannot be read.</param>
/// <param name="Diverted">From whom the call was sent on, the last first.</param>
internal readonly record struct DialedNames(string Target, string? CalledParty, string? To, IReadOnlyList<string> Diverted);
