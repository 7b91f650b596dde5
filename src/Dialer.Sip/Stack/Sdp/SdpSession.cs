using System.Globalization;
using System.Net;
using System.Text;

namespace Dialer.Sip.Stack.Sdp;

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

    /// <summary>Lines that were passed over or are not as they should be; at most eight.</summary>
    public IReadOnlyList<SdpOddity> Oddities { get; init; } = [];

    public static bool TryParse(ReadOnlySpan<byte> text, out SdpSession session) => TryParse(text, out session, out _);

    /// <summary>False: no audio can be taken from it, or a limit is passed; <see cref="Oddities"/> say what was wrong all the same.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out SdpSession session, out SdpFault fault)
    {
        SdpReader reader = new();
        fault = reader.Read(text);
        session = fault == SdpFault.None ? reader.ToSession() : new SdpSession { Oddities = reader.Oddities };
        return fault == SdpFault.None;
    }

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
        if (ConnectionAddress is { } address)
            AppendConnection(text, address);
        text.Append("t=0 0\r\n");
        if (Direction is { } direction)
            text.Append("a=").Append(NameOf(direction)).Append("\r\n");
        foreach (var media in Media)
            AppendMedia(text, media);
        return text.ToString();
    }

    private static string Family(string address) => address.Contains(':', StringComparison.Ordinal) ? "IP6" : "IP4";

    private static void AppendConnection(StringBuilder text, string address) =>
        text.Append("c=IN ").Append(Family(address)).Append(' ').Append(address).Append("\r\n");

    private static void AppendMedia(StringBuilder text, SdpMedia media)
    {
        text.Append("m=").Append(media.Kind).Append(' ').Append(media.Port).Append(' ').Append(media.Protocol);
        foreach (string format in media.Formats)
            text.Append(' ').Append(format);
        if (media.Formats.Count == 0)
            text.Append(" 0");
        text.Append("\r\n");
        if (media.ConnectionAddress is { } address)
            AppendConnection(text, address);
        foreach (var crypto in media.Crypto)
        {
            text.Append("a=crypto:").Append(crypto.Tag).Append(' ').Append(crypto.Suite).Append(' ').Append(crypto.KeyParams);
            if (crypto.SessionParams.Length > 0)
                text.Append(' ').Append(crypto.SessionParams);
            text.Append("\r\n");
        }
        foreach (var codec in media.Codecs)
            AppendCodec(text, codec);
        if (media.PtimeMs > 0)
            text.Append("a=ptime:").Append(media.PtimeMs).Append("\r\n");
        if (media.MaxPtimeMs > 0)
            text.Append("a=maxptime:").Append(media.MaxPtimeMs).Append("\r\n");
        if (media.Rtcp is { } rtcp)
            AppendRtcp(text, rtcp);
        if (media.RtcpMux)
            text.Append("a=rtcp-mux\r\n");
        if (media.Direction is { } direction)
            text.Append("a=").Append(NameOf(direction)).Append("\r\n");
    }

    private static void AppendCodec(StringBuilder text, SdpCodec codec)
    {
        text.Append("a=rtpmap:").Append(codec.PayloadType).Append(' ').Append(codec.Name).Append('/').Append(codec.ClockRate);
        if (codec.Channels > 1)
            text.Append('/').Append(codec.Channels);
        text.Append("\r\n");
        if (codec.Format is { } format)
            text.Append("a=fmtp:").Append(codec.PayloadType).Append(' ').Append(format).Append("\r\n");
    }

    private static void AppendRtcp(StringBuilder text, SdpRtcp rtcp)
    {
        text.Append("a=rtcp:").Append(rtcp.Port);
        if (rtcp.Address is { } address)
            text.Append(" IN ").Append(Family(address)).Append(' ').Append(address);
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
        if (address is null || !IPAddress.TryParse(address, out var parsed))
            return null;
        bool multicast = parsed.IsIPv6Multicast || (parsed.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && parsed.GetAddressBytes()[0] >= 224);
        return multicast ? null : parsed;
    }

    internal static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
