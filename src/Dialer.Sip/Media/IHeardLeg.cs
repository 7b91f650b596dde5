namespace Dialer.Sip.Media;

/// <summary>A leg whose received audio is heard by taps, whichever stack carries it.</summary>
public interface IHeardLeg
{
    /// <summary>Nanoseconds of the media clock, which never goes back.</summary>
    long NowNs { get; }

    /// <summary>Begins to hear the leg's received audio. False: the leg can take no more, and nothing was done.</summary>
    bool AddTap(IAudioTap tap);

    bool RemoveTap(IAudioTap tap);
}
