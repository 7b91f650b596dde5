using Dialer.Core.CallProgress;

namespace Dialer.Tools.Amd;

internal sealed record EvaluationOptions(IReadOnlyList<string> Variations, bool AsIs, ulong Seed, CallProgressOptions Analysis);
