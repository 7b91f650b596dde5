namespace Dialer.Sip.Stack;

internal enum DigestVerdict : byte
{
    Genuine,

    /// <summary>No credentials, or none that fit: challenge, in the same way whether or not the user exists.</summary>
    Challenge,

    /// <summary>Right once, but the nonce is too old or was used: challenge with stale=true.</summary>
    Stale,

    /// <summary>Too many failures from this source: not answered at all for a while.</summary>
    Banned,
}
