namespace Dialer.Sip.Stack.Sdp;

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
