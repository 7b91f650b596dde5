using System.Text;

namespace Dialer.Sip.Stack;

/// <summary>Transfer: REFER and its NOTIFY, both ways, and Replaces (RFC 3515, RFC 3420, RFC 3891).</summary>
public sealed partial class SipCall
{
    /// <summary>Incoming, with Replaces: the call of ours that this one takes over. It gets BYE when this one is answered.</summary>
    public SipCall? Replaces { get; internal set; }

    private ReadOnlySpan<byte> AllowLine => _invite is { AllowsRefer: true } ? SipStack.AllowReferLine : SipStack.AllowLine;

    private void SendRefer(string referTo)
    {
        if (State != SipCallState.Answered || WaitsForAck(() => SendRefer(referTo)))
            return;
        int tag = _localParty.AsSpan().LastIndexOf(";tag="u8);
        string local = Encoding.UTF8.GetString(tag < 0 ? _localParty : _localParty.AsSpan(0, tag));
        SendInDialog(NewRequest(SipMethod.Refer, extra: SipStack.Utf8($"Refer-To: {referTo}\r\nReferred-By: {local}\r\n")));
    }

    /// <summary>The far end of this call, with the tags under which it knows us.</summary>
    private string ReferToWithReplaces()
    {
        string replaces = $"{CallId};to-tag={Encoding.UTF8.GetString(_remoteTag)};from-tag={Encoding.UTF8.GetString(LocalTagBytes)}";
        return $"<{Encoding.UTF8.GetString(_remoteTarget)}?Replaces={Uri.EscapeDataString(replaces)}>";
    }

    private void OnReferResponse(SipMessage response)
    {
        // After a 2xx the NOTIFYs tell; without one there will be none.
        if (response.StatusCode >= 300)
            Handler?.OnReferProgress(this, response.StatusCode);
    }

    private void OnReferRequest(SipMessage request, in SipKey key)
    {
        if (State != SipCallState.Answered || !request.TryGetAddress(SipHeader.ReferTo, out var target))
        {
            Answer(request, key, 400);
            return;
        }
        bool accepted = Handler?.OnRefer(this, target.Uri, request) ?? false;
        Answer(request, key, accepted ? 202 : 603);
        if (accepted)
            SendReferNotify(100, "Trying");
    }

    private void SendReferNotify(int status, string phrase)
    {
        if (State != SipCallState.Answered)
            return;
        string state = status < 200 ? "active;expires=60" : "terminated;reason=noresource";
        byte[] extra = SipStack.Utf8($"Event: refer\r\nSubscription-State: {state}\r\n");
        byte[] body = SipStack.Utf8($"SIP/2.0 {status} {phrase.ReplaceLineEndings(" ")}\r\n");
        SendInDialog(NewRequest(SipMethod.Notify, body, SipStack.Utf8("message/sipfrag;version=2.0"), extra));
    }

    private void OnNotify(SipMessage request, in SipKey key)
    {
        var package = request.Header(SipHeader.Event);
        int semicolon = package.IndexOf((byte)';');
        if (!SipSyntax.EqualsIgnoreCase(semicolon < 0 ? package : package[..semicolon], "refer"u8))
        {
            Answer(request, key, 489);
            return;
        }
        Answer(request, key, 200);
        if (TryReadFragmentStatus(request.Body, out int status))
            Handler?.OnReferProgress(this, status);
    }

    /// <summary>The status line of a message/sipfrag body.</summary>
    internal static bool TryReadFragmentStatus(ReadOnlySpan<byte> body, out int status)
    {
        status = 0;
        if (body.Length < 11 || !body.StartsWith("SIP/2.0 "u8))
            return false;
        if (!SipSyntax.TryParseNumber(body[8..11], 699, out long number))
            return false;
        status = (int)number;
        return status >= 100;
    }

    /// <summary>Whether these are the identifiers of this dialog, as the Replaces header names them (RFC 3891 section 3).</summary>
    internal bool IsNamedBy(ReadOnlySpan<byte> callId, ReadOnlySpan<byte> fromTag) =>
        callId.SequenceEqual(_callId) && fromTag.SequenceEqual(_remoteTag);
}
