namespace Dialer.Sip.Stack;

/// <summary>Changes of the session inside the call: re-INVITE and UPDATE both ways, and session timers (RFC 3311, RFC 4028, RFC 6141).</summary>
public sealed partial class SipCall
{
    private const int MaxGlareRetries = 2;
    private const int DefaultRefreshRetryMs = 5_000;

    /// <summary>A refresh later than this before the session's end would not be answered in time.</summary>
    private const int LastRefreshMs = 2_000;

    private ServerTransaction? _offerTransaction;
    private SipMessage? _offerMessage;
    private ClientTransaction? _reInviteTransaction;
    private OutgoingRequest? _reInviteRequest;
    private ClientTransaction? _refreshTransaction;
    private ReadOnlyMemory<byte> _reInviteBody;
    private ReadOnlyMemory<byte>? _nextReInvite;
    private bool _reInvitePending;
    private bool _waitsForGlare;
    private bool _reInviteIsRefresh;
    private int _glareRetries;
    private byte[] _reInviteAck = [];
    private TimerHandle _glareTimer;

    private int _sessionSeconds;

    /// <summary>What a refresh asks for: more than the session has, where the far end wants it.</summary>
    private int _refreshSeconds;
    private TimerHandle _refreshRetry;
    private bool _weRefresh;
    private bool _peerAllowsUpdate;
    private long _sessionStartMs;
    private TimerHandle _sessionTimer;
    private ReadOnlyMemory<byte> _lastSdp;

    private void OnReInvite(SipMessage request, in SipKey key)
    {
        if (_reInvitePending)
        {
            Answer(request, key, 491);
            return;
        }
        if (_offerTransaction is not null || IsUnansweredIncoming)
        {
            // RFC 3261 section 14.2: one at a time.
            Answer(request, key, 500, "", "Retry-After: 3\r\n"u8);
            return;
        }
        if (State != SipCallState.Answered)
        {
            Answer(request, key, 481);
            return;
        }
        if (RefusesSessionInterval(request, key))
            return;

        // Whoever sends a new INVITE has our last 2xx, even if its ACK was lost.
        StopAnswerRepeats();
        Handler?.OnRefreshRequest(this, request);
        TakeOffer(request, key, isInvite: true);
    }

    private void TakeOffer(SipMessage request, in SipKey key, bool isInvite)
    {
        RefreshTarget(request);
        var transaction = _stack.AddServer(request, key, isInvite);
        transaction.Call = this;
        _offerTransaction = transaction;
        _offerMessage = request.Clone();
        if (Handler is null)
            AnswerOffer(488, default);
        else
            Handler.OnOffer(this, request);
        if (_offerTransaction != transaction || !isInvite)
            return;
        var writer = _stack.StartResponse(_offerMessage, 100, "", default);
        Finish(transaction, writer, _offerMessage, 100, default);
    }

    /// <summary>A Contact in a re-INVITE or UPDATE, or in its 2xx, moves the dialog's target; the route set stays (RFC 3261 section 12.2).</summary>
    private void RefreshTarget(SipMessage message)
    {
        bool strict = !_requestUri.AsSpan().SequenceEqual(_remoteTarget);
        TakeTarget(message);
        if (!strict)
            _requestUri = _remoteTarget;
    }

    private void AnswerOffer(int status, ReadOnlyMemory<byte> sdp)
    {
        if (_offerTransaction is not { } transaction || _offerMessage is not { } request)
            return;
        _offerTransaction = null;
        _offerMessage = null;
        var writer = _stack.StartResponse(request, status, "", LocalTagBytes);
        if (status < 300)
        {
            WriteContact(writer, request);
            WriteSessionAnswer(writer, request);
            _lastSdp = sdp;
        }
        Finish(transaction, writer, request, status, status < 300 ? sdp.Span : default);
        if (status < 300 && transaction.IsInvite)
            StartAnswerRepeats(transaction.ReplyTo, request.CSeqNumber);
        SendNextReInvite();
    }

    private void OnUpdate(SipMessage request, in SipKey key)
    {
        if (RefusesSessionInterval(request, key))
            return;
        Handler?.OnRefreshRequest(this, request);
        if (!request.HasBody)
        {
            RefreshTarget(request);
            var transaction = _stack.AddServer(request, key, isInvite: false);
            var writer = _stack.StartResponse(request, 200, "", LocalTagBytes);
            WriteContact(writer, request);
            WriteSessionAnswer(writer, request);
            Finish(transaction, writer, request, 200, default);
            return;
        }

        // RFC 3311 section 5.2: one offer at a time, whoever made it.
        if (_reInvitePending)
            Answer(request, key, 491);
        else if (_offerTransaction is not null)
            Answer(request, key, 500, "", "Retry-After: 3\r\n"u8);
        else
            TakeOffer(request, key, isInvite: false);
    }

    private void SendReInvite(ReadOnlyMemory<byte> sdp, bool isRefresh)
    {
        if (State != SipCallState.Answered || WaitsForAck(() => SendReInvite(sdp, isRefresh)))
            return;
        if (_reInvitePending || _waitsForGlare || _offerTransaction is not null)
        {
            if (isRefresh)
                RetryRefreshIn(GlareDelayMs());
            else
                _nextReInvite = sdp;
            return;
        }
        _reInviteBody = sdp;
        _reInviteIsRefresh = isRefresh;
        _glareRetries = 0;
        StartReInvite();
    }

    private void StartReInvite()
    {
        var writer = _stack.Writer.Start().Add(AllowLine).Add(SipStack.SupportedLine);
        if (_sessionSeconds > 0)
            WriteSessionRefresh(writer);
        _reInviteRequest = NewRequest(SipMethod.Invite, _reInviteBody, extra: writer.Written.ToArray());
        SendReInviteRequest();
    }

    private void SendReInviteRequest()
    {
        _reInviteTransaction = SendInDialog(_reInviteRequest!);
        _reInvitePending = _reInviteTransaction is not null;
        if (!_reInvitePending)
            FailReInvite(new SipFailure(SipFailureCause.Overloaded, 0, ""));
    }

    private void OnReInviteResponse(SipMessage response)
    {
        int status = response.StatusCode;
        if (status < 200)
            return;
        if (status < 300)
        {
            if (_reInvitePending)
                OnReInviteAccepted(response);
            else if (_reInviteAck.Length > 0)
                _stack.SendRaw(_hop, _reInviteAck, 0);
            return;
        }
        if (!_reInvitePending)
            return;
        _reInvitePending = false;
        if (State != SipCallState.Answered)
            return;
        if (status is 401 or 407 && TryAuthorize(_reInviteRequest!, response))
        {
            _reInviteRequest!.CSeq = ++_localCSeq;
            SendReInviteRequest();
        }
        else if (status == 491 && _glareRetries < MaxGlareRetries)
        {
            // Nothing of ours is under way while we wait: the other's offer is welcome.
            _glareRetries++;
            _waitsForGlare = true;
            _glareTimer = _stack.Schedule(GlareDelayMs(), this, GlareTimer);
        }
        else if (status is 481 or 408)
        {
            OnDialogGone();
        }
        else if (_reInviteIsRefresh)
        {
            OnRefreshRefused(response);
            SendNextReInvite();
        }
        else
        {
            FailReInvite(new SipFailure(SipFailureCause.Refused, status, response.ReasonText));
        }
    }

    /// <summary>RFC 3261 section 14.1: the owner of the Call-ID waits longer than the other, so that they do not meet again.</summary>
    private int GlareDelayMs() =>
        Direction == SipCallDirection.Outgoing ? 10 * _stack.Ids.Between(210, 401) : 10 * _stack.Ids.Between(0, 201);

    private void RetryReInvite()
    {
        if (State != SipCallState.Answered)
            return;
        if (_offerTransaction is not null)
        {
            _glareTimer = _stack.Schedule(GlareDelayMs(), this, GlareTimer);
            return;
        }
        _waitsForGlare = false;
        StartReInvite();
    }

    private void OnReInviteAccepted(SipMessage response)
    {
        _reInvitePending = false;
        RefreshTarget(response);
        _lastSdp = _reInviteBody;
        AckBody = default;
        StartSessionTimerAsCaller(response);
        _ackIsDue = true;
        if (!_reInviteIsRefresh && State == SipCallState.Answered)
            Handler?.OnReInviteAnswered(this, response);
        UpdateHop();
        _reInviteAck = _stack.SendAck(NewAck(_requestUri, _routes, _remoteParty, AckBody, _reInviteRequest!.CSeq, _reInviteRequest.Authorization), _hop);
        _ackIsDue = false;
        if (_byeIsDue)
            SendBye(_byeReason);
        else
            RunAfterAck();
        SendNextReInvite();
    }

    private void FailReInvite(in SipFailure failure)
    {
        if (_reInviteIsRefresh)
            RetryRefreshIn(DefaultRefreshRetryMs);
        else
            Handler?.OnReInviteFailed(this, failure);
        SendNextReInvite();
    }

    private void SendNextReInvite()
    {
        if (_nextReInvite is not { } next || _waitsForGlare || State != SipCallState.Answered)
            return;
        _nextReInvite = null;
        SendReInvite(next, isRefresh: false);
    }

    private void OnReInviteUnanswered()
    {
        if (!_reInvitePending)
            return;
        _reInvitePending = false;
        OnDialogGone();
    }

    // Session timers, RFC 4028.

    private static void WriteSessionOffer(SipWriter writer, int seconds, int minimum)
    {
        if (seconds == 0 && minimum == 0)
            return;
        writer.Add("Session-Expires: "u8).Add(Math.Max(seconds, minimum)).Add("\r\nMin-SE: "u8).Add(Math.Max(90, minimum)).Line();
    }

    /// <summary>In a refresh of our own we are the UAC, whoever placed the call.</summary>
    private void WriteSessionRefresh(SipWriter writer) =>
        writer.Add("Session-Expires: "u8).Add(_refreshSeconds).Add(_weRefresh ? ";refresher=uac\r\n"u8 : ";refresher=uas\r\n"u8);

    private static bool TryReadSessionExpires(SipMessage message, out int seconds, out bool uasRefreshes, out bool namesRefresher)
    {
        seconds = 0;
        uasRefreshes = namesRefresher = false;
        var value = message.Header(SipHeader.SessionExpires);
        if (value.IsEmpty)
            return false;
        int semicolon = value.IndexOf((byte)';');
        var number = SipSyntax.Trim(semicolon < 0 ? value : value[..semicolon]);
        if (!SipSyntax.TryParseNumber(number, int.MaxValue, out long parsed))
            return false;
        seconds = (int)Math.Min(parsed, 86_400);
        if (semicolon < 0 || !SipSyntax.TryGetParameter(value[semicolon..], "refresher"u8, out var refresher))
            return true;
        namesRefresher = true;
        uasRefreshes = SipSyntax.EqualsIgnoreCase(refresher, "uas"u8);
        return true;
    }

    internal static bool SessionIntervalTooSmall(SipMessage request, int minimumSeconds) =>
        TryReadSessionExpires(request, out int seconds, out _, out _) && seconds < minimumSeconds;

    private bool RefusesSessionInterval(SipMessage request, in SipKey key)
    {
        int minimum = _stack.Options.MinSessionExpiresSeconds;
        if (!SessionIntervalTooSmall(request, minimum))
            return false;
        Answer(request, key, 422, "", SipStack.Utf8($"Min-SE: {minimum}\r\n"));
        return true;
    }

    private void StartSessionTimerAsCaller(SipMessage response)
    {
        _peerAllowsUpdate |= response.ListContains(SipHeader.Allow, "UPDATE"u8);
        if (!TryReadSessionExpires(response, out int seconds, out bool uasRefreshes, out _))
            return;
        StartSessionTimer(seconds, weRefresh: !uasRefreshes);
    }

    /// <summary>As UAS: takes the interval that the request asks for, and lets the requester refresh unless it says otherwise.</summary>
    private void WriteSessionAnswer(SipWriter writer, SipMessage request)
    {
        _peerAllowsUpdate |= request.ListContains(SipHeader.Allow, "UPDATE"u8);
        bool asked = TryReadSessionExpires(request, out int seconds, out bool uasRefreshes, out bool named);
        if (!asked)
            seconds = OwnSessionInterval(request);
        if (seconds == 0)
            return;
        bool peerKnowsTimers = request.ListContains(SipHeader.Supported, "timer"u8) || request.ListContains(SipHeader.Require, "timer"u8);
        bool weRefresh = named ? uasRefreshes : !peerKnowsTimers;
        writer.Add("Session-Expires: "u8).Add(seconds).Add(weRefresh ? ";refresher=uas\r\n"u8 : ";refresher=uac\r\n"u8);
        if (!weRefresh)
            writer.Add("Require: timer\r\n"u8);
        StartSessionTimer(seconds, weRefresh);
    }

    /// <summary>What we ask for ourselves: no less than the caller's Min-SE allows (RFC 4028 section 9).</summary>
    private int OwnSessionInterval(SipMessage request)
    {
        if (_stack.Options.SessionExpiresSeconds == 0)
            return 0;
        SipSyntax.TryParseNumber(request.Header(SipHeader.MinSe), 86_400, out long minimum);
        return Math.Max(_stack.Options.SessionExpiresSeconds, (int)Math.Max(90, minimum));
    }

    private void StartSessionTimer(int seconds, bool weRefresh)
    {
        _stack.Cancel(ref _sessionTimer);
        _stack.Cancel(ref _refreshRetry);
        _sessionSeconds = _refreshSeconds = seconds;
        _weRefresh = weRefresh;
        _sessionStartMs = _stack.NowMs;
        if (seconds <= 0)
            return;
        if (weRefresh)
            _sessionTimer = _stack.Schedule(seconds * 500L, this, SessionRefreshTimer);
        else
            ScheduleExpiry();
    }

    /// <summary>RFC 4028 section 10: BYE when a third of the interval, or 32 s, is left.</summary>
    private void ScheduleExpiry()
    {
        _sessionTimer = _stack.Schedule(Math.Max(0, SessionLeftMs), this, SessionExpiryTimer);
    }

    private long SessionLeftMs => _sessionStartMs + ((_sessionSeconds - Math.Min(32, _sessionSeconds / 3)) * 1000L) - _stack.NowMs;

    private void RefreshSession()
    {
        if (State != SipCallState.Answered)
            return;
        ScheduleExpiry();
        SendRefresh();
    }

    private void SendRefresh()
    {
        if (State != SipCallState.Answered)
            return;
        if (!_peerAllowsUpdate)
        {
            SendReInvite(_lastSdp.IsEmpty && _invite is not null ? _invite.Body : _lastSdp, isRefresh: true);
            return;
        }
        var writer = _stack.Writer.Start().Add(SipStack.SupportedLine);
        WriteSessionRefresh(writer);
        _refreshTransaction = SendInDialog(NewRequest(SipMethod.Update, extra: writer.Written.ToArray()));
        if (_refreshTransaction is null)
            RetryRefreshIn(DefaultRefreshRetryMs);
    }

    /// <summary>The far end knows the call and refuses to refresh it now: again while the session lasts, when it says or soon (RFC 3261 sections 14.1 and 21.5.1, RFC 4028 section 7.4).</summary>
    private void OnRefreshRefused(SipMessage response)
    {
        switch (response.StatusCode)
        {
            // It asks for a longer interval: the session's own end stays where it was until a 2xx moves it.
            case 422 when SipSyntax.TryParseNumber(response.Header(SipHeader.MinSe), 86_400, out long minimum) && minimum > _refreshSeconds:
                _refreshSeconds = (int)minimum;
                RetryRefreshIn(0);
                break;

            // It does not speak UPDATE, whatever its Allow said.
            case 405 or 501 when _peerAllowsUpdate:
                _peerAllowsUpdate = false;
                RetryRefreshIn(0);
                break;
            case 491:
                RetryRefreshIn(GlareDelayMs());
                break;
            default:
                RetryRefreshIn(response.RetryAfterSeconds is { } seconds ? seconds * 1000L : DefaultRefreshRetryMs);
                break;
        }
    }

    /// <summary>Not past the session's end: the last try goes out shortly before it.</summary>
    private void RetryRefreshIn(long ms)
    {
        long latest = SessionLeftMs - LastRefreshMs;
        _stack.Cancel(ref _refreshRetry);
        if (State == SipCallState.Answered && latest > 0)
            _refreshRetry = _stack.Schedule(Math.Min(ms, latest), this, RefreshRetryTimer);
    }

    private void OnRefreshAnswered(SipMessage response)
    {
        _refreshTransaction = null;
        if (response.StatusCode >= 300)
        {
            OnRefreshRefused(response);
            return;
        }
        if (TryReadSessionExpires(response, out int seconds, out bool uasRefreshes, out _))
            StartSessionTimer(seconds, !uasRefreshes);
        else
            StartSessionTimer(_refreshSeconds, _weRefresh);
    }

    private void SendInfo(string contentType, ReadOnlyMemory<byte> body)
    {
        if (State != SipCallState.Answered || WaitsForAck(() => SendInfo(contentType, body)))
            return;
        SendInDialog(NewRequest(SipMethod.Info, body, SipStack.Utf8(contentType)));
    }
}
