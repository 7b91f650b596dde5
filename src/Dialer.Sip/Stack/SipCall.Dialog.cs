using System.Text;

namespace Dialer.Sip.Stack;

public sealed partial class SipCall
{
    private byte[] _callId = [];
    private byte[] _localParty = [];
    private byte[] _remoteParty = [];
    private byte[] _remoteTag = [];
    private byte[] _remoteTarget = [];
    private byte[] _requestUri = [];
    private byte[] _routes = [];
    private byte[]? _firstRoute;
    private int _localCSeq;
    private long _remoteCSeq = -1;
    private SipHop _hop;
    private SipHop _firstHop;
    private bool _dialogStands;
    private bool _wasAnswered;
    private DigestClient? _digest;

    /// <summary>Call-ID and both tags are those of this dialog (RFC 3261 section 12.2.2), and the request comes from where the dialog lives.</summary>
    internal bool Owns(SipMessage request)
    {
        if (!request.CallId.SequenceEqual(_callId) || !ComesFromDialog(request.Source))
            return false;
        var tag = request.FromTag;
        return _remoteTag.Length > 0 ? tag.SequenceEqual(_remoteTag) : Direction == SipCallDirection.Incoming ? tag.IsEmpty : IsEarlyTag(tag);
    }

    private bool ComesFromDialog(in SipHop source)
    {
        if (!_stack.Options.CheckDialogSource || source.Transport is SipTransport.Tls or SipTransport.Wss)
            return true;
        return source.SameAddress(_hop) || source.SameAddress(_firstHop) || _stack.Knows(source) || IsAt(_firstRoute, source) || IsAt(_remoteTarget, source);
    }

    /// <summary>A URI whose host is a name may be anywhere.</summary>
    private static bool IsAt(byte[]? uri, in SipHop source) => uri is { Length: > 0 } && (!SipTargets.TryNumericHop(uri, out var hop) || source.SameAddress(hop));

    /// <summary>Takes the far end's tag, target and route set from the message that makes the dialog.</summary>
    private void EstablishDialog(SipMessage message, SipHeader remoteField, ReadOnlySpan<byte> remoteTag)
    {
        _remoteParty = message.Header(remoteField).ToArray();
        _remoteTag = remoteTag.ToArray();
        TakeTarget(message);
        TakeRoutes(message, reversed: Direction == SipCallDirection.Outgoing);
        ComposeRequestUri();
    }

    private void TakeTarget(SipMessage message)
    {
        var rest = message.Header(SipHeader.Contact);
        if (!SipSyntax.NextListItem(ref rest, out var item) || !SipAddressView.TryParse(item, out var address))
            return;
        _remoteTarget = address.Uri.ToArray();
    }

    private void TakeRoutes(SipMessage message, bool reversed)
    {
        _routes = [];
        _firstRoute = null;
        if (!message.Has(SipHeader.RecordRoute))
            return;
        List<byte[]> routes = [];
        for (int i = message.IndexOf(SipHeader.RecordRoute); i >= 0; i = message.IndexOf(SipHeader.RecordRoute, i + 1))
        {
            var rest = message.ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var item))
                routes.Add(item.ToArray());
        }
        if (reversed)
            routes.Reverse();
        SetRoutes(routes);
    }

    private void SetRoutes(List<byte[]> routes)
    {
        using MemoryStream lines = new();
        foreach (byte[] route in routes)
        {
            lines.Write("Route: "u8);
            lines.Write(route);
            lines.Write("\r\n"u8);
        }
        _routes = lines.ToArray();
        _firstRoute = routes.Count > 0 && SipAddressView.TryParse(routes[0], out var first) ? first.Uri.ToArray() : null;
    }

    /// <summary>A first route without lr is a strict router: it takes the Request-URI, and the target goes last (RFC 3261 section 12.2.1.1).</summary>
    private void ComposeRequestUri()
    {
        _requestUri = _remoteTarget;
        if (_firstRoute is null || !SipUriView.TryParse(_firstRoute, out var first) || first.TryGetParameter("lr"u8, out _))
            return;
        int endOfFirst = _routes.AsSpan().IndexOf("\r\n"u8) + 2;
        _requestUri = _firstRoute;
        _routes = [.. _routes.AsSpan(endOfFirst), .. "Route: <"u8, .. _remoteTarget, .. ">\r\n"u8];
    }

    private OutgoingRequest NewRequest(SipMethod method, ReadOnlyMemory<byte> body = default, byte[]? contentType = null, byte[]? extra = null) => new()
    {
        Method = method,
        RequestUri = _requestUri,
        Routes = _routes,
        From = _localParty,
        To = _remoteParty,
        CallId = _callId,
        CSeq = ++_localCSeq,
        Body = body,
        ContentType = contentType ?? OutgoingRequest.SdpType,
        Extra = extra ?? [],
    };

    /// <summary>Finds where requests of the dialog go now: the first route or the target, when it is an address; else where they went before.</summary>
    private void UpdateHop()
    {
        // A browser's Contact names no place; a stream that it opened is the way back (RFC 7118 section 5).
        if (_hop.Transport is SipTransport.Ws or SipTransport.Wss)
            return;
        if (!SipTargets.TryNumericHop(_firstRoute ?? _remoteTarget, out var next))
            return;

        // Behind a NAT its own word for where it is leads nowhere.
        if (_stack.IsBehindNat(_hop))
            return;
        bool sameStream = _hop.IsReliable && next.Transport == _hop.Transport && next.SameAddress(_hop) && _stack.Reaches(_hop);
        if (!sameStream)
            _hop = next;
    }

    private ClientTransaction? SendInDialog(OutgoingRequest request)
    {
        UpdateHop();
        return _stack.Send(request, _hop, this);
    }

    internal void OnRequest(SipMessage request, in SipKey key)
    {
        if (request.CSeqNumber <= _remoteCSeq)
        {
            Answer(request, key, 500, "CSeq Out Of Order");
            _stack.Counters.Count(SipRefusal.StaleCSeq);
            return;
        }
        _remoteCSeq = request.CSeqNumber;
        switch (request.Method)
        {
            case SipMethod.Bye: OnBye(request, key); break;
            case SipMethod.Invite: OnReInvite(request, key); break;
            case SipMethod.Update: OnUpdate(request, key); break;
            case SipMethod.Info: OnInfo(request, key); break;
            case SipMethod.Options: Answer(request, key, 200); break;
            case SipMethod.Prack: OnPrack(request, key); break;
            case SipMethod.Refer: OnReferRequest(request, key); break;
            case SipMethod.Notify: OnNotify(request, key); break;
            case SipMethod.Other or SipMethod.Ack or SipMethod.Cancel or SipMethod.Register or SipMethod.Subscribe
                or SipMethod.Message or SipMethod.Publish:
                Answer(request, key, 405);
                break;
        }
    }

    /// <summary>A final answer without body to a request inside the dialog.</summary>
    private void Answer(SipMessage request, in SipKey key, int status, string reason = "", ReadOnlySpan<byte> extra = default)
    {
        var transaction = _stack.AddServer(request, key, request.Method == SipMethod.Invite);
        var writer = _stack.StartResponse(request, status, reason, LocalTagBytes);
        if (status < 300)
            WriteContact(writer, request);
        writer.Add(extra);
        Finish(transaction, writer, request, status, default);
    }

    private void WriteContact(SipWriter writer, SipMessage request)
    {
        if (_stack.Local(request.Source.Transport) is { } local)
            writer.Add(local.ContactFor(request.RequestUri));
        writer.Add(AllowLine).Add(SipStack.SupportedLine);
    }

    private void Finish(ServerTransaction transaction, SipWriter writer, SipMessage request, int status, ReadOnlySpan<byte> body)
    {
        if (_stack.Local(request.Source.Transport) is { } local)
            writer.Add(local.UserAgentLine);
        writer.Body("application/sdp"u8, body);
        transaction.Respond(status, writer.Written);
    }

    private void OnBye(SipMessage request, in SipKey key)
    {
        if (Direction == SipCallDirection.Outgoing && !_dialogStands)
        {
            // RFC 3261 section 15: the callee may not end an early dialog in this way.
            Answer(request, key, 481);
            return;
        }
        Answer(request, key, 200);
        bool unanswered = Direction == SipCallDirection.Incoming && State is SipCallState.Inviting or SipCallState.Early;
        var reason = request.Reason;
        if (unanswered)
            RespondFinalFailure(487, "", []);
        AnswerOffer(487, default);
        Close();
        ReportEnd(unanswered ? SipCallEndCause.RemoteCancel : SipCallEndCause.RemoteBye, reason);
    }

    private void OnInfo(SipMessage request, in SipKey key)
    {
        Answer(request, key, 200);
        Handler?.OnInfo(this, request);
    }

    /// <summary>Our BYE, and the end told at once. The call stays known until the BYE is answered, so that crossing requests are.</summary>
    private void End(SipCallEndCause cause, SipReason? reason)
    {
        if (State != SipCallState.Answered)
            return;
        State = SipCallState.Ending;
        _stack.Cancel(ref _sessionTimer);
        _stack.Cancel(ref _refreshRetry);
        _stack.Cancel(ref _glareTimer);
        AnswerOffer(487, default);
        _byeReason = reason;

        // RFC 3261 section 15: not before our ACK left, and as UAS not before the ACK came.
        if (!_ackIsDue && !_ackWait.IsSet)
            SendBye(reason);
        else
            _byeIsDue = true;
        ReportEnd(cause, reason);
    }

    private List<Action>? _afterAck;

    /// <summary>What the owner asked for while it heard of the answer: the ACK leaves first.</summary>
    private bool WaitsForAck(Action act)
    {
        if (_ackIsDue)
            (_afterAck ??= []).Add(act);
        return _ackIsDue;
    }

    private void RunAfterAck()
    {
        var waiting = _afterAck;
        _afterAck = null;
        foreach (var act in waiting ?? [])
            act();
    }

    private bool _ackIsDue;
    private bool _byeIsDue;
    private SipReason? _byeReason;

    private void SendBye(SipReason? reason)
    {
        _byeIsDue = false;
        State = SipCallState.Ending;
        byte[]? extra = null;
        if (reason is not null)
        {
            SipStack.WriteReason(_stack.Writer.Start(), reason);
            extra = _stack.Writer.Written.ToArray();
        }
        if (SendInDialog(NewRequest(SipMethod.Bye, extra: extra)) is null)
            Close();
    }

    private void OnDialogResponse(ClientTransaction transaction, SipMessage response)
    {
        if (response.StatusCode < 200 || transaction.Method == SipMethod.Cancel)
            return;
        if (response.StatusCode is 401 or 407 && RetryWithCredentials(transaction, response))
            return;
        if (transaction.Method == SipMethod.Bye)
        {
            Close();
            return;
        }
        bool gone = response.StatusCode is 481 or 408;
        if (gone && transaction.Method is SipMethod.Update)
            OnDialogGone();
        else if (transaction == _refreshTransaction)
            OnRefreshAnswered(response);
        else if (transaction.Method == SipMethod.Refer)
            OnReferResponse(response);
    }

    private bool RetryWithCredentials(ClientTransaction transaction, SipMessage response)
    {
        if (transaction.Origin is not { } request || !TryAuthorize(request, response))
            return false;
        request.CSeq = ++_localCSeq;
        var again = _stack.Send(request, _hop, this);
        if (transaction == _refreshTransaction)
            _refreshTransaction = again;
        return again is not null;
    }

    /// <summary>True: the request carries an answer to the challenge now, and is to be sent again.</summary>
    private bool TryAuthorize(OutgoingRequest request, SipMessage response)
    {
        if (Credentials is null)
            return false;
        _digest ??= new DigestClient(Credentials);
        string cnonce = _stack.Ids.Next().ToString("x16", System.Globalization.CultureInfo.InvariantCulture);
        if (_digest.Answer(response, request.Method, Encoding.UTF8.GetString(request.RequestUri), request.AuthorizedTries, cnonce) is not { } lines)
            return false;
        request.Authorization = lines;
        request.AuthorizedTries++;
        return true;
    }

    private void OnDialogRequestUnanswered(ClientTransaction transaction)
    {
        switch (transaction.Method)
        {
            case SipMethod.Bye: Close(); break;
            case SipMethod.Update when transaction == _refreshTransaction: OnDialogGone(); break;
            default: break;
        }
    }

    /// <summary>The far end does not know the call any more (RFC 3261 section 12.2.1.2): BYE, for what it is worth.</summary>
    private void OnDialogGone()
    {
        if (State != SipCallState.Answered)
            return;
        End(SipCallEndCause.DialogGone, null);
    }
}
