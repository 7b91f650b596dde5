namespace Dialer.Sip.Media;

/// <summary>Why a prompt ended.</summary>
public enum PlayEnd : byte
{
    /// <summary>Its last frame was sent.</summary>
    Finished = 0,

    /// <summary>Something else was played, or the leg was bridged.</summary>
    Replaced,
    Stopped,
    LegClosed,
}
