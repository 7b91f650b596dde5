using Dialer.Core.Pacing;

namespace Dialer.Store.Reports;

/// <summary>What a campaign's dialing has learned of its numbers (pacing.perLead).</summary>
/// <param name="LearnedAt">When it was last kept.</param>
/// <param name="Calls">Learned from, as far as they are remembered.</param>
/// <param name="Answers">By a person, in all.</param>
/// <param name="Effects">Traits that surely change the chance of an answer, the strongest first.</param>
/// <param name="Reliability">Chances as they were said before the call, and what came of them.</param>
public sealed record LearnedChances(DateTimeOffset LearnedAt, long Calls, long Answers, IReadOnlyList<TraitEffect> Effects, IReadOnlyList<ReliabilityBin> Reliability);
