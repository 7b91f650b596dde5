using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>
/// Keys of both directions, as the two crypto attributes carried them: master key and master salt one after the other
/// (30, 28 or 44 octets by suite).
/// </summary>
public sealed record SrtpParameters(SrtpSuite Suite, ReadOnlyMemory<byte> SendKeySalt, ReadOnlyMemory<byte> ReceiveKeySalt)
{
    /// <summary>True when both keys have the suite's length.</summary>
    public bool IsValid => SendKeySalt.Length == Suite.KeySaltBytes() && ReceiveKeySalt.Length == Suite.KeySaltBytes();

    /// <summary>Never the keys.</summary>
    public override string ToString() => Suite.SdpName();
}
