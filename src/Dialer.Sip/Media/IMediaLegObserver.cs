using System.Net;

namespace Dialer.Sip.Media;

/// <summary>
/// A leg's events, called on its reactor thread. Time stamps are those of the engine's <see cref="TimeProvider"/>. What these methods throw is
/// counted (<see cref="MediaEngine.ObserverFaults"/>) and goes no further.
/// </summary>
public interface IMediaLegObserver
{
    /// <summary>A digit (0-9, *, #, A-D) has ended.</summary>
    void OnDigit(MediaLeg leg, char digit, int durationMs) { }

    /// <summary>What <see cref="MediaLeg.Play"/> started has ended.</summary>
    void OnPlayEnded(MediaLeg leg, long playId, PlayEnd reason) { }

    /// <summary>The digits of <see cref="MediaLeg.SendDigits"/> are all sent.</summary>
    void OnDigitsSent(MediaLeg leg) { }

    /// <summary>The first packet from the far end was accepted.</summary>
    void OnMediaStarted(MediaLeg leg, long timestamp) { }

    /// <summary>The first packet since the leg was bridged has been sent.</summary>
    void OnFirstPacketAfterBridge(MediaLeg leg, long timestamp) { }

    /// <summary>The first packet with the peer's audio in it has been sent since the leg was bridged or mixed.</summary>
    void OnPeerHeard(MediaLeg leg, long timestamp) { }

    /// <summary>Nothing arrived for <see cref="MediaEngineOptions.MediaLostAfter"/>, although the far end should send. Once, until media resumes.</summary>
    void OnMediaLost(MediaLeg leg, TimeSpan silentFor) { }

    void OnMediaResumed(MediaLeg leg) { }

    /// <summary>Audio of the agreed kind goes on arriving from another address than the leg's, and is not heard. Once a leg.</summary>
    void OnSecondSource(MediaLeg leg, IPEndPoint source) { }
}
