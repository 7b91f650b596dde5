namespace Dialer.Line;

/// <summary>Where the caller id of a call is written.</summary>
public enum CallerIdHeader : byte
{
    /// <summary>From alone.</summary>
    From = 0,

    /// <summary>P-Asserted-Identity (RFC 3325) alone; From names the account.</summary>
    AssertedIdentity,

    Both,
}
