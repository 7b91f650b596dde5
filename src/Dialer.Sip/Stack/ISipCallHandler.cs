namespace Dialer.Sip.Stack;

/// <summary>
/// What a call tells its owner. All methods run on the endpoint's reactor thread and must not block: what they decide
/// through the call's methods leaves in the same turn. A <see cref="SipMessage"/> is valid only until the method returns.
/// </summary>
public interface ISipCallHandler
{
    /// <summary>Outgoing: a 101-199 answer. A body is early media; several To tags mean several early dialogs.</summary>
    void OnProvisional(SipCall call, SipMessage response) { }

    /// <summary>
    /// Outgoing, an INVITE without offer: this reliable provisional carries the offer. The SDP returned leaves as the answer in
    /// its PRACK (RFC 3262 section 5). Called before <see cref="OnProvisional"/>; the default answers nothing.
    /// </summary>
    ReadOnlyMemory<byte> AnswerEarlyOffer(SipCall call, SipMessage response) => default;

    /// <summary>Incoming, an INVITE without offer: our reliable provisional carried the offer, and this PRACK the answer.</summary>
    void OnPrackAnswer(SipCall call, SipMessage prack) { }

    /// <summary>Outgoing: the first 2xx. The ACK leaves when this returns; set <see cref="SipCall.AckBody"/> here after an INVITE without offer.</summary>
    void OnAnswered(SipCall call, SipMessage response) { }

    /// <summary>Outgoing: not answered. The last event of this call.</summary>
    void OnFailed(SipCall call, in SipFailure failure) { }

    /// <summary>Incoming: the caller's ACK for our 2xx. Its body is the SDP answer if our 2xx carried the offer.</summary>
    void OnAcknowledged(SipCall call, SipMessage ack) { }

    /// <summary>An answered call ended, or an incoming one did before an answer. The last event of this call.</summary>
    void OnEnded(SipCall call, in SipCallEnd end) { }

    /// <summary>
    /// The far end offers a new session (re-INVITE or UPDATE with SDP; a re-INVITE without SDP asks for our offer).
    /// Answer with <see cref="SipCall.AcceptOffer"/> or <see cref="SipCall.RejectOffer"/>, now or later.
    /// The default refuses with 488 and the session stays as it was.
    /// </summary>
    void OnOffer(SipCall call, SipMessage request) => call.RejectOffer(488);

    /// <summary>A re-INVITE or UPDATE arrived, whatever becomes of its offer: it may name another party than before (RFC 3325, RFC 4916).</summary>
    void OnRefreshRequest(SipCall call, SipMessage request) { }

    /// <summary>Our <see cref="SipCall.ReInvite"/> was accepted; the body is the answer (the offer, if ours had none).</summary>
    void OnReInviteAnswered(SipCall call, SipMessage response) { }

    /// <summary>Our <see cref="SipCall.ReInvite"/> was refused; the session stays as it was. A 491 was already tried again.</summary>
    void OnReInviteFailed(SipCall call, in SipFailure failure) { }

    /// <summary>INFO inside the dialog, already answered with 200 (DTMF relay, for one).</summary>
    void OnInfo(SipCall call, SipMessage request) { }

    /// <summary>REFER inside the dialog: the far end asks us to call <paramref name="target"/> (RFC 3515). True: accepted with 202; report with <see cref="SipCall.NotifyReferProgress"/>. The default declines.</summary>
    bool OnRefer(SipCall call, SipUri target, SipMessage request) => false;

    /// <summary>The far end reports on a REFER of ours: the status line of its sipfrag body.</summary>
    void OnReferProgress(SipCall call, int statusCode) { }
}
