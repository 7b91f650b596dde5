namespace Dialer.SipSorcery.Media;

/// <summary>Told of what happens on a leg, on threads of the media; returns at once. Time stamps are of the media clock, in ns.</summary>
internal interface ILegObserver
{
    void OnDigit(char digit);

    void OnPlayed(long play);

    /// <summary>The first packet since the leg was bridged has left.</summary>
    void OnFirstPacketAfterBridge(long nowNs);

    /// <summary>The first packet of the other party since the bridge has left to this leg's far end.</summary>
    void OnPeerHeard(long nowNs);
}
