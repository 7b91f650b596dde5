namespace Dialer.Line;

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
