namespace Dialer.Line;

/// <summary>Whether audio is encrypted (SRTP, with keys in the session description: RFC 4568).</summary>
public enum MediaSecurity : byte
{
    /// <summary>Never offered, never taken.</summary>
    Off = 0,

    /// <summary>Offered, and taken where the far end has it; else the call goes on in the clear (RFC 8643).</summary>
    Preferred,

    /// <summary>A call without it is refused or ended.</summary>
    Required,
}
