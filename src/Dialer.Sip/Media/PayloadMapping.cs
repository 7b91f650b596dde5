using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>One payload type that the far end may send us.</summary>
public readonly record struct PayloadMapping(byte PayloadType, AudioCodec Codec);
