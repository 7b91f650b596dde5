namespace Dialer.Sip.Stack;

internal static class SipHeaders
{
    public const int Count = (int)SipHeader.AlertInfo + 1;

    private static readonly string[] CanonicalNames =
    [
        "", "Via", "From", "To", "Call-ID", "CSeq", "Contact", "Max-Forwards", "Route", "Record-Route",
        "Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition", "Expires", "Min-Expires",
        "Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate",
        "Require", "Proxy-Require", "Supported", "Unsupported", "Allow", "Accept",
        "RSeq", "RAck", "Session-Expires", "Min-SE", "Refer-To", "Referred-By", "Replaces", "Reason", "Retry-After",
        "P-Asserted-Identity", "P-Preferred-Identity", "Privacy", "Diversion", "History-Info",
        "Event", "Subscription-State", "User-Agent", "Server", "Date", "Warning", "Path", "Service-Route", "Subject", "Alert-Info",
    ];

    private static readonly (byte[] Name, SipHeader Id)[][] ByLength = GroupByLength();

    private static (byte[], SipHeader)[][] GroupByLength()
    {
        var groups = new List<(byte[], SipHeader)>[24];
        for (int i = 0; i < groups.Length; i++)
            groups[i] = [];
        for (int i = 1; i < CanonicalNames.Length; i++)
        {
            groups[CanonicalNames[i].Length].Add((System.Text.Encoding.ASCII.GetBytes(CanonicalNames[i]), (SipHeader)i));
        }
        return Array.ConvertAll(groups, group => group.ToArray());
    }

    public static string Name(SipHeader header) => CanonicalNames[(int)header];

    /// <summary>Case-insensitive, compact forms included (RFC 3261 section 7.3.3 and the extensions' own).</summary>
    public static SipHeader Identify(ReadOnlySpan<byte> name)
    {
        if (name.Length == 1)
            return IdentifyCompact(name[0]);
        if (name.Length >= ByLength.Length)
            return SipHeader.Other;
        foreach ((byte[] candidate, var id) in ByLength[name.Length])
        {
            // The first letter differs most often, and costs least to compare.
            if ((name[0] | 0x20) == (candidate[0] | 0x20) && SipSyntax.EqualsIgnoreCase(name, candidate))
                return id;
        }
        return SipHeader.Other;
    }

    private static SipHeader IdentifyCompact(byte letter) => (char)(letter | 0x20) switch
    {
        'v' => SipHeader.Via,
        'f' => SipHeader.From,
        't' => SipHeader.To,
        'i' => SipHeader.CallId,
        'm' => SipHeader.Contact,
        'l' => SipHeader.ContentLength,
        'c' => SipHeader.ContentType,
        'e' => SipHeader.ContentEncoding,
        'k' => SipHeader.Supported,
        'x' => SipHeader.SessionExpires,
        'r' => SipHeader.ReferTo,
        'b' => SipHeader.ReferredBy,
        'o' => SipHeader.Event,
        's' => SipHeader.Subject,
        _ => SipHeader.Other,
    };

    /// <summary>Fields that may stand only once (RFC 3261 section 7.3.1: no comma list in their grammar).</summary>
    public static bool IsSingle(SipHeader header) => header is
        SipHeader.From or SipHeader.To or SipHeader.CallId or SipHeader.CSeq or SipHeader.MaxForwards
        or SipHeader.ContentLength or SipHeader.ContentType or SipHeader.Expires or SipHeader.Date
        or SipHeader.RSeq or SipHeader.RAck or SipHeader.SessionExpires or SipHeader.MinSe
        or SipHeader.ReferTo or SipHeader.Replaces or SipHeader.Event or SipHeader.RetryAfter;
}
