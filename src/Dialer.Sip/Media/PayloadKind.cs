namespace Dialer.Sip.Media;

/// <summary>What a packet carries, once its payload type has been looked up.</summary>
internal enum PayloadKind : byte
{
    Unknown = 0,
    Audio,
    TelephoneEvent,
    ComfortNoise,
}
