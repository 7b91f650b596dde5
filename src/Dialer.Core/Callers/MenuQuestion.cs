namespace Dialer.Core.Callers;

/// <summary>A question to the company's own system, with what the caller has keyed in; its answer names the way, and may be spoken.</summary>
/// <param name="Name">Which question.</param>
/// <param name="Answers">By the word that it answers.</param>
/// <param name="Otherwise">Another word, no answer within <paramref name="Limit"/>, or a failure.</param>
public sealed record MenuQuestion(string Name, IReadOnlyDictionary<string, MenuStep> Answers, MenuStep Otherwise, TimeSpan Limit);
