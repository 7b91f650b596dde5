using System.Net;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>What our end of an audio stream can do.</summary>
public sealed record SdpLocalAudio
{
    public required IPAddress Address { get; init; }

    public required int Port { get; init; }

    /// <summary>In order of preference; telephone-event and CN among them where wanted.</summary>
    public IReadOnlyList<SdpCodec> Codecs { get; init; } = [SdpCodec.Pcma, SdpCodec.Pcmu, SdpCodec.TelephoneEvent()];

    /// <summary>A codec that is relayed to another leg and never made or read here: it is agreed on beside the codec that is. Null: none.</summary>
    public SdpCodec? RelayCodec { get; init; }

    /// <summary>Offer <see cref="RelayCodec"/> before the others: now is the time to send it.</summary>
    public bool PreferRelay { get; init; }

    public int PtimeMs { get; init; } = 20;

    public SdpDirection Direction { get; init; } = SdpDirection.SendReceive;

    /// <summary>Offer, or accept, RTP and RTCP on one port (RFC 5761).</summary>
    public bool RtcpMux { get; init; }

    /// <summary>Our keys for SRTP (RFC 4568), one per suite that we speak; empty: plain RTP only.</summary>
    public IReadOnlyList<SdpCrypto> Crypto { get; init; } = [];

    /// <summary>
    /// True: RTP/SAVP is offered, and a peer without SRTP refused. False: keys are offered within RTP/AVP, which a peer
    /// without SRTP answers in the clear (RFC 8643).
    /// </summary>
    public bool RequireCrypto { get; init; }

    public ulong SessionId { get; init; } = 1;

    /// <summary>Raise by one for each new description of the same call.</summary>
    public ulong Version { get; init; } = 1;
}
