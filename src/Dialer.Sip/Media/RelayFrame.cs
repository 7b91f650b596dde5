using Dialer.Line;

namespace Dialer.Sip.Media;

/// <summary>A packet on its way from one leg to its bridged peer. The payload lies in a buffer that has room for a header before and a tag after it.</summary>
internal readonly record struct RelayFrame(long Stream, ushort Sequence, uint Timestamp, bool Marker, PayloadKind Kind, AudioCodec Codec);
