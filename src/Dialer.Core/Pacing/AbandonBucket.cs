using Dialer.Core.Time;

namespace Dialer.Core.Pacing;

public readonly record struct AbandonBucket(Instant From, int Answered, int Abandoned);
