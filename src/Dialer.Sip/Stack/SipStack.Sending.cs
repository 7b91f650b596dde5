namespace Dialer.Sip.Stack;

internal sealed partial class SipStack
{
    /// <summary>Marks the client key of a CANCEL, which shares its INVITE's branch (RFC 3261 section 9.1). Ids leave this bit free.</summary>
    private const ulong CancelBit = 1UL << 63;

    /// <summary>RFC 3261 section 18.1.1: a larger request must not go over UDP where a stream is to be had.</summary>
    private const int MaxUdpRequestLength = 1300;

    /// <summary>Starts a client transaction. Null when the stack is at its limit, or the request is too long or its transport not spoken.</summary>
    public ClientTransaction? Send(OutgoingRequest request, SipHop hop, IClientTransactionUser user)
    {
        if (_clients.Count >= Options.MaxTransactions || Local(hop.Transport) is not { } local)
            return null;
        ulong key = Ids.Next() & ~CancelBit;
        request.Write(Writer, local, key);
        bool tooLong = hop.Transport == SipTransport.Udp && Writer.Length > MaxUdpRequestLength && Local(SipTransport.Tcp) is not null;
        if (tooLong)
        {
            hop = hop with { Transport = SipTransport.Tcp };
            request.Write(Writer, Local(SipTransport.Tcp)!, key);
        }
        return Writer.Overflowed ? null : Start(key, request.Method, hop, user, request, tooLong);
    }

    /// <summary>The same request over UDP, to a server that was sent it over TCP for its length and takes no TCP (RFC 3261 section 18.1.1).</summary>
    public byte[] ComposeForUdp(OutgoingRequest request, ulong key)
    {
        request.Write(Writer, Local(SipTransport.Udp)!, key);
        return Writer.Written.ToArray();
    }

    private ClientTransaction Start(ulong key, SipMethod method, in SipHop hop, IClientTransactionUser user, OutgoingRequest? origin, bool mayReturnToUdp = false)
    {
        byte[] bytes = Writer.Written.ToArray();
        ClientTransaction transaction = new(this, key, method, hop, bytes, user) { Origin = origin, MayReturnToUdp = mayReturnToUdp };
        _clients.Add(key, transaction);
        Counters.ClientTransactions = _clients.Count;
        transaction.Start();
        if (!SendRaw(hop, bytes, key))
            transaction.FailSoon();
        return transaction;
    }

    /// <summary>Sends a request that has no transaction (the ACK for a 2xx) and returns its bytes for repeats.</summary>
    public byte[] SendAck(OutgoingRequest ack, SipHop hop)
    {
        if (Local(hop.Transport) is not { } local)
            return [];
        ack.Write(Writer, local, Ids.Next() & ~CancelBit);
        if (Writer.Overflowed)
            return [];
        byte[] bytes = Writer.Written.ToArray();
        SendRaw(hop, bytes, 0);
        return bytes;
    }

    /// <summary>CANCEL for an INVITE in progress: its Request-URI, top Via, Route, From, To and CSeq number (RFC 3261 section 9.1).</summary>
    public ClientTransaction? SendCancel(ClientTransaction invite, IClientTransactionUser user, SipReason? reason)
    {
        if (!ComposeFromInvite(invite, SipMethod.Cancel, default))
            return null;
        if (reason is not null)
            WriteReason(Writer, reason);
        Writer.Body(default, default);
        return Start(invite.Key | CancelBit, SipMethod.Cancel, invite.Hop, user, null);
    }

    /// <summary>The ACK for an answer of 300 or more (RFC 3261 section 17.1.1.3).</summary>
    public byte[] ComposeFailureAck(ClientTransaction invite, SipMessage response)
    {
        if (!ComposeFromInvite(invite, SipMethod.Ack, response.Header(SipHeader.To)))
            return [];
        Writer.Body(default, default);
        return Writer.Written.ToArray();
    }

    private bool ComposeFromInvite(ClientTransaction invite, SipMethod method, ReadOnlySpan<byte> to)
    {
        if (invite.Request.IsEmpty)
            return false;
        var request = _scratch;
        request.Read(invite.Request.ToArray(), invite.Request.Length);
        Writer.Start().Add(SipMethods.Name(method)).Add(" "u8).Add(request.RequestUri).Add(" SIP/2.0\r\n"u8)
            .Header("Via: "u8, request.Header(SipHeader.Via))
            .Add("Max-Forwards: 70\r\n"u8);
        for (int i = request.IndexOf(SipHeader.Route); i >= 0; i = request.IndexOf(SipHeader.Route, i + 1))
        {
            Writer.Header("Route: "u8, request.ValueAt(i));
        }
        Writer.Header("From: "u8, request.Header(SipHeader.From))
            .Header("To: "u8, to.IsEmpty ? request.Header(SipHeader.To) : to)
            .Header("Call-ID: "u8, request.CallId)
            .Add("CSeq: "u8).Add(request.CSeqNumber).Add(" "u8).Add(SipMethods.Name(method)).Line();
        return true;
    }

    public static void WriteReason(SipWriter writer, SipReason reason)
    {
        writer.Add("Reason: "u8).Add(reason.Protocol).Add(";cause="u8).Add(reason.Cause);
        if (reason.Text is { } text)
            writer.Add(";text=\""u8).Add(Quoted(text)).Add("\""u8);
        writer.Line();
    }

    /// <summary>Text fit to stand between quotes.</summary>
    public static string Quoted(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
    }

    public const string AllowedMethods = "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK, UPDATE, REFER, INFO, NOTIFY";

    /// <summary>
    /// Starts a response in the writer: status line, Vias, From, To (with <paramref name="toTag"/> where it has none), Call-ID
    /// and CSeq. The caller adds what else it needs, and the body.
    /// </summary>
    public SipWriter StartResponse(SipMessage request, int status, string reason, ReadOnlySpan<byte> toTag)
    {
        var writer = Writer.Start().Add("SIP/2.0 "u8).Add(status).Add(" "u8);
        if (reason.Length == 0)
            writer.Add(SipStatus.Phrase(status));
        else
            writer.Add(reason.ReplaceLineEndings(" "));
        writer.Line();
        WriteVias(writer, request);
        if (request.Has(SipHeader.From))
            writer.Header("From: "u8, request.Header(SipHeader.From));
        if (request.Has(SipHeader.To))
        {
            writer.Add("To: "u8).Add(request.Header(SipHeader.To));
            if (status > 100 && !toTag.IsEmpty && request.ToTag.IsEmpty)
                writer.Add(";tag="u8).Add(toTag);
            writer.Line();
        }
        if (request.Has(SipHeader.CallId))
            writer.Header("Call-ID: "u8, request.CallId);
        if (request.Has(SipHeader.CSeq))
            writer.Header("CSeq: "u8, request.Header(SipHeader.CSeq));
        return writer;
    }

    private static void WriteVias(SipWriter writer, SipMessage request)
    {
        bool top = true;
        for (int i = request.IndexOf(SipHeader.Via); i >= 0; i = request.IndexOf(SipHeader.Via, i + 1))
        {
            writer.Add("Via: "u8);
            var rest = request.ValueAt(i);
            if (top && SipSyntax.NextListItem(ref rest, out var item))
            {
                WriteTopVia(writer, item, request.Source);
                if (!rest.IsEmpty)
                    writer.Add(","u8);
            }
            writer.Add(rest).Line();
            top = false;
        }
    }

    /// <summary>Adds received and rport (RFC 3261 section 18.2.1, RFC 3581 section 4).</summary>
    private static void WriteTopVia(SipWriter writer, ReadOnlySpan<byte> item, in SipHop source)
    {
        if (!SipViaView.TryParse(item, out var via))
        {
            writer.Add(item);
            return;
        }
        writer.Add("SIP/2.0/"u8).Add(via.TransportName).Add(" "u8).Add(via.SentBy);
        var rest = via.Parameters;
        while (SipSyntax.NextParameter(ref rest, out var name, out var value) == SipSyntax.ParameterStep.Found)
        {
            if (SipSyntax.EqualsIgnoreCase(name, "received"u8))
                continue;
            writer.Add(";"u8).Add(name);
            if (value.IsEmpty && SipSyntax.EqualsIgnoreCase(name, "rport"u8))
                writer.Add("="u8).Add(source.Port);
            else if (!value.IsEmpty)
                writer.Add("="u8).Add(value);
        }
        Span<byte> address = stackalloc byte[64];
        source.Address.TryFormat(address, out int length);
        if (via.WantsRport || !via.Host.SequenceEqual(address[..length]))
            writer.Add(";received="u8).Add(address[..length]);
    }

    public bool IsBehindNat(in SipHop hop) => Options.IsBehindNat is { } isBehindNat && isBehindNat(hop);

    /// <summary>As <see cref="ReplyHop"/>; behind a NAT, to where the request came from, with or without rport.</summary>
    private SipHop ReplyHopOf(SipMessage request) => IsBehindNat(request.Source) ? request.Source : ReplyHop(request);

    /// <summary>Where the answers to a request go (RFC 3261 section 18.2.2, RFC 3581): never further than its source address.</summary>
    public static SipHop ReplyHop(SipMessage request)
    {
        var source = request.Source;
        if (source.IsReliable)
            return source;
        var vias = request.Header(SipHeader.Via);
        if (!SipSyntax.NextListItem(ref vias, out var top) || !SipViaView.TryParse(top, out var via))
            return source;
        if (via.WantsRport)
            return source;
        return source with { Port = (ushort)(via.Port == 0 ? 5060 : via.Port) };
    }
}
