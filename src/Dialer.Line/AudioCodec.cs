namespace Dialer.Line;

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
