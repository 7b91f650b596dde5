namespace Dialer.Sip.Stack;

/// <summary>A request without the parts that belong to one try of it (Via, credentials): it can be sent again with another CSeq.</summary>
internal sealed class OutgoingRequest
{
    public static readonly byte[] SdpType = "application/sdp"u8.ToArray();

    public required SipMethod Method { get; init; }

    public required byte[] RequestUri { get; init; }

    /// <summary>Whole Route lines, each with its CR LF.</summary>
    public byte[] Routes { get; init; } = [];

    /// <summary>The values of From and To with their tags.</summary>
    public required byte[] From { get; init; }

    public required byte[] To { get; init; }

    public required byte[] CallId { get; init; }

    public required int CSeq { get; set; }

    /// <summary>Whole header lines, each with its CR LF.</summary>
    public byte[] Extra { get; set; } = [];

    /// <summary>Whole Authorization and Proxy-Authorization lines, or empty.</summary>
    public string Authorization { get; set; } = "";

    /// <summary>How often it was sent with credentials.</summary>
    public int AuthorizedTries { get; set; }

    public ReadOnlyMemory<byte> Body { get; init; }

    public byte[] ContentType { get; init; } = SdpType;

    /// <summary>Instead of the endpoint's own Contact line; whole lines, or null for the default of the method.</summary>
    public byte[]? Contact { get; init; }

    /// <summary>RFC 3261 section 8.1.1.8, RFC 3311, RFC 3515, RFC 6665: the requests that carry a target refresh.</summary>
    public bool NeedsContact => Method is SipMethod.Invite or SipMethod.Update or SipMethod.Refer or SipMethod.Notify or SipMethod.Options;

    public void Write(SipWriter to, in SipLocal local, ulong branch)
    {
        to.Start().Add(SipMethods.Name(Method)).Add(" "u8).Add(RequestUri).Add(" SIP/2.0\r\nVia: SIP/2.0/"u8).Add(local.ViaName).Add(" "u8)
            .Add(local.SentBy).Add(";rport;branch=z9hG4bK"u8).AddHex(branch).Add("\r\nMax-Forwards: 70\r\n"u8)
            .Add(Routes)
            .Header("From: "u8, From)
            .Header("To: "u8, To)
            .Header("Call-ID: "u8, CallId)
            .Add("CSeq: "u8).Add(CSeq).Add(" "u8).Add(SipMethods.Name(Method)).Line();
        if (Contact is not null)
            to.Add(Contact);
        else if (NeedsContact)
            to.Add(local.ContactFor(RequestUri));
        to.Add(Extra).Add(Authorization).Add(local.UserAgentLine).Body(ContentType, Body.Span);
    }
}
