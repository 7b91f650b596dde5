using System.Text;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>
/// Reads a description line by line, strictly where it protects and leniently where it does not matter: a line that is not understood is
/// noted and passed over, and the description is refused only where no audio can be taken from the rest, or a limit is passed. Hostile
/// input costs at most one pass over it and the limits of <see cref="SdpSession"/>.
/// </summary>
internal sealed class SdpReader
{
    private const int MaxOddities = 8;
    private const int MaxWord = 64;

    private string _originUser = "-";
    private string _originAddress = "0.0.0.0";
    private string _name = "-";
    private string? _connection;
    private ulong _sessionId;
    private ulong _version;
    private SdpDirection? _direction;
    private readonly List<SdpOddity> _oddities = [];
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

        public bool IsAudio => Kind == "audio" && Port != 0;
    }

    public SdpFault Read(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        bool first = true;
        for (int lines = 0; !text.IsEmpty; lines++)
        {
            if (lines >= SdpSession.MaxLines)
                return SdpFault.TooManyLines;
            var line = SipSyntax.Trim(NextLine(ref text));
            if (line.IsEmpty)
                continue;
            var fault = ReadLine(line);
            if (first && fault == SdpFault.None && !line.SequenceEqual("v=0"u8))
                fault = SdpFault.BadVersion;
            first = false;
            if (fault is SdpFault.TooManyMedia or SdpFault.TooManyFormats)
                return fault;
            if (fault != SdpFault.None)
                Note(lines, fault, line);
        }
        return first ? SdpFault.Empty : Judge();
    }

    private void Note(int index, SdpFault fault, ReadOnlySpan<byte> line)
    {
        if (_oddities.Count < MaxOddities)
            _oddities.Add(SdpOddity.At(index + 1, fault, line));
    }

    /// <summary>What is odd does not matter where there is audio to take.</summary>
    private SdpFault Judge()
    {
        foreach (var media in _media)
        {
            if (!media.IsAudio)
                continue;
            bool reachable = (media.Connection ?? _connection) is not null || TakeOrigin();
            if (!reachable)
                Note(-1, SdpFault.ConnectionMissing, default);
            else if (media.Formats.Count + media.Maps.Count > 0)
                return SdpFault.None;
        }
        return _oddities.Count > 0 ? _oddities[0].Fault : SdpFault.None;
    }

    // RFC 8866 section 5.7 wants an address for each section. Where none is written the origin's is where the description comes from.
    private bool TakeOrigin()
    {
        if (SdpSession.ToUnicast(_originAddress) is not { } address || address.Equals(System.Net.IPAddress.Any))
            return false;
        _connection = _originAddress;
        Note(-1, SdpFault.ConnectionMissing, default);
        return true;
    }

    /// <summary>RFC 8866 section 5: CR LF ends a line, and a lone LF is accepted; a lone CR is seen in the field.</summary>
    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> text)
    {
        int end = text.IndexOfAny((byte)'\r', (byte)'\n');
        ScanSteps.Add(end < 0 ? text.Length : end + 1);
        var line = end < 0 ? text : text[..end];
        bool pair = end >= 0 && end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n';
        text = end < 0 ? default : text[(end + (pair ? 2 : 1))..];
        return line;
    }

    private SdpFault ReadLine(ReadOnlySpan<byte> line)
    {
        var rest = SipSyntax.Trim(line[1..]);
        if (rest.IsEmpty || rest[0] != '=' || !char.IsAsciiLetter((char)line[0]))
            return SdpFault.BadLine;
        var value = SipSyntax.Trim(rest[1..]);
        var media = _media.Count > 0 ? _media[^1] : null;
        switch ((char)line[0])
        {
            case 'o': return ReadOrigin(value);
            case 's' when media is null:
                _name = value.IsEmpty ? "-" : Encoding.UTF8.GetString(value);
                return SdpFault.None;
            case 'c': return ReadConnection(value, media);
            case 'm': return ReadMedia(value);
            case 'a': return media is null ? ReadSessionAttribute(value) : ReadMediaAttribute(value, media);
            default: return SdpFault.None;
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

        // A name left out moves every word to the left: "o= 1 2 IN IP4 host" is what a well-known PBX writes.
        bool nameless = Ascii.EqualsIgnoreCase(version, "IN") && address.IsEmpty;
        if (nameless)
        {
            address = family;
            family = net;
            net = version;
            version = id;
            id = user;
            user = "-"u8;
        }
        if (!address.IsEmpty && address.Length <= 255)
            _originAddress = Encoding.UTF8.GetString(address);
        if (user.IsEmpty || net.IsEmpty || family.IsEmpty || address.IsEmpty || address.Length > 255)
            return SdpFault.BadOrigin;

        // The numbers name the session; some devices send them larger than 64 bits, so what does not fit is 0.
        if (id.ContainsAnyExceptInRange((byte)'0', (byte)'9') || version.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return SdpFault.BadOrigin;
        _sessionId = ulong.TryParse(id, System.Globalization.CultureInfo.InvariantCulture, out ulong sessionId) ? sessionId : 0;
        _version = ulong.TryParse(version, System.Globalization.CultureInfo.InvariantCulture, out ulong parsed) ? parsed : 0;
        _originUser = Encoding.UTF8.GetString(user);
        return nameless ? SdpFault.BadOrigin : SdpFault.None;
    }

    private SdpFault ReadConnection(ReadOnlySpan<byte> value, MediaDraft? media)
    {
        var net = NextWord(ref value);
        var family = NextWord(ref value);
        var address = NextWord(ref value);
        bool known = Ascii.EqualsIgnoreCase(net, "IN") && (Ascii.EqualsIgnoreCase(family, "IP4") || Ascii.EqualsIgnoreCase(family, "IP6"));
        if (known && !address.IsEmpty && address.Length <= 255)
        {
            SetConnection(address, media);
            return SdpFault.None;
        }

        // Whatever stands around it, an address that is one says where the audio goes.
        if (!known && (AsAddress(net) ?? AsAddress(family) ?? AsAddress(address)) is { } bare)
            SetConnection(Encoding.UTF8.GetBytes(bare), media);
        return SdpFault.BadConnection;
    }

    private static string? AsAddress(ReadOnlySpan<byte> word)
    {
        if (word.Length > MaxWord)
            return null;
        int slash = word.IndexOf((byte)'/');
        string text = Encoding.UTF8.GetString(slash < 0 ? word : word[..slash]);
        return (text.Contains('.', StringComparison.Ordinal) || text.Contains(':', StringComparison.Ordinal)) && System.Net.IPAddress.TryParse(text, out _) ? text : null;
    }

    private void SetConnection(ReadOnlySpan<byte> address, MediaDraft? media)
    {
        int slash = address.IndexOf((byte)'/');
        string text = Encoding.UTF8.GetString(slash < 0 ? address : address[..slash]);
        if (media is null)
            _connection = text;
        else
            media.Connection ??= text;
    }

    // A section that is not understood is one nevertheless: what follows belongs to it, and the answer has as many as the offer.
    private SdpFault ReadMedia(ReadOnlySpan<byte> value)
    {
        if (_media.Count >= SdpSession.MaxMedia)
            return SdpFault.TooManyMedia;
        MediaDraft media = new();
        _media.Add(media);
        var kind = NextWord(ref value);
        var port = NextWord(ref value);
        var protocol = NextWord(ref value);
        int slash = port.IndexOf((byte)'/');
        bool whole = IsWord(kind) && IsWord(protocol);
        media.Kind = !IsWord(kind) ? "x" : Ascii.EqualsIgnoreCase(kind, "audio") ? "audio" : Encoding.ASCII.GetString(kind);
        media.Protocol = IsWord(protocol) ? Encoding.ASCII.GetString(protocol) : "x";
        if (SipSyntax.TryParseNumber(slash < 0 ? port : port[..slash], 65535, out long number))
            media.Port = (int)number;
        else
            whole = false;
        for (var format = NextWord(ref value); !format.IsEmpty; format = NextWord(ref value))
        {
            if (media.Formats.Count >= SdpSession.MaxFormats)
                return SdpFault.TooManyFormats;
            if (IsWord(format))
                media.Formats.Add(Encoding.ASCII.GetString(format));
            else
                whole = false;
        }
        return whole && media.Formats.Count > 0 ? SdpFault.None : SdpFault.BadMedia;
    }

    /// <summary>May be repeated in an answer: printable, and no longer than any that is known.</summary>
    private static bool IsWord(ReadOnlySpan<byte> word) => word.Length is > 0 and <= MaxWord && !word.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E);

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
            if (Ascii.EqualsIgnoreCase(value, SdpSession.NameOf(direction)))
                return true;
        }
        direction = SdpDirection.SendReceive;
        return false;
    }

    private static SdpFault ReadMediaAttribute(ReadOnlySpan<byte> value, MediaDraft media)
    {
        int colon = value.IndexOf((byte)':');
        ScanSteps.Add(colon < 0 ? value.Length : colon + 1);
        var name = SipSyntax.Trim(colon < 0 ? value : value[..colon]);
        var rest = colon < 0 ? default : value[(colon + 1)..];
        if (TryReadDirection(value, out var direction))
            media.Direction = direction;
        else if (Ascii.EqualsIgnoreCase(name, "rtpmap"))
            return ReadRtpMap(rest, media);
        else if (Ascii.EqualsIgnoreCase(name, "fmtp"))
            return ReadFormatParameters(rest, media);
        else if (Ascii.EqualsIgnoreCase(name, "ptime"))
            media.PtimeMs = ReadMilliseconds(rest);
        else if (Ascii.EqualsIgnoreCase(name, "maxptime"))
            media.MaxPtimeMs = ReadMilliseconds(rest);
        else if (Ascii.EqualsIgnoreCase(name, "rtcp"))
            return ReadRtcp(rest, media);
        else if (Ascii.EqualsIgnoreCase(name, "rtcp-mux"))
            media.RtcpMux = true;
        else if (Ascii.EqualsIgnoreCase(name, "crypto"))
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

        // Without a rate it is that of a telephone.
        if (slash < 0 && IsWord(coding))
        {
            media.Maps.TryAdd((int)payloadType, new SdpCodec((int)payloadType, Encoding.ASCII.GetString(coding), 8000));
            return SdpFault.BadAttribute;
        }
        if (slash is <= 0 or > MaxWord)
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
        Oddities = _oddities,
    };

    public IReadOnlyList<SdpOddity> Oddities => _oddities;

    private static SdpMedia ToMedia(MediaDraft draft)
    {
        // Formats left out of the m= line stand in their maps.
        if (draft.IsAudio && draft.Formats.Count == 0)
            draft.Formats.AddRange(draft.Maps.Keys.Take(SdpSession.MaxFormats).Select(type => SdpSession.Number(type)));
        return ToSection(draft);
    }

    private static SdpMedia ToSection(MediaDraft draft) => new()
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

            // What a static type means is settled (RFC 3551 section 6), whatever a map makes of it: G722/16000 is seen in the field.
            var codec = SdpCodec.OfStaticType((int)type) ?? draft.Maps.GetValueOrDefault((int)type);
            if (codec is null || (known >> (int)type & 1) != 0)
                continue;
            known |= UInt128.One << (int)type;
            codecs.Add(draft.FormatParameters.TryGetValue((int)type, out string? parameters) ? codec with { Format = parameters } : codec);
        }
        return codecs;
    }
}
