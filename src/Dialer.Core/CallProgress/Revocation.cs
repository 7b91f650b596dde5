using Dialer.Core.Ids;

namespace Dialer.Core.CallProgress;

/// <summary>A live verdict taken back.</summary>
/// <param name="Cause"><see cref="RevocationCause.None"/>: it stands.</param>
/// <param name="AtSamples">Position in the stream, samples at 8 kHz.</param>
public readonly record struct Revocation(RevocationCause Cause, long AtSamples);
