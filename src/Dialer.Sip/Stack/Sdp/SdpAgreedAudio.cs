using System.Net;

namespace Dialer.Sip.Stack.Sdp;

/// <summary>An audio stream as both ends agreed on it.</summary>
public sealed record SdpAgreedAudio
{
    /// <summary>Where our RTP goes.</summary>
    public required IPEndPoint RemoteRtp { get; init; }

    /// <summary>Where our RTCP goes; the same as <see cref="RemoteRtp"/> with rtcp-mux.</summary>
    public required IPEndPoint RemoteRtcp { get; init; }

    public required bool RtcpMux { get; init; }

    /// <summary>The codec, with the payload type that the far end wants to receive.</summary>
    public required SdpCodec SendCodec { get; init; }

    /// <summary>The payload type under which we said that we receive the same codec.</summary>
    public required int ReceivePayloadType { get; init; }

    /// <summary>The codec that both ends relay, with the payload type that the far end wants to receive; null: not agreed on.</summary>
    public SdpCodec? RelayCodec { get; init; }

    /// <summary>-1: nothing is relayed.</summary>
    public int ReceiveRelayPayloadType { get; init; } = -1;

    /// <summary>Null: the far end takes no telephone events.</summary>
    public SdpCodec? SendTelephoneEvent { get; init; }

    /// <summary>-1: we offered none.</summary>
    public int ReceiveTelephoneEventType { get; init; } = -1;

    /// <summary>Null: no comfort noise.</summary>
    public int? ComfortNoiseType { get; init; }

    /// <summary>What the far end wants to receive, else ours.</summary>
    public required int SendPtimeMs { get; init; }

    /// <summary>Seen from us: SendOnly means that the far end only listens.</summary>
    public required SdpDirection Direction { get; init; }

    /// <summary>Our key (we encrypt with it) and theirs; null for plain RTP.</summary>
    public SdpCrypto? LocalCrypto { get; init; }

    public SdpCrypto? RemoteCrypto { get; init; }

    /// <summary>The far end put us on hold.</summary>
    public bool RemoteHolds => Direction is SdpDirection.ReceiveOnly or SdpDirection.Inactive;
}
