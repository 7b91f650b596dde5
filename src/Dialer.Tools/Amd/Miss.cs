using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Tools.Amd;

/// <summary>One call that our own detector got wrong, for the person who looks into it.</summary>
internal sealed record Miss(string Path, string Stratum, AmdLabel Label, CpaVerdict Verdict, VerdictReason Reason);
