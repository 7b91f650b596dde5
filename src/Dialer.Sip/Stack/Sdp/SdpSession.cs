using System.Globalization;
using System.Net;
using System.Text;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>Who sends, seen from the party whose description it is (RFC 8866 section 6.7).</summary>
public enum SdpDirection : byte
{
    SendReceive,
    SendOnly,
    ReceiveOnly,
    Inactive,
}

/// <summary>Why a description was refused.</summary>
public enum SdpFault : byte
{
    None,
    Empty,
    TooManyLines,
    BadLine,
    BadVersion,
    BadOrigin,
    BadConnection,
    BadMedia,
    TooManyMedia,
    TooManyFormats,
    BadAttribute,
    ConnectionMissing,
}

/// <summary>A codec as a=rtpmap and a=fmtp tell it. Name compares without case.</summary>
public sealed record SdpCodec(int PayloadType, string Name, int ClockRate, int Channels = 1, string? Format = null)
{
    public static readonly SdpCodec Pcmu = new(0, "PCMU", 8000);
    public static readonly SdpCodec Pcma = new(8, "PCMA", 8000);

    /// <summary>8000 is what RFC 3551 section 4.5.2 makes it say; the codec samples at 16 kHz.</summary>
    public static readonly SdpCodec G722 = new(9, "G722", 8000);
    public static readonly SdpCodec ComfortNoise = new(13, "CN", 8000);

    /// <summary>RFC 7587 section 7: always 48,000 and two channels, whatever is sent.</summary>
    public static readonly SdpCodec Opus = new(111, "opus", 48_000, 2, "useinbandfec=1");

    /// <summary>Digits 0-15 (RFC 4733).</summary>
    public static SdpCodec TelephoneEvent(int payloadType = 101, int clockRate = 8000) => new(payloadType, "telephone-event", clockRate, 1, "0-15");

    public bool IsTelephoneEvent => Name.Equals("telephone-event", StringComparison.OrdinalIgnoreCase);

    public bool IsComfortNoise => Name.Equals("CN", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same coding, under whatever payload type.</summary>
    public bool Matches(SdpCodec other) =>
        Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && ClockRate == other.ClockRate && Channels == other.Channels;

    /// <summary>The codecs that a payload type means without a=rtpmap (RFC 3551 table 4); null for the others.</summary>
    public static SdpCodec? OfStaticType(int payloadType) => payloadType switch
    {
        0 => Pcmu,
        2 => new SdpCodec(2, "G726-32", 8000),
        3 => new SdpCodec(3, "GSM", 8000),
        4 => new SdpCodec(4, "G723", 8000),
        8 => Pcma,
        9 => G722,
        13 => ComfortNoise,
        15 => new SdpCodec(15, "G728", 8000),
        18 => new SdpCodec(18, "G729", 8000),
        _ => null,
    };
}

/// <summary>One a=crypto line (RFC 4568). KeyParams is "inline:..." as written.</summary>
public sealed record SdpCrypto(int Tag, string Suite, string KeyParams, string SessionParams = "")
{
    private const string Inline = "inline:";

    /// <summary>
    /// False: several keys or a key's name within each packet (MKI), or session parameters beyond the hint of a window's
    /// size. Such a line is passed over (RFC 4568 section 6.3).
    /// </summary>
    public bool IsUnderstood
    {
        get
        {
            int lifetime = KeyParams.IndexOf('|', StringComparison.Ordinal);
            bool named = lifetime >= 0 && KeyParams.IndexOf(':', lifetime) >= 0;
            bool onlyHint = SessionParams.Length == 0 || (SessionParams.StartsWith("WSH=", StringComparison.Ordinal) && !SessionParams.Contains(' ', StringComparison.Ordinal));
            return onlyHint && !named && !KeyParams.Contains(';', StringComparison.Ordinal);
        }
    }

    public static SdpCrypto FromKey(int tag, string suite, ReadOnlySpan<byte> keySalt) => new(tag, suite, Inline + Convert.ToBase64String(keySalt));

    /// <summary>The master key and salt; null where they are not written as RFC 4568 section 6.1 says.</summary>
    public byte[]? KeySalt()
    {
        if (!KeyParams.StartsWith(Inline, StringComparison.OrdinalIgnoreCase)) return null;
        int end = KeyParams.IndexOf('|', StringComparison.Ordinal);
        ReadOnlySpan<char> coded = KeyParams.AsSpan(Inline.Length, (end < 0 ? KeyParams.Length : end) - Inline.Length);
        byte[] key = new byte[coded.Length];
        return Convert.TryFromBase64Chars(coded, key, out int length) ? key[..length] : null;
    }

    /// <summary>Never the key.</summary>
    public override string ToString() => $"crypto {Tag} {Suite}";
}

/// <summary>An a=rtcp line (RFC 3605). Address null: that of the media.</summary>
public sealed record SdpRtcp(int Port, string? Address);

/// <summary>One m= section.</summary>
public sealed record SdpMedia
{
    /// <summary>"audio", "video" ...</summary>
    public required string Kind { get; init; }

    /// <summary>0: refused, or not wanted.</summary>
    public required int Port { get; init; }

    /// <summary>"RTP/AVP", "RTP/SAVP" ...</summary>
    public required string Protocol { get; init; }

    /// <summary>The formats as written in the m= line.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The formats that are known, in the order of the m= line.</summary>
    public IReadOnlyList<SdpCodec> Codecs { get; init; } = [];

    /// <summary>The c= of the section; null: that of the session.</summary>
    public string? ConnectionAddress { get; init; }

    /// <summary>Null: not said; the session's, else sendrecv.</summary>
    public SdpDirection? Direction { get; init; }

    /// <summary>0: not said.</summary>
    public int PtimeMs { get; init; }

    /// <summary>0: not said.</summary>
    public int MaxPtimeMs { get; init; }

    public SdpRtcp? Rtcp { get; init; }

    public bool RtcpMux { get; init; }

    public IReadOnlyList<SdpCrypto> Crypto { get; init; } = [];
}

/// <summary>A session description (RFC 8866): what a telephone line needs of it. Unknown lines and attributes are passed over.</summary>
public sealed record SdpSession
{
    public const int MaxLines = 512;
    public const int MaxMedia = 16;
    public const int MaxFormats = 64;
    public const int MaxCrypto = 16;

    public string OriginUser { get; init; } = "-";

    public ulong SessionId { get; init; }

    /// <summary>Grows by one each time the description changes (RFC 3264 section 8).</summary>
    public ulong Version { get; init; }

    public string OriginAddress { get; init; } = "0.0.0.0";

    public string Name { get; init; } = "-";

    /// <summary>The c= of the session; null when there is none.</summary>
    public string? ConnectionAddress { get; init; }

    public SdpDirection? Direction { get; init; }

    public IReadOnlyList<SdpMedia> Media { get; init; } = [];

    public static bool TryParse(ReadOnlySpan<byte> text, out SdpSession session) => TryParse(text, out session, out _);

    public static bool TryParse(ReadOnlySpan<byte> text, out SdpSession session, out SdpFault fault)
    {
        SdpReader reader = new();
        fault = reader.Read(text);
        session = fault == SdpFault.None ? reader.ToSession() : Nothing;
        return fault == SdpFault.None;
    }

    private static readonly SdpSession Nothing = new();

    /// <summary>The direction that counts for a section.</summary>
    public SdpDirection DirectionOf(SdpMedia media) => media.Direction ?? Direction ?? SdpDirection.SendReceive;

    /// <summary>The address that counts for a section; null when there is none.</summary>
    public string? AddressOf(SdpMedia media) => media.ConnectionAddress ?? ConnectionAddress;

    /// <summary>The wire form, lines ended by CR LF.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        StringBuilder text = new(512);
        text.Append("v=0\r\no=").Append(OriginUser).Append(' ').Append(SessionId).Append(' ').Append(Version)
            .Append(" IN ").Append(Family(OriginAddress)).Append(' ').Append(OriginAddress).Append("\r\n")
            .Append("s=").Append(Name).Append("\r\n");
        if (ConnectionAddress is { } address) AppendConnection(text, address);
        text.Append("t=0 0\r\n");
        if (Direction is { } direction) text.Append("a=").Append(NameOf(direction)).Append("\r\n");
        foreach (SdpMedia media in Media) AppendMedia(text, media);
        return text.ToString();
    }

    private static string Family(string address) => address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";

    private static void AppendConnection(StringBuilder text, string address) =>
        text.Append("c=IN ").Append(Family(address)).Append(' ').Append(address).Append("\r\n");

    private static void AppendMedia(StringBuilder text, SdpMedia media)
    {
        text.Append("m=").Append(media.Kind).Append(' ').Append(media.Port).Append(' ').Append(media.Protocol);
        foreach (string format in media.Formats) text.Append(' ').Append(format);
        text.Append("\r\n");
        if (media.ConnectionAddress is { } address) AppendConnection(text, address);
        foreach (SdpCrypto crypto in media.Crypto)
        {
            text.Append("a=crypto:").Append(crypto.Tag).Append(' ').Append(crypto.Suite).Append(' ').Append(crypto.KeyParams);
            if (crypto.SessionParams.Length > 0) text.Append(' ').Append(crypto.SessionParams);
            text.Append("\r\n");
        }
        foreach (SdpCodec codec in media.Codecs) AppendCodec(text, codec);
        if (media.PtimeMs > 0) text.Append("a=ptime:").Append(media.PtimeMs).Append("\r\n");
        if (media.MaxPtimeMs > 0) text.Append("a=maxptime:").Append(media.MaxPtimeMs).Append("\r\n");
        if (media.Rtcp is { } rtcp) AppendRtcp(text, rtcp);
        if (media.RtcpMux) text.Append("a=rtcp-mux\r\n");
        if (media.Direction is { } direction) text.Append("a=").Append(NameOf(direction)).Append("\r\n");
    }

    private static void AppendCodec(StringBuilder text, SdpCodec codec)
    {
        text.Append("a=rtpmap:").Append(codec.PayloadType).Append(' ').Append(codec.Name).Append('/').Append(codec.ClockRate);
        if (codec.Channels > 1) text.Append('/').Append(codec.Channels);
        text.Append("\r\n");
        if (codec.Format is { } format) text.Append("a=fmtp:").Append(codec.PayloadType).Append(' ').Append(format).Append("\r\n");
    }

    private static void AppendRtcp(StringBuilder text, SdpRtcp rtcp)
    {
        text.Append("a=rtcp:").Append(rtcp.Port);
        if (rtcp.Address is { } address) text.Append(" IN ").Append(Family(address)).Append(' ').Append(address);
        text.Append("\r\n");
    }

    internal static string NameOf(SdpDirection direction) => direction switch
    {
        SdpDirection.SendReceive => "sendrecv",
        SdpDirection.SendOnly => "sendonly",
        SdpDirection.ReceiveOnly => "recvonly",
        SdpDirection.Inactive => "inactive",
    };

    /// <summary>An address that media can be sent to; null for a name, a multicast group or nothing.</summary>
    public static IPAddress? ToUnicast(string? address)
    {
        if (address is null || !IPAddress.TryParse(address, out IPAddress? parsed)) return null;
        bool multicast = parsed.IsIPv6Multicast || (parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && parsed.GetAddressBytes()[0] >= 224);
        return multicast ? null : parsed;
    }

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
