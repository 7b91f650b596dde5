using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>
/// One call: an INVITE dialog, outgoing or incoming. Methods may be called from any thread: on the reactor thread they
/// act in the same turn, from elsewhere they are posted to it. A method that does not fit the state does nothing, since
/// the call may have ended while the caller decided.
/// </summary>
public sealed partial class SipCall : IClientTransactionUser, ITimerTarget
{
    private const int RingTimer = 1;
    private const int CancelGuardTimer = 2;
    private const int AnswerRepeatTimer = 3;
    private const int AckWaitTimer = 4;
    private const int ProvisionalRepeatTimer = 5;
    private const int SessionRefreshTimer = 6;
    private const int SessionExpiryTimer = 7;
    private const int GlareTimer = 8;
    private const int ReliableRepeatTimer = 9;
    private const int ReliableGiveUpTimer = 10;
    private const int HopTimer = 11;
    private const int RefreshRetryTimer = 12;

    private readonly SipStack _stack;
    private bool _reported;

    private SipCall(SipStack stack, ulong id, SipCallDirection direction, ISipCallHandler? handler)
    {
        _stack = stack;
        Id = id;
        Direction = direction;
        Handler = handler;
        LocalTagBytes = SipStack.Utf8(id.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Our tag of the dialog, and the key to find it.</summary>
    internal ulong Id { get; }

    internal byte[] LocalTagBytes { get; }

    /// <summary>Who hears about this call. Set it in <see cref="ISipEndpointHandler.OnIncomingCall"/>.</summary>
    public ISipCallHandler? Handler { get; set; }

    /// <summary>The owner's own reference.</summary>
    public object? Tag { get; set; }

    public SipCallDirection Direction { get; }

    public SipCallState State { get; private set; }

    public string CallId => Encoding.UTF8.GetString(_callId);

    /// <summary>Where requests of this call go, or came from. The default before the first one was sent.</summary>
    public SipHop RemoteHop => _hop;

    /// <summary>The SDP answer to send in the ACK of an INVITE without offer; set it in <see cref="ISipCallHandler.OnAnswered"/>.</summary>
    public ReadOnlyMemory<byte> AckBody { get; set; }

    /// <summary>Outgoing, before an answer: CANCEL. Reported as <see cref="SipFailureCause.Cancelled"/>.</summary>
    public void Cancel(SipReason? reason = null) => Run(() => Abandon(SipFailureCause.Cancelled, reason));

    /// <summary>After an answer: BYE. Reported at once as <see cref="SipCallEndCause.LocalBye"/>; the stack sees the BYE through.</summary>
    public void Bye(SipReason? reason = null) => Run(() => End(SipCallEndCause.LocalBye, reason));

    /// <summary>Ends the call in the way that its state asks for: CANCEL, BYE, or a 480 for an unanswered incoming call.</summary>
    public void HangUp(SipReason? reason = null) => Run(() => HangUpNow(reason));

    /// <summary>Incoming: 180 Ringing.</summary>
    public void Ring() => Run(() => RespondProvisional(180, default));

    /// <summary>Incoming: 183 Session Progress with early media.</summary>
    public void Progress(ReadOnlyMemory<byte> sdp) => Run(() => RespondProvisional(183, sdp));

    /// <summary>Incoming: 200 OK, retransmitted until the ACK comes.</summary>
    public void Answer(ReadOnlyMemory<byte> sdp) => Run(() => AnswerNow(sdp));

    /// <summary>Incoming, before an answer: a final status of 300 to 699. An empty reason phrase takes the RFC's.</summary>
    public void Reject(int statusCode, string reasonPhrase = "", params IReadOnlyList<SipExtraHeader> headers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 699);
        Run(() => RejectNow(statusCode, reasonPhrase, headers));
    }

    /// <summary>Offers a new session inside the call (hold, new address, new codec); an empty body asks the far end for its offer.</summary>
    public void ReInvite(ReadOnlyMemory<byte> sdp) => Run(() => SendReInvite(sdp, isRefresh: false));

    /// <summary>Answers <see cref="ISipCallHandler.OnOffer"/> with 200 and this SDP.</summary>
    public void AcceptOffer(ReadOnlyMemory<byte> sdp) => Run(() => AnswerOffer(200, sdp));

    /// <summary>Refuses <see cref="ISipCallHandler.OnOffer"/>; the session stays as it was.</summary>
    public void RejectOffer(int statusCode) => Run(() => AnswerOffer(statusCode, default));

    /// <summary>INFO inside the dialog.</summary>
    public void Info(string contentType, ReadOnlyMemory<byte> body) => Run(() => SendInfo(contentType, body));

    /// <summary>Blind transfer: asks the far end to call <paramref name="target"/> (RFC 3515). Progress comes by <see cref="ISipCallHandler.OnReferProgress"/>.</summary>
    public void Refer(SipUri target) => Run(() => SendRefer($"<{target}>"));

    /// <summary>Attended transfer: asks the far end to call the party of <paramref name="other"/> and take that call over (RFC 3891).</summary>
    public void Refer(SipCall other) => Run(() => SendRefer(other.ReferToWithReplaces()));

    /// <summary>Tells the far end how the call that its REFER asked for stands (RFC 3515 section 2.4.5).</summary>
    public void NotifyReferProgress(int statusCode, string reasonPhrase) => Run(() => SendReferNotify(statusCode, reasonPhrase));

    private void Run(Action act)
    {
        if (_stack.Executor.IsCurrent)
            act();
        else
            _stack.Executor.Execute(act);
    }

    private void HangUpNow(SipReason? reason)
    {
        switch (State)
        {
            case SipCallState.Inviting or SipCallState.Early when Direction == SipCallDirection.Outgoing:
                Abandon(SipFailureCause.Cancelled, reason);
                break;
            case SipCallState.Inviting or SipCallState.Early:
                RejectNow(480, "", []);
                break;
            case SipCallState.Answered:
                End(SipCallEndCause.LocalBye, reason);
                break;
            case SipCallState.Ending or SipCallState.Ended:
                break;
        }
    }

    void IClientTransactionUser.OnResponse(ClientTransaction transaction, SipMessage response)
    {
        if (transaction == _inviteTransaction)
            OnInviteResponse(transaction, response);
        else if (transaction == _reInviteTransaction)
            OnReInviteResponse(response);
        else
            OnDialogResponse(transaction, response);
    }

    void IClientTransactionUser.OnFailure(ClientTransaction transaction, TransactionFailure failure)
    {
        if (transaction == _inviteTransaction)
            OnInviteUnanswered(failure);
        else if (transaction == _reInviteTransaction)
            OnReInviteUnanswered();
        else
            OnDialogRequestUnanswered(transaction);
    }

    void ITimerTarget.OnTimer(int kind)
    {
        switch (kind)
        {
            case RingTimer: Abandon(SipFailureCause.RingTimeout, null); break;
            case CancelGuardTimer: OnCancelUnconfirmed(); break;
            case AnswerRepeatTimer: RepeatAnswer(); break;
            case AckWaitTimer: OnAckMissing(); break;
            case ProvisionalRepeatTimer: RepeatProvisional(); break;
            case SessionRefreshTimer: RefreshSession(); break;
            case SessionExpiryTimer: End(SipCallEndCause.SessionExpired, null); break;
            case GlareTimer: RetryReInvite(); break;
            case ReliableRepeatTimer: RepeatReliable(); break;
            case ReliableGiveUpTimer: OnPrackMissing(); break;
            case HopTimer: OnHopSilent(); break;
            case RefreshRetryTimer: SendRefresh(); break;
            default: throw new InvalidOperationException($"A call has no timer {kind}.");
        }
    }

    /// <summary>The last report of an answered or incoming call.</summary>
    private void ReportEnd(SipCallEndCause cause, SipReason? reason)
    {
        if (_reported)
            return;
        _reported = true;
        Handler?.OnEnded(this, new SipCallEnd(cause, reason));
    }

    /// <summary>The last report of an unanswered outgoing call.</summary>
    private void Fail(in SipFailure failure)
    {
        if (State != SipCallState.Ending || !_dialogStands)
            Close();
        if (_reported)
            return;
        _reported = true;
        Handler?.OnFailed(this, failure);
    }

    /// <summary>Nothing of this call is left but the transactions that run out by themselves.</summary>
    private void Close()
    {
        if (State == SipCallState.Ended)
            return;
        State = SipCallState.Ended;
        CancelTimers();
        if (!_isBranch)
            _stack.Remove(this);
    }

    private void CancelTimers()
    {
        _stack.Cancel(ref _ringTimer);
        _stack.Cancel(ref _cancelGuard);
        _stack.Cancel(ref _answerRepeat);
        _stack.Cancel(ref _ackWait);
        _stack.Cancel(ref _provisionalRepeat);
        _stack.Cancel(ref _sessionTimer);
        _stack.Cancel(ref _refreshRetry);
        _stack.Cancel(ref _glareTimer);
        _stack.Cancel(ref _reliableRepeat);
        _stack.Cancel(ref _reliableGiveUp);
        _stack.Cancel(ref _hopTimer);
    }

    internal void OnStop()
    {
        switch (State)
        {
            case SipCallState.Ended: return;
            case SipCallState.Answered: SendBye(null); break;
            case SipCallState.Inviting or SipCallState.Early when Direction == SipCallDirection.Incoming:
                RespondFinalFailure(480, "", []);
                break;
            case SipCallState.Inviting or SipCallState.Early:
                SendCancelIfRinging();
                break;
            case SipCallState.Ending: break;
        }
        Close();
        if (Direction == SipCallDirection.Outgoing && !_wasAnswered)
            Fail(new SipFailure(SipFailureCause.Cancelled, 0, ""));
        else
            ReportEnd(SipCallEndCause.Stopped, null);
    }
}
