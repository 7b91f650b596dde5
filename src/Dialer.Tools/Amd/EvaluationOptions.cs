using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

internal sealed record EvaluationOptions(IReadOnlyList<string> Variations, bool AsIs, ulong Seed, CallProgressOptions Analysis)
{
    /// <summary>Says how long a judgement took; no judgement depends on this.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
