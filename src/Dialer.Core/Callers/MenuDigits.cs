namespace Dialer.Core.Callers;

/// <summary>Digits that a caller keys in: a customer number, a code. # ends them, * clears them.</summary>
/// <param name="Field">What they are, as the agent and the company's system see it.</param>
/// <param name="Least">Digits; fewer are asked for again.</param>
/// <param name="Most">Digits; with so many the entry ends by itself.</param>
/// <param name="IsSecret">Masked in every log and event: a code.</param>
public sealed record MenuDigits(string Field, int Least, int Most, MenuStep Next, bool IsSecret = false);
