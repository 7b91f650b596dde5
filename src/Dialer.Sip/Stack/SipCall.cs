namespace Dialer.Sip.Stack;

/// <summary>
/// One call: an INVITE dialog, outgoing or incoming. Methods may be called from any thread: on the reactor thread they
/// act in the same turn, from elsewhere they are posted to it. A method that does not fit the state does nothing, since
/// the call may have ended while the caller decided.
/// </summary>
public sealed partial class SipCall
{
    /// <summary>Who hears about this call. Set it in <see cref="ISipEndpointHandler.OnIncomingCall"/>.</summary>
    public ISipCallHandler? Handler { get; set; }

    /// <summary>The owner's own reference.</summary>
    public object? Tag { get; set; }

    public SipCallDirection Direction => throw new NotImplementedException();

    public SipCallState State => throw new NotImplementedException();

    public string CallId => throw new NotImplementedException();

    /// <summary>The SDP answer to send in the ACK of an INVITE without offer; set it in <see cref="ISipCallHandler.OnAnswered"/>.</summary>
    public ReadOnlyMemory<byte> AckBody { get; set; }

    /// <summary>Outgoing, before an answer: CANCEL. Reported as <see cref="SipFailureCause.Cancelled"/>.</summary>
    public void Cancel(SipReason? reason = null) => throw new NotImplementedException();

    /// <summary>After an answer: BYE. Reported at once as <see cref="SipCallEndCause.LocalBye"/>; the stack sees the BYE through.</summary>
    public void Bye(SipReason? reason = null) => throw new NotImplementedException();

    /// <summary>Ends the call in the way that its state asks for: CANCEL, BYE, or a 480 for an unanswered incoming call.</summary>
    public void HangUp(SipReason? reason = null) => throw new NotImplementedException();

    /// <summary>Incoming: 180 Ringing.</summary>
    public void Ring() => throw new NotImplementedException();

    /// <summary>Incoming: 183 Session Progress with early media.</summary>
    public void Progress(ReadOnlyMemory<byte> sdp) => throw new NotImplementedException();

    /// <summary>Incoming: 200 OK, retransmitted until the ACK comes.</summary>
    public void Answer(ReadOnlyMemory<byte> sdp) => throw new NotImplementedException();

    /// <summary>Incoming, before an answer: a final status of 300 to 699. An empty reason phrase takes the RFC's.</summary>
    public void Reject(int statusCode, string reasonPhrase = "", params IReadOnlyList<SipExtraHeader> headers) => throw new NotImplementedException();

    /// <summary>Offers a new session inside the call (hold, new address, new codec); an empty body asks the far end for its offer.</summary>
    public void ReInvite(ReadOnlyMemory<byte> sdp) => throw new NotImplementedException();

    /// <summary>Answers <see cref="ISipCallHandler.OnOffer"/> with 200 and this SDP.</summary>
    public void AcceptOffer(ReadOnlyMemory<byte> sdp) => throw new NotImplementedException();

    /// <summary>Refuses <see cref="ISipCallHandler.OnOffer"/>; the session stays as it was.</summary>
    public void RejectOffer(int statusCode) => throw new NotImplementedException();

    /// <summary>INFO inside the dialog.</summary>
    public void Info(string contentType, ReadOnlyMemory<byte> body) => throw new NotImplementedException();

    /// <summary>Blind transfer: asks the far end to call <paramref name="target"/> (RFC 3515). Progress comes by <see cref="ISipCallHandler.OnReferProgress"/>.</summary>
    public void Refer(SipUri target) => throw new NotImplementedException();

    /// <summary>Attended transfer: asks the far end to call the party of <paramref name="other"/> and take that call over (RFC 3891).</summary>
    public void Refer(SipCall other) => throw new NotImplementedException();

    /// <summary>Tells the far end how the call that its REFER asked for stands (RFC 3515 section 2.4.5).</summary>
    public void NotifyReferProgress(int statusCode, string reasonPhrase) => throw new NotImplementedException();
}
