namespace Dialer.Sip.Stack;

public sealed partial class SipCall
{
    /// <summary>RFC 3261 section 13.3.1.1: a provisional is repeated each minute, or proxies give the call up.</summary>
    private const int ProvisionalRepeatMs = 60_000;

    private ServerTransaction? _inviteServer;
    private SipMessage? _inviteMessage;
    private TimerHandle _provisionalRepeat;
    private TimerHandle _answerRepeat;
    private TimerHandle _ackWait;
    private byte[] _answer = [];
    private SipHop _answerHop;
    private long _answerCSeq = -1;
    private int _answerIntervalMs;

    internal static SipCall FromInvite(SipStack stack, ServerTransaction transaction, SipMessage request)
    {
        SipCall call = new(stack, stack.Ids.Next(), SipCallDirection.Incoming, null)
        {
            _inviteServer = transaction,
            _inviteMessage = request.Clone(),
            _callId = request.CallId.ToArray(),
            _remoteCSeq = request.CSeqNumber,
            _hop = request.Source,
            _firstHop = request.Source,
        };
        call._localParty = [.. request.Header(SipHeader.To), .. ";tag="u8, .. call.LocalTagBytes];
        call.EstablishDialog(request, SipHeader.From, request.FromTag);
        if (call._remoteTarget.Length == 0 && SipAddressView.TryParse(request.Header(SipHeader.From), out var from))
        {
            call._remoteTarget = from.Uri.ToArray();
            call.ComposeRequestUri();
        }
        transaction.Call = call;
        return call;
    }

    /// <summary>The handler has seen the INVITE. What it left open gets 100; what nobody took is refused.</summary>
    internal void AfterIncomingHandler()
    {
        if (State != SipCallState.Inviting)
            return;
        if (Handler is null)
        {
            RejectNow(480, "", []);
            return;
        }
        var writer = _stack.StartResponse(_inviteMessage!, 100, "", default);
        Finish(_inviteServer!, writer, _inviteMessage!, 100, default);
    }

    private bool IsUnansweredIncoming =>
        Direction == SipCallDirection.Incoming && State is SipCallState.Inviting or SipCallState.Early && _inviteServer is { HasFinal: false };

    private void RespondProvisional(int status, ReadOnlyMemory<byte> sdp)
    {
        if (!IsUnansweredIncoming)
            return;
        State = SipCallState.Early;
        if (WantsReliableProvisionals)
        {
            SendReliable(status, sdp);
            return;
        }
        var writer = StartDialogResponse(status);
        Finish(_inviteServer!, writer, _inviteMessage!, status, sdp.Span);
        _stack.Cancel(ref _provisionalRepeat);
        _provisionalRepeat = _stack.Schedule(ProvisionalRepeatMs, this, ProvisionalRepeatTimer);
    }

    private void RepeatProvisional()
    {
        if (!IsUnansweredIncoming)
            return;
        _inviteServer!.OnRepeat();
        _stack.Counters.RetransmissionsReceived--;
        _provisionalRepeat = _stack.Schedule(ProvisionalRepeatMs, this, ProvisionalRepeatTimer);
    }

    /// <summary>A response that makes or confirms the dialog: with Record-Route, Contact and what we can do.</summary>
    private SipWriter StartDialogResponse(int status)
    {
        var request = _inviteMessage!;
        var writer = _stack.StartResponse(request, status, "", LocalTagBytes);
        for (int i = request.IndexOf(SipHeader.RecordRoute); i >= 0; i = request.IndexOf(SipHeader.RecordRoute, i + 1))
        {
            writer.Header("Record-Route: "u8, request.ValueAt(i));
        }
        WriteContact(writer, request);
        return writer;
    }

    private void AnswerNow(ReadOnlyMemory<byte> sdp)
    {
        if (!IsUnansweredIncoming)
            return;
        StopReliable();
        _stack.Cancel(ref _provisionalRepeat);
        State = SipCallState.Answered;
        _dialogStands = true;
        _wasAnswered = true;
        var writer = StartDialogResponse(200);
        WriteSessionAnswer(writer, _inviteMessage!);
        Finish(_inviteServer!, writer, _inviteMessage!, 200, sdp.Span);
        _lastSdp = sdp;
        StartAnswerRepeats(_inviteServer!.ReplyTo, _inviteMessage!.CSeqNumber);
        _inviteServer = null;
        _inviteMessage = null;
        Replaces?.End(SipCallEndCause.LocalBye, null);
        Replaces = null;
    }

    /// <summary>The 2xx that the writer holds is sent again until its ACK comes (RFC 3261 section 13.3.1.4).</summary>
    private void StartAnswerRepeats(in SipHop hop, long cseq)
    {
        StopAnswerRepeats();
        _answer = _stack.Writer.Written.ToArray();
        _answerHop = hop;
        _answerCSeq = cseq;
        _answerIntervalMs = _stack.Options.T1Ms;
        _answerRepeat = _stack.Schedule(_answerIntervalMs, this, AnswerRepeatTimer);
        _ackWait = _stack.Schedule(64L * _stack.Options.T1Ms, this, AckWaitTimer);
    }

    private void StopAnswerRepeats()
    {
        _stack.Cancel(ref _answerRepeat);
        _stack.Cancel(ref _ackWait);
        _answer = [];
    }

    private void RepeatAnswer()
    {
        if (_answer.Length == 0)
            return;
        _stack.Counters.Retransmissions++;
        _stack.SendRaw(_answerHop, _answer, 0);
        _answerIntervalMs = Math.Min(_answerIntervalMs * 2, _stack.Options.T2Ms);
        _answerRepeat = _stack.Schedule(_answerIntervalMs, this, AnswerRepeatTimer);
    }

    internal void OnAck(SipMessage ack)
    {
        if (ack.CSeqNumber != _answerCSeq || !_ackWait.IsSet)
            return;
        StopAnswerRepeats();
        if (_byeIsDue)
            SendBye(_byeReason);
        else if (State == SipCallState.Answered)
            Handler?.OnAcknowledged(this, ack);
    }

    private void OnAckMissing()
    {
        _ackWait = default;
        StopAnswerRepeats();
        if (_byeIsDue)
            SendBye(_byeReason);
        else
            End(SipCallEndCause.AckTimeout, null);
    }

    private void RejectNow(int status, string reason, IReadOnlyList<SipExtraHeader> headers)
    {
        if (!IsUnansweredIncoming)
            return;
        RespondFinalFailure(status, reason, headers);
        Close();
        ReportEnd(SipCallEndCause.LocalReject, null);
    }

    private void RespondFinalFailure(int status, string reason, IReadOnlyList<SipExtraHeader> headers)
    {
        if (_inviteServer is not { HasFinal: false } transaction)
            return;
        StopReliable();
        var writer = _stack.StartResponse(_inviteMessage!, status, reason, LocalTagBytes);
        foreach (var header in headers)
            writer.Header(header.Name, header.Value);
        Finish(transaction, writer, _inviteMessage!, status, default);
        _inviteMessage = null;
    }

    /// <summary>CANCEL of the INVITE in <paramref name="transaction"/>, already answered with 200.</summary>
    internal void OnCancel(ServerTransaction transaction, SipMessage cancel)
    {
        if (transaction.HasFinal)
            return;
        if (transaction == _offerTransaction)
        {
            AnswerOffer(487, default);
            return;
        }
        if (!IsUnansweredIncoming)
            return;
        var reason = cancel.Reason;
        RespondFinalFailure(487, "", []);
        Close();
        ReportEnd(SipCallEndCause.RemoteCancel, reason);
    }
}
