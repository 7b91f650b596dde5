namespace Dialer.Core.Attempts;

/// <summary>What the network said at the end of a call that was not answered.</summary>
/// <param name="SipStatus">0: none came.</param>
/// <param name="Q850Cause">From a Reason header; 0: none came.</param>
/// <param name="Phrase">The reason phrase beside the status, as received.</param>
/// <param name="ReasonText">The text parameter of the Reason header (RFC 3326), as received.</param>
public readonly record struct NetworkAnswer(int SipStatus, int Q850Cause, string? Phrase, string? ReasonText);
