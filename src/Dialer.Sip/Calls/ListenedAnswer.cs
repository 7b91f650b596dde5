using Dialer.Core.CallProgress;

namespace Dialer.Sip.Calls;

/// <summary>What a listener has heard of an answer so far. Never changed, so that another thread may read it.</summary>
/// <param name="Matched">Whose remembered greeting it is.</param>
internal sealed record ListenedAnswer(VerdictRule Rule, AnswerProof Proof, PhraseFeatures? Phrase, GreetingPrint Print, MemoryScope Matched);
