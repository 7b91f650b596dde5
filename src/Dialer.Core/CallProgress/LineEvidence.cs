namespace Dialer.Core.CallProgress;

/// <summary>What the line knows of an answer before anybody has spoken.</summary>
/// <param name="RingMs">From the first sign of ringing to the answer, ms; 0 where there was none.</param>
/// <param name="Past">Who answered this number last, as far as it is known.</param>
public readonly record struct LineEvidence(int RingMs, RingPattern Pattern, AnswerLabel Past);
