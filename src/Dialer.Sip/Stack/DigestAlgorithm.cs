namespace Dialer.Sip.Stack;

/// <summary>The algorithms of RFC 8760, weakest first.</summary>
internal enum DigestAlgorithm : byte
{
    Md5,
    Sha256,
    Sha512T256,
}
