namespace Dialer.Sip.Stack;

internal sealed partial class SipStack
{
    /// <summary>Option tags that a Require header may name.</summary>
    private static bool IsSupportedExtension(ReadOnlySpan<byte> tag) =>
        SipSyntax.EqualsIgnoreCase(tag, "100rel"u8) || SipSyntax.EqualsIgnoreCase(tag, "timer"u8)
        || SipSyntax.EqualsIgnoreCase(tag, "replaces"u8) || SipSyntax.EqualsIgnoreCase(tag, "norefersub"u8);

    /// <summary>What is taken if it comes, REFER and Replaces, and offered by nobody: the owner declines both.</summary>
    public static ReadOnlySpan<byte> SupportedLine => "Supported: 100rel, timer\r\n"u8;

    /// <summary>In calls whose far end may ask for a transfer.</summary>
    public static ReadOnlySpan<byte> AllowReferLine => "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, REFER, INFO, NOTIFY\r\n"u8;

    public static ReadOnlySpan<byte> AllowLine => "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, INFO, NOTIFY\r\n"u8;

    private bool IsHeard(in SipHop source)
    {
        // A phone may come from anywhere; its password is what counts.
        if (Registrar is null && !_limits.Trusts(source))
        {
            Counters.Count(SipRefusal.Stranger);
            return false;
        }
        if (Knows(source) || _limits.TakeToken(source, NowMs))
            return true;
        Counters.Count(SipRefusal.SourceOverRate);
        return false;
    }

    /// <summary>Named as known by the owner; false where the owner names nobody.</summary>
    public bool Knows(in SipHop source) => Options.IsKnown is { } isKnown && isKnown(source);

    private void OnRequest(SipMessage request)
    {
        var method = request.Method;
        var key = KeyOf(request, method is SipMethod.Ack ? SipMethod.Invite : method);
        if (_servers.TryGetValue(key, out var known))
        {
            if (method != SipMethod.Ack)
                known.OnRepeat();
            else if (known.State is ServerState.Completed or ServerState.Confirmed)
                known.OnAck();
            else
                OnDialogAck(request);
            return;
        }
        if (method == SipMethod.Ack)
        {
            OnDialogAck(request);
            return;
        }
        if (!IsHeard(request.Source))
            return;
        if (method == SipMethod.Cancel)
            OnCancel(request);
        else if (CheckPolicy(request) is var refusal && refusal != SipRefusal.None)
            Refuse(request, refusal);
        else if (!request.ToTag.IsEmpty)
            OnDialogRequest(request, key);
        else
            OnNewRequest(request, key);
    }

    /// <summary>RFC 3261 section 17.2.3: the branch where it is unique, else the fields that RFC 2543 compared.</summary>
    private SipKey KeyOf(SipMessage request, SipMethod method)
    {
        SipHash hash = new(_hashKey0, _hashKey1);
        var via = TopVia(request);
        if (method == SipMethod.Other)
            hash.Add(request.MethodName);
        else
            hash.Add((ulong)method);
        if (via.HasUniqueBranch)
        {
            hash.Add(via.Branch);
            hash.Add(via.SentBy);
            return hash.Finish();
        }
        hash.Add(request.CallId);
        hash.Add(request.FromTag);
        hash.Add((ulong)request.CSeqNumber);
        hash.Add(via.SentBy);
        hash.Add(via.Parameters);
        return hash.Finish();
    }

    private SipRefusal CheckPolicy(SipMessage request)
    {
        switch (request.Method)
        {
            case SipMethod.Other: return SipRefusal.MethodNotImplemented;
            case SipMethod.Register when Registrar is null:
            case SipMethod.Subscribe or SipMethod.Message or SipMethod.Publish: return SipRefusal.MethodNotAllowed;
            default: break;
        }
        if (HasUnsupportedExtension(request))
            return SipRefusal.ExtensionNotSupported;
        if (request.Method != SipMethod.Invite)
            return SipRefusal.None;
        bool readable = !request.HasBody || request.HasSdp || SipMultipart.IsMultipart(request.Header(SipHeader.ContentType));
        if (!readable)
            return SipRefusal.MediaTypeNotSupported;
        bool accepts = !request.Has(SipHeader.Accept)
            || request.ListContains(SipHeader.Accept, "application/sdp"u8)
            || request.ListContains(SipHeader.Accept, "application/*"u8)
            || request.ListContains(SipHeader.Accept, "*/*"u8);
        return accepts ? SipRefusal.None : SipRefusal.NotAcceptable;
    }

    private static bool HasUnsupportedExtension(SipMessage request)
    {
        for (int i = request.IndexOf(SipHeader.Require); i >= 0; i = request.IndexOf(SipHeader.Require, i + 1))
        {
            var rest = request.ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var tag))
            {
                if (!IsSupportedExtension(tag))
                    return true;
            }
        }
        return false;
    }

    private void Refuse(SipMessage request, SipRefusal refusal)
    {
        Counters.Count(refusal);
        RefuseStateless(request, refusal);
    }

    /// <summary>Answers without keeping anything: a repeat gets the same answer again, and the ACK for it is ignored.</summary>
    private void RefuseStateless(SipMessage request, SipRefusal refusal)
    {
        (int status, string reason) = SipRefusals.Answer(refusal);
        if (status == 0 || request.Method == SipMethod.Ack || !request.Has(SipHeader.Via))
            return;
        var writer = StartResponse(request, status, reason, StatelessTag(request));
        switch (refusal)
        {
            case SipRefusal.ExtensionNotSupported: WriteUnsupported(writer, request); break;
            case SipRefusal.MethodNotAllowed or SipRefusal.MethodNotImplemented: writer.Add(AllowLine); break;
            case SipRefusal.MediaTypeNotSupported or SipRefusal.NotAcceptable: writer.Add("Accept: application/sdp, multipart/mixed\r\n"u8); break;
            case SipRefusal.AtCapacity: writer.Add("Retry-After: 5\r\n"u8); break;
            default: break;
        }
        FinishStateless(writer, request);
    }

    public void FinishStateless(SipWriter writer, SipMessage request)
    {
        if (Local(request.Source.Transport) is { } local)
            writer.Add(local.UserAgentLine);
        writer.Body(default, default);
        if (!writer.Overflowed)
            SendRaw(ReplyHopOf(request), writer.Written, 0);
    }

    private static void WriteUnsupported(SipWriter writer, SipMessage request)
    {
        for (int i = request.IndexOf(SipHeader.Require); i >= 0; i = request.IndexOf(SipHeader.Require, i + 1))
        {
            var rest = request.ValueAt(i);
            while (SipSyntax.NextListItem(ref rest, out var tag))
            {
                if (!IsSupportedExtension(tag))
                    writer.Header("Unsupported: "u8, tag);
            }
        }
    }

    /// <summary>A tag that each repeat of the request gets again (RFC 3261 section 8.2.7).</summary>
    private byte[] StatelessTag(SipMessage request)
    {
        SipHash hash = new(_hashKey1, _hashKey0);
        hash.Add(request.CallId);
        hash.Add(request.Header(SipHeader.From));
        return Utf8("s" + hash.Finish().High.ToString("x16", System.Globalization.CultureInfo.InvariantCulture));
    }

    private void OnNewRequest(SipMessage request, in SipKey key)
    {
        switch (request.Method)
        {
            case SipMethod.Invite: OnNewInvite(request, key); break;
            case SipMethod.Options: AnswerOptions(request); break;
            case SipMethod.Register: OnRegister(request, key); break;
            default: Refuse(request, SipRefusal.UnknownDialog); break;
        }
    }

    public void AnswerOptions(SipMessage request)
    {
        var writer = StartResponse(request, 200, "", StatelessTag(request));
        if (Local(request.Source.Transport) is { } local)
            writer.Add(local.ContactFor(request.RequestUri));
        writer.Add(AllowLine).Add(SupportedLine).Add("Accept: application/sdp, multipart/mixed\r\n"u8);
        FinishStateless(writer, request);
    }

    private void OnNewInvite(SipMessage request, in SipKey key)
    {
        if (!HasRoomForCall || _servers.Count >= Options.MaxTransactions || Local(request.Source.Transport) is null)
        {
            Refuse(request, SipRefusal.AtCapacity);
            return;
        }
        if (!MayCall(request))
            return;
        if (SipCall.SessionIntervalTooSmall(request, Options.MinSessionExpiresSeconds))
        {
            var small = StartResponse(request, 422, "", StatelessTag(request)).Add("Min-SE: "u8).Add(Options.MinSessionExpiresSeconds).Line();
            FinishStateless(small, request);
            return;
        }
        SipCall? replaced = null;
        if (request.Has(SipHeader.Replaces) && !TryFindReplaced(request, out replaced))
        {
            Refuse(request, SipRefusal.UnknownDialog);
            return;
        }
        var merge = MergeKeyOf(request);
        if (_merges.ContainsKey(merge))
        {
            Refuse(request, SipRefusal.LoopOrMerged);
            return;
        }
        var transaction = AddServer(request, key, isInvite: true);
        transaction.MergeKey = merge;
        _merges.Add(merge, transaction);
        var call = SipCall.FromInvite(this, transaction, request);
        call.Replaces = replaced;
        Add(call);
        Handler?.OnIncomingCall(call, request);
        call.AfterIncomingHandler();
    }

    /// <summary>The answered call of ours that a Replaces header names (RFC 3891 section 3).</summary>
    private bool TryFindReplaced(SipMessage request, out SipCall? replaced)
    {
        replaced = null;
        var value = request.Header(SipHeader.Replaces);
        int semicolon = value.IndexOf((byte)';');
        if (semicolon <= 0)
            return false;
        var callId = SipSyntax.Trim(value[..semicolon]);
        if (!SipSyntax.TryGetParameter(value[semicolon..], "to-tag"u8, out var toTag))
            return false;
        if (!SipSyntax.TryGetParameter(value[semicolon..], "from-tag"u8, out var fromTag))
            return false;
        if (!SipSyntax.TryParseHex64(toTag, out ulong id) || !_calls.TryGetValue(id, out var call))
            return false;
        if (!call.IsNamedBy(callId, fromTag) || call.State != SipCallState.Answered)
            return false;
        replaced = call;
        return true;
    }

    /// <summary>The same request by another path (RFC 3261 section 8.2.2.2).</summary>
    private SipKey MergeKeyOf(SipMessage request)
    {
        SipHash hash = new(_hashKey0, ~_hashKey1);
        hash.Add(request.CallId);
        hash.Add(request.FromTag);
        hash.Add((ulong)request.CSeqNumber);
        return hash.Finish();
    }

    public ServerTransaction AddServer(SipMessage request, in SipKey key, bool isInvite)
    {
        ServerTransaction transaction = new(this, key, isInvite, ReplyHopOf(request));
        _servers.Add(key, transaction);
        Counters.ServerTransactions = _servers.Count;
        return transaction;
    }

    private void OnCancel(SipMessage request)
    {
        if (!_servers.TryGetValue(KeyOf(request, SipMethod.Invite), out var invite))
        {
            Refuse(request, SipRefusal.UnknownDialog);
            return;
        }
        byte[] tag = invite.Call?.LocalTagBytes ?? StatelessTag(request);
        FinishStateless(StartResponse(request, 200, "", tag), request);
        invite.Call?.OnCancel(invite, request);
    }

    private SipCall? FindCall(SipMessage request)
    {
        if (!SipSyntax.TryParseHex64(request.ToTag, out ulong id) || !_calls.TryGetValue(id, out var call))
            return null;
        return call.Owns(request) ? call : null;
    }

    private void OnDialogAck(SipMessage request)
    {
        if (request.ToTag.IsEmpty || (Registrar is null && !_limits.Trusts(request.Source)))
            return;
        FindCall(request)?.OnAck(request);
    }

    private void OnDialogRequest(SipMessage request, in SipKey key)
    {
        if (FindCall(request) is not { } call)
        {
            Refuse(request, SipRefusal.UnknownDialog);
            return;
        }
        if (_servers.Count >= Options.MaxTransactions)
            Refuse(request, SipRefusal.AtCapacity);
        else
            call.OnRequest(request, key);
    }
}
