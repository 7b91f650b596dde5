using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Line;

/// <summary>What the analysis of one answered call came to, told once, before its CallEnded: numbers alone, no sound.</summary>
/// <param name="Rule">That gave the verdict.</param>
/// <param name="Proof">That a machine answered, whatever the verdict was.</param>
/// <param name="Phrase">How the phrase sounded when the verdict fell; null: nobody spoke.</param>
/// <param name="Ring">What the network told before the answer.</param>
public sealed record HeardAnswer(CallId Call, VerdictRule Rule, AnswerProof Proof, PhraseFeatures? Phrase, RingPattern Ring);
