namespace Dialer.Sip.Media;

/// <summary>What is known about a frame of received audio.</summary>
[Flags]
public enum AudioFrameFlags : byte
{
    None = 0,

    /// <summary>No packet carried these samples: they are a repetition that fades, or zeros.</summary>
    Lost = 1,

    /// <summary>The far end says "silence here" (RFC 3389); the samples are zeros or noise at its level.</summary>
    ComfortNoise = 2,

    /// <summary>Before the call was answered.</summary>
    EarlyMedia = 4,

    /// <summary>No packet has arrived on this leg since its remote address was set.</summary>
    NoMediaYet = 8,

    /// <summary>A telephone-event (a digit) takes the place of audio.</summary>
    TelephoneEvent = 16,
}
