namespace Dialer.Line;

/// <summary>What a trunk's calls, or an agent's phone, speak.</summary>
public sealed record CallMedia
{
    public static readonly CallMedia Default = new();

    /// <summary>
    /// In order of preference, each once; at least one that is not Opus. Opus stands for "also relay Opus": two bridged legs that both have it
    /// are asked to send it to each other, and go back to the first of the others when the bridge ends.
    /// </summary>
    public IReadOnlyList<AudioCodec> Codecs { get; init; } = [AudioCodec.Pcma, AudioCodec.Pcmu];

    public MediaSecurity Srtp { get; init; }

    /// <summary>The crypto suites offered and taken, in order of preference.</summary>
    public IReadOnlyList<SrtpSuite> Suites { get; init; } =
        [SrtpSuite.AeadAes128Gcm, SrtpSuite.AesCm128HmacSha1Tag80, SrtpSuite.AesCm128HmacSha1Tag32, SrtpSuite.AeadAes256Gcm];

    /// <summary>Offer RTP and RTCP on one port (RFC 5761). Taken in any case where the far end offers it.</summary>
    public bool RtcpMux { get; init; }

    public bool RelaysOpus => Codecs.Contains(AudioCodec.Opus);
}
