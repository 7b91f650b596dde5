using System.Text;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>Reads a description line by line. Hostile input costs at most one pass over it and the limits of <see cref="SdpSession"/>.</summary>
internal sealed class SdpReader
{
    private string _originUser = "-";
    private string _originAddress = "0.0.0.0";
    private string _name = "-";
    private string? _connection;
    private ulong _sessionId;
    private ulong _version;
    private SdpDirection? _direction;
    private readonly List<MediaDraft> _media = [];

    private sealed class MediaDraft
    {
        public string Kind = "";
        public int Port;
        public string Protocol = "";
        public readonly List<string> Formats = [];
        public readonly Dictionary<int, SdpCodec> Maps = [];
        public readonly Dictionary<int, string> FormatParameters = [];
        public readonly List<SdpCrypto> Crypto = [];
        public string? Connection;
        public SdpDirection? Direction;
        public int PtimeMs;
        public int MaxPtimeMs;
        public SdpRtcp? Rtcp;
        public bool RtcpMux;
    }

    public SdpFault Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return SdpFault.Empty;
        bool first = true;
        for (int lines = 0; !text.IsEmpty; lines++)
        {
            if (lines >= SdpSession.MaxLines)
                return SdpFault.TooManyLines;
            var line = NextLine(ref text);
            if (line.IsEmpty)
                continue;
            if (line.Length < 2 || line[1] != '=')
                return SdpFault.BadLine;
            if (first && !line.SequenceEqual("v=0"u8))
                return SdpFault.BadVersion;
            first = false;
            var fault = ReadLine(line[0], line[2..]);
            if (fault != SdpFault.None)
                return fault;
        }
        return first ? SdpFault.Empty : CheckConnections();
    }

    /// <summary>RFC 8866 section 5: CR LF ends a line, and a lone LF is accepted.</summary>
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        ScanSteps.Add(end < 0 ? text.Length : end + 1);
        var line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return line.Length > 0 && line[^1] == '\r' ? line[..^1] : line;
    }

    private SdpFault ReadLine(byte type, ReadOnlySpan<byte> value)
    {
        var media = _media.Count > 0 ? _media[^1] : null;
        switch ((char)type)
        {
            case 'v': return SdpFault.None;
            case 'o': return ReadOrigin(value);
            case 's' when media is null:
                _name = value.IsEmpty ? "-" : Encoding.UTF8.GetString(value);
                return SdpFault.None;
            case 'c': return ReadConnection(value, media);
            case 'm': return ReadMedia(value);
            case 'a': return media is null ? ReadSessionAttribute(value) : ReadMediaAttribute(value, media);
            default: return char.IsAsciiLetter((char)type) ? SdpFault.None : SdpFault.BadLine;
        }
    }

    private SdpFault ReadOrigin(ReadOnlySpan<byte> value)
    {
        var user = NextWord(ref value);
        var id = NextWord(ref value);
        var version = NextWord(ref value);
        var net = NextWord(ref value);
        var family = NextWord(ref value);
        var address = NextWord(ref value);
        if (user.IsEmpty || net.IsEmpty || family.IsEmpty || address.IsEmpty || address.Length > 255)
            return SdpFault.BadOrigin;

        // The numbers name the session; some devices send them larger than 64 bits, so what does not fit is 0.
        if (id.ContainsAnyExceptInRange((byte)'0', (byte)'9') || version.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return SdpFault.BadOrigin;
        _sessionId = ulong.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out ulong sessionId) ? sessionId : 0;
        _version = ulong.TryParse(version, System.Globalization.CultureInfo.InvariantCulture, out ulong parsed) ? parsed : 0;
        _originUser = Encoding.UTF8.GetString(user);
        _originAddress = Encoding.UTF8.GetString(address);
        return SdpFault.None;
    }

    private SdpFault ReadConnection(ReadOnlySpan<byte> value, MediaDraft? media)
    {
        var net = NextWord(ref value);
        var family = NextWord(ref value);
        var address = NextWord(ref value);
        bool known = net.SequenceEqual("IN"u8) && (family.SequenceEqual("IP4"u8) || family.SequenceEqual("IP6"u8));
        if (!known || address.IsEmpty || address.Length > 255)
            return SdpFault.BadConnection;
        int slash = address.IndexOf((byte)'/');
        string text = Encoding.UTF8.GetString(slash < 0 ? address : address[..slash]);
        if (media is null)
            _connection = text;
        else
            media.Connection ??= text;
        return SdpFault.None;
    }

    private SdpFault ReadMedia(ReadOnlySpan<byte> value)
    {
        if (_media.Count >= SdpSession.MaxMedia)
            return SdpFault.TooManyMedia;
        MediaDraft media = new();
        var kind = NextWord(ref value);
        var port = NextWord(ref value);
        var protocol = NextWord(ref value);
        int slash = port.IndexOf((byte)'/');
        if (kind.IsEmpty || kind.Length > 32 || protocol.IsEmpty || protocol.Length > 64)
            return SdpFault.BadMedia;
        if (!SipSyntax.TryParseNumber(slash < 0 ? port : port[..slash], 65535, out long number))
            return SdpFault.BadMedia;
        media.Kind = Encoding.UTF8.GetString(kind);
        media.Port = (int)number;
        media.Protocol = Encoding.UTF8.GetString(protocol);
        for (var format = NextWord(ref value); !format.IsEmpty; format = NextWord(ref value))
        {
            if (media.Formats.Count >= SdpSession.MaxFormats)
                return SdpFault.TooManyFormats;
            if (format.Length > 64)
                return SdpFault.BadMedia;
            media.Formats.Add(Encoding.UTF8.GetString(format));
        }
        if (media.Formats.Count == 0)
            return SdpFault.BadMedia;
        _media.Add(media);
        return SdpFault.None;
    }

    private SdpFault ReadSessionAttribute(ReadOnlySpan<byte> value)
    {
        if (TryReadDirection(value, out var direction))
            _direction = direction;
        return SdpFault.None;
    }

    private static bool TryReadDirection(ReadOnlySpan<byte> value, out SdpDirection direction)
    {
        for (direction = SdpDirection.SendReceive; direction <= SdpDirection.Inactive; direction++)
        {
            string name = SdpSession.NameOf(direction);
            if (value.Length == name.Length && Ascii.Equals(value, name))
                return true;
        }
        direction = SdpDirection.SendReceive;
        return false;
    }

    private static SdpFault ReadMediaAttribute(ReadOnlySpan<byte> value, MediaDraft media)
    {
        int colon = value.IndexOf((byte)':');
        ScanSteps.Add(colon < 0 ? value.Length : colon + 1);
        var name = colon < 0 ? value : value[..colon];
        var rest = colon < 0 ? default : value[(colon + 1)..];
        if (TryReadDirection(value, out var direction))
            media.Direction = direction;
        else if (name.SequenceEqual("rtpmap"u8))
            return ReadRtpMap(rest, media);
        else if (name.SequenceEqual("fmtp"u8))
            return ReadFormatParameters(rest, media);
        else if (name.SequenceEqual("ptime"u8))
            media.PtimeMs = ReadMilliseconds(rest);
        else if (name.SequenceEqual("maxptime"u8))
            media.MaxPtimeMs = ReadMilliseconds(rest);
        else if (name.SequenceEqual("rtcp"u8))
            return ReadRtcp(rest, media);
        else if (name.SequenceEqual("rtcp-mux"u8))
            media.RtcpMux = true;
        else if (name.SequenceEqual("crypto"u8))
            return ReadCrypto(rest, media);
        return SdpFault.None;
    }

    /// <summary>0 for what is no number of milliseconds; "20.0" is seen in the field.</summary>
    private static int ReadMilliseconds(ReadOnlySpan<byte> value)
    {
        int dot = value.IndexOf((byte)'.');
        var digits = SipSyntax.Trim(dot < 0 ? value : value[..dot]);
        return SipSyntax.TryParseNumber(digits, 1000, out long ms) ? (int)ms : 0;
    }

    private static SdpFault ReadRtpMap(ReadOnlySpan<byte> value, MediaDraft media)
    {
        var type = NextWord(ref value);
        var coding = SipSyntax.Trim(value);
        if (!SipSyntax.TryParseNumber(type, 127, out long payloadType))
            return SdpFault.BadAttribute;
        int slash = coding.IndexOf((byte)'/');
        if (slash is <= 0 or > 64)
            return SdpFault.BadAttribute;
        string name = Encoding.UTF8.GetString(coding[..slash]);
        var rates = coding[(slash + 1)..];
        int second = rates.IndexOf((byte)'/');
        long channels = 1;
        if (second >= 0 && !SipSyntax.TryParseNumber(SipSyntax.Trim(rates[(second + 1)..]), 255, out channels))
            channels = 1;
        var rate = SipSyntax.Trim(second < 0 ? rates : rates[..second]);
        if (!SipSyntax.TryParseNumber(rate, 1_000_000, out long clock) || clock == 0)
            return SdpFault.BadAttribute;

        // The first line for a payload type counts: a second one is a known way to confuse an answerer.
        media.Maps.TryAdd((int)payloadType, new SdpCodec((int)payloadType, name, (int)clock, (int)channels));
        return SdpFault.None;
    }

    private static SdpFault ReadFormatParameters(ReadOnlySpan<byte> value, MediaDraft media)
    {
        var type = NextWord(ref value);
        if (!SipSyntax.TryParseNumber(type, 127, out long payloadType))
            return SdpFault.None;
        if (value.IndexOf((byte)0) >= 0 || value.Length > 1024)
            return SdpFault.BadAttribute;
        media.FormatParameters.TryAdd((int)payloadType, Encoding.UTF8.GetString(SipSyntax.Trim(value)));
        return SdpFault.None;
    }

    private static SdpFault ReadRtcp(ReadOnlySpan<byte> value, MediaDraft media)
    {
        var port = NextWord(ref value);
        if (!SipSyntax.TryParseNumber(port, 65535, out long number))
            return SdpFault.BadAttribute;
        NextWord(ref value);
        NextWord(ref value);
        var address = NextWord(ref value);
        if (address.Length > 255)
            return SdpFault.BadAttribute;
        media.Rtcp = new SdpRtcp((int)number, address.IsEmpty ? null : Encoding.UTF8.GetString(address));
        return SdpFault.None;
    }

    private static SdpFault ReadCrypto(ReadOnlySpan<byte> value, MediaDraft media)
    {
        if (media.Crypto.Count >= SdpSession.MaxCrypto)
            return SdpFault.BadAttribute;
        var tag = NextWord(ref value);
        var suite = NextWord(ref value);
        var key = NextWord(ref value);
        bool whole = SipSyntax.TryParseNumber(tag, 999_999_999, out long number) && suite.Length is > 0 and <= 64 && key.Length is > 0 and <= 512 && value.Length <= 512;
        if (!whole)
            return SdpFault.BadAttribute;
        media.Crypto.Add(new SdpCrypto((int)number, Encoding.UTF8.GetString(suite), Encoding.UTF8.GetString(key), Encoding.UTF8.GetString(SipSyntax.Trim(value))));
        return SdpFault.None;
    }

    private static ReadOnlySpan<byte> NextWord(ref ReadOnlySpan<byte> text)
    {
        int length = text.Length;
        text = SipSyntax.Trim(text);
        int blank = text.IndexOfAny((byte)' ', (byte)'\t');
        ScanSteps.Add(length - text.Length + (blank < 0 ? text.Length : blank + 1));
        var word = blank < 0 ? text : text[..blank];
        text = blank < 0 ? default : text[(blank + 1)..];
        return word;
    }

    /// <summary>RFC 8866 section 5.7: each section that is in use has an address, its own or the session's.</summary>
    private SdpFault CheckConnections()
    {
        foreach (var media in _media)
        {
            if (media.Port != 0 && media.Connection is null && _connection is null)
                return SdpFault.ConnectionMissing;
        }
        return SdpFault.None;
    }

    public SdpSession ToSession() => new()
    {
        OriginUser = _originUser,
        SessionId = _sessionId,
        Version = _version,
        OriginAddress = _originAddress,
        Name = _name,
        ConnectionAddress = _connection,
        Direction = _direction,
        Media = _media.ConvertAll(ToMedia),
    };

    private static SdpMedia ToMedia(MediaDraft draft) => new()
    {
        Kind = draft.Kind,
        Port = draft.Port,
        Protocol = draft.Protocol,
        Formats = draft.Formats,
        Codecs = ToCodecs(draft),
        ConnectionAddress = draft.Connection,
        Direction = draft.Direction,
        PtimeMs = draft.PtimeMs,
        MaxPtimeMs = draft.MaxPtimeMs,
        Rtcp = draft.Rtcp,
        RtcpMux = draft.RtcpMux,
        Crypto = draft.Crypto,
    };

    private static List<SdpCodec> ToCodecs(MediaDraft draft)
    {
        List<SdpCodec> codecs = [];
        UInt128 known = 0;
        foreach (string format in draft.Formats)
        {
            ScanSteps.Add(format.Length);
            if (!SipSyntax.TryParseNumber(Encoding.UTF8.GetBytes(format), 127, out long type))
                continue;
            var codec = draft.Maps.TryGetValue((int)type, out var mapped) ? mapped : SdpCodec.OfStaticType((int)type);
            if (codec is null || (known >> (int)type & 1) != 0)
                continue;
            known |= UInt128.One << (int)type;
            codecs.Add(draft.FormatParameters.TryGetValue((int)type, out string? parameters) ? codec with { Format = parameters } : codec);
        }
        return codecs;
    }
}
