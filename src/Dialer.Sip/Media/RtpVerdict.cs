namespace Dialer.Sip.Media;

/// <summary>What became of one arriving packet.</summary>
internal enum RtpVerdict : byte
{
    Accepted,

    /// <summary>Another SSRC while the known one is alive, or one packet alone of a new one.</summary>
    WrongSsrc,

    /// <summary>A sequence number that the time passed cannot explain.</summary>
    SequenceJump,
    Duplicate,
    TooLate,
}
