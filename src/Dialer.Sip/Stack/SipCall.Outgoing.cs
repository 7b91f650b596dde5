namespace Dialer.Sip.Stack;

public sealed partial class SipCall
{
    /// <summary>More branches of a forked call than this get no ACK; they end by their own time-out.</summary>
    private const int MaxForks = 8;

    /// <summary>With another server to try, this many T1 of silence are enough: four sends.</summary>
    private const int SilentHopT1s = 8;

    private SipInvite? _invite;
    private ClientTransaction? _inviteTransaction;
    private OutgoingRequest? _inviteRequest;
    private IReadOnlyList<SipHop> _hops = [];
    private int _hopIndex;
    private bool _sawProvisional;
    private bool _abandoned;
    private bool _cancelSent;
    private SipFailureCause _abandonCause;
    private SipReason? _abandonReason;
    private TimerHandle _ringTimer;
    private TimerHandle _cancelGuard;
    private TimerHandle _hopTimer;
    private byte[] _ack = [];
    private List<(byte[] Tag, byte[] Ack, SipHop Hop)>? _forks;
    private List<byte[]>? _earlyTags;
    private int _minSessionExpires;

    private SipCredentials? Credentials => _invite?.Credentials;

    internal static SipCall Outgoing(SipStack stack, SipInvite invite, ISipCallHandler handler, ulong id, string callId) =>
        new(stack, id, SipCallDirection.Outgoing, handler) { _invite = invite, _callId = SipStack.Utf8(callId) };

    /// <summary>Runs on the stack's thread.</summary>
    internal void StartOutgoing()
    {
        if (!_stack.HasRoomForCall)
        {
            Fail(new SipFailure(SipFailureCause.Overloaded, 0, ""));
            return;
        }
        _stack.Add(this);
        if (_invite!.Flow is { } flow)
            OnResolved([flow]);
        else
            _stack.Resolve(_invite.OutboundProxy ?? _invite.Target, OnResolved);
    }

    private void OnResolved(IReadOnlyList<SipHop> hops)
    {
        if (State is SipCallState.Ended)
            return;
        if (_abandoned)
        {
            Fail(new SipFailure(_abandonCause, 0, ""));
            return;
        }
        if (hops.Count == 0)
        {
            Fail(new SipFailure(SipFailureCause.Unresolvable, 0, ""));
            return;
        }
        _hops = hops;
        _inviteRequest = ComposeInvite(_invite!);
        if (_invite!.RingTimeoutMs > 0)
            _ringTimer = _stack.Schedule(_invite.RingTimeoutMs, this, RingTimer);
        SendInvite();
    }

    private OutgoingRequest ComposeInvite(SipInvite invite)
    {
        var from = invite.Anonymous
            ? new SipIdentity("Anonymous", new SipUri(SipUriScheme.Sip, "anonymous", "anonymous.invalid"))
            : invite.From;
        string display = from.DisplayName.Length == 0 ? "" : $"\"{SipStack.Quoted(from.DisplayName)}\" ";
        _localParty = [.. SipStack.Utf8($"{display}<{from.Uri}>;tag="), .. LocalTagBytes];
        _remoteParty = SipStack.Utf8($"<{invite.Target.AsParty}>");
        _requestUri = SipStack.Utf8(invite.Target.ToString());
        _remoteTarget = _requestUri;
        if (invite.OutboundProxy is { } proxy)
            SetRoutes([SipStack.Utf8($"<{proxy.LooseRoute}>")]);
        return NewRequest(SipMethod.Invite, invite.Body, extra: ComposeInviteExtra(invite));
    }

    private byte[] ComposeInviteExtra(SipInvite invite)
    {
        var writer = _stack.Writer.Start().Add(AllowLine).Add(SipStack.SupportedLine);
        if (invite.AssertedIdentity is { } asserted)
        {
            string display = asserted.DisplayName.Length == 0 ? "" : $"\"{SipStack.Quoted(asserted.DisplayName)}\" ";
            writer.Header("P-Asserted-Identity", $"{display}<{asserted.Uri}>");
        }
        if (invite.Anonymous)
            writer.Add("Privacy: id\r\n"u8);
        int interval = invite.SessionExpiresSeconds > 0 ? invite.SessionExpiresSeconds : _stack.Options.SessionExpiresSeconds;
        WriteSessionOffer(writer, interval, _minSessionExpires);
        foreach (var header in invite.ExtraHeaders)
            writer.Header(header.Name, header.Value);
        return writer.Written.ToArray();
    }

    private void SendInvite()
    {
        _hop = _hops[_hopIndex];
        _inviteTransaction = _stack.Send(_inviteRequest!, _hop, this);
        if (_inviteTransaction is null)
        {
            Fail(new SipFailure(SipFailureCause.Overloaded, 0, ""));
            return;
        }
        _firstHop = _hop = _inviteTransaction.Hop;
        bool isLast = _hopIndex + 1 >= _hops.Count;
        if (!isLast)
            _hopTimer = _stack.Schedule((long)SilentHopT1s * _stack.Options.T1Ms, this, HopTimer);
    }

    /// <summary>Where there is another server, one that says nothing is not waited for until timer B.</summary>
    private void OnHopSilent()
    {
        if (!_sawProvisional)
            _inviteTransaction?.Fail(TransactionFailure.Timeout);
    }

    private void OnInviteResponse(ClientTransaction transaction, SipMessage response)
    {
        _stack.Cancel(ref _hopTimer);
        if (!_dialogStands)
            _firstHop = _hop = transaction.Hop;
        if (response.StatusCode < 200)
            OnProvisional(response);
        else if (response.StatusCode < 300)
            OnSuccess(response);
        else
            OnRefused(response);
    }

    private void OnProvisional(SipMessage response)
    {
        if (_reported)
            return;
        _sawProvisional = true;
        if (_abandoned)
        {
            SendCancelIfRinging();
            return;
        }
        if (response.StatusCode == 100)
            return;
        State = SipCallState.Early;
        bool isNew = OnReliableProvisional(response);
        RememberEarlyTag(response.ToTag);
        if (isNew)
            Handler?.OnProvisional(this, response);
    }

    private void RememberEarlyTag(ReadOnlySpan<byte> tag)
    {
        if (tag.IsEmpty || IsEarlyTag(tag) || _earlyTags?.Count >= MaxForks)
            return;
        (_earlyTags ??= []).Add(tag.ToArray());
    }

    private bool IsEarlyTag(ReadOnlySpan<byte> tag)
    {
        if (_earlyTags is null)
            return false;
        foreach (byte[] early in _earlyTags)
        {
            if (tag.SequenceEqual(early))
                return true;
        }
        return false;
    }

    private void OnSuccess(SipMessage response)
    {
        if (_dialogStands)
        {
            OnFurtherSuccess(response);
            return;
        }
        if (State is SipCallState.Ended)
        {
            // Given up long ago, but somebody picked up: end it, or the phone stays off the hook.
            EndFork(response);
            return;
        }
        _dialogStands = true;
        _stack.Cancel(ref _ringTimer);
        _stack.Cancel(ref _cancelGuard);
        EstablishDialog(response, SipHeader.To, response.ToTag);
        if (_abandoned)
        {
            SendAck(default);
            SendBye(_abandonReason);
            Fail(new SipFailure(_abandonCause, response.StatusCode, response.ReasonText, LateAnswer: true));
            return;
        }
        State = SipCallState.Answered;
        _wasAnswered = true;
        _ackIsDue = true;
        StartSessionTimerAsCaller(response);
        Handler?.OnAnswered(this, response);
        SendAck(AckBody);
        _ackIsDue = false;
        if (_byeIsDue)
            SendBye(_byeReason);
        else
            RunAfterAck();
    }

    private void SendAck(ReadOnlyMemory<byte> body)
    {
        UpdateHop();
        _ack = _stack.SendAck(NewAck(_requestUri, _routes, _remoteParty, body, _inviteRequest!.CSeq, _inviteRequest.Authorization), _hop);
    }

    private OutgoingRequest NewAck(byte[] target, byte[] routes, byte[] to, ReadOnlyMemory<byte> body, int cseq, string authorization) => new()
    {
        Method = SipMethod.Ack,
        RequestUri = target,
        Routes = routes,
        From = _localParty,
        To = to,
        CallId = _callId,
        CSeq = cseq,
        Body = body,
        Authorization = authorization,
    };

    /// <summary>A 2xx after the first: a repeat wants its ACK again, another branch of a fork is acknowledged and ended (RFC 3261 section 13.2.2.4).</summary>
    private void OnFurtherSuccess(SipMessage response)
    {
        if (response.ToTag.SequenceEqual(_remoteTag))
        {
            if (_ack.Length > 0)
                _stack.SendRaw(_hop, _ack, 0);
            return;
        }
        EndFork(response);
    }

    private void EndFork(SipMessage response)
    {
        foreach ((byte[] tag, byte[] ack, var hop) in _forks ?? [])
        {
            if (!response.ToTag.SequenceEqual(tag))
                continue;
            _stack.SendRaw(hop, ack, 0);
            return;
        }
        if (_forks?.Count >= MaxForks)
            return;

        var fork = Branch(response);
        fork.SendAck(default);
        (_forks ??= []).Add((response.ToTag.ToArray(), fork._ack, fork._hop));
        fork.SendBye(null);
    }

    private void OnRefused(SipMessage response)
    {
        int status = response.StatusCode;
        if (_reported || State is SipCallState.Ended)
            return;
        if (!_abandoned && TryAgain(response))
            return;
        var cause = _abandoned ? _abandonCause
            : status is 401 or 407 ? SipFailureCause.AuthenticationFailed
            : SipFailureCause.Refused;
        var reason = response.Reason;
        var redirect = status < 400 && response.TryGetAddress(SipHeader.Contact, out var contact) ? contact.Uri : null;
        Fail(new SipFailure(cause, status, response.ReasonText, reason?.Q850Cause ?? 0, response.RetryAfterSeconds, false, redirect, reason?.Text));
    }

    private bool TryAgain(SipMessage response)
    {
        switch (response.StatusCode)
        {
            case 401 or 407:
                if (!TryAuthorize(_inviteRequest!, response))
                    return false;
                break;
            // One for each hop that has a larger minimum of its own.
            case 422 when SipSyntax.TryParseNumber(response.Header(SipHeader.MinSe), 86_400, out long minimum) && minimum > _minSessionExpires:
                _minSessionExpires = (int)minimum;
                _inviteRequest!.Extra = ComposeInviteExtra(_invite!);
                break;
            case 503 when _hopIndex + 1 < _hops.Count:
                _hopIndex++;
                break;
            default:
                return false;
        }
        _inviteRequest!.CSeq = ++_localCSeq;
        SendInvite();
        return true;
    }

    private void OnInviteUnanswered(TransactionFailure failure)
    {
        if (State is SipCallState.Ended or SipCallState.Ending && _reported)
            return;
        _stack.Cancel(ref _hopTimer);
        _stack.Avoid(_hops[_hopIndex]);
        if (!_abandoned && _hopIndex + 1 < _hops.Count)
        {
            _hopIndex++;
            _inviteRequest!.CSeq = ++_localCSeq;
            SendInvite();
            return;
        }
        var cause = _abandoned ? _abandonCause
            : failure == TransactionFailure.Timeout ? SipFailureCause.NoResponse
            : SipFailureCause.TransportError;
        Fail(new SipFailure(cause, 0, ""));
    }

    /// <summary>
    /// Gives the call up before an answer. The CANCEL leaves once a provisional was seen (RFC 3261 section 9.1); the failure
    /// is told when the far end confirms with a final status, or 64 x T1 later.
    /// </summary>
    private void Abandon(SipFailureCause cause, SipReason? reason)
    {
        if (Direction != SipCallDirection.Outgoing || _abandoned || State is not (SipCallState.Inviting or SipCallState.Early))
            return;
        _abandoned = true;
        _abandonCause = cause;
        _abandonReason = reason;
        State = SipCallState.Ending;
        _stack.Cancel(ref _ringTimer);
        if (_inviteTransaction is null)
        {
            Fail(new SipFailure(cause, 0, ""));
            return;
        }
        SendCancelIfRinging();
    }

    /// <summary>RFC 3261 section 9.1: no final answer for 64 x T1 after the CANCEL; the INVITE's transaction, which no timer ends any more, goes too.</summary>
    private void OnCancelUnconfirmed()
    {
        _inviteTransaction?.Terminate();
        Fail(new SipFailure(_abandonCause, 0, ""));
    }

    private void SendCancelIfRinging()
    {
        if (_cancelSent || !_sawProvisional || _inviteTransaction is null)
            return;
        _cancelSent = true;
        _cancelGuard = _stack.Schedule(64L * _stack.Options.T1Ms, this, CancelGuardTimer);
        _stack.SendCancel(_inviteTransaction, this, _abandonReason);
    }
}
