using Dialer.Core.CallProgress;
using Dialer.Core.Ids;

namespace Dialer.Store;

/// <summary>An answered call, how its phrase sounded, and who it was. What the calls of one's own teach.</summary>
/// <param name="Number">E.164: calls of one number are no samples of their own.</param>
/// <param name="Verdict">As first said.</param>
/// <param name="RingMs">From the first sign of ringing to the answer; 0: there was none.</param>
public sealed record LabelledAnswer(AttemptId Attempt, CampaignId Campaign, string Number, CpaVerdict Verdict, AnswerProof Proof, AnswerLabel Label, PhraseFeatures Phrase, int RingMs, RingPattern Ring);
