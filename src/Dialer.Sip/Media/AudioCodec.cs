namespace Dialer.Sip.Media;

/// <summary>
/// The codecs the media engine knows. All four are paced in 20 ms frames of 160 RTP timestamp units, except Opus
/// (960 units), which is only ever passed through between two legs that both have it.
/// </summary>
public enum AudioCodec : byte
{
    /// <summary>G.711 mu-law, static payload type 0.</summary>
    Pcmu = 0,

    /// <summary>G.711 A-law, static payload type 8.</summary>
    Pcma,

    /// <summary>G.722 at 64 kbit/s, static payload type 9. Its RTP clock is 8000 by RFC 3551 section 4.5.2, although it samples at 16 kHz.</summary>
    G722,

    /// <summary>Passed through, never decoded.</summary>
    Opus,
}

/// <summary>Facts about a codec on the wire.</summary>
public static class AudioCodecs
{
    /// <summary>Bytes and RTP timestamp units of one 20 ms frame of G.711 and of G.722.</summary>
    public const int FrameBytes = 160;

    /// <summary>Samples of one 20 ms frame at 8 kHz.</summary>
    public const int FrameSamples = 160;

    /// <summary>The static payload type of RFC 3551; 96 for Opus, which has none.</summary>
    public static byte StaticPayloadType(this AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu => 0,
        AudioCodec.Pcma => 8,
        AudioCodec.G722 => 9,
        AudioCodec.Opus => 96,
    };

    /// <summary>RTP timestamp units in a second.</summary>
    public static int ClockRate(this AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu or AudioCodec.Pcma or AudioCodec.G722 => 8000,
        AudioCodec.Opus => 48000,
    };

    /// <summary>True when the engine can decode and encode it; false when it can only pass it through.</summary>
    public static bool IsTranscodable(this AudioCodec codec) => codec switch
    {
        AudioCodec.Pcmu or AudioCodec.Pcma or AudioCodec.G722 => true,
        AudioCodec.Opus => false,
    };
}
