namespace Dialer.Sip.Stack.Sdp;

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
