namespace Dialer.Core.Callers;

/// <summary>What the company's own system is asked of a caller in a menu.</summary>
/// <param name="Question">Which; where it is asked.</param>
/// <param name="Entries">What the caller keyed in so far.</param>
public readonly record struct CompanyQuestion(string Question, string Called, string Caller, IReadOnlyList<MenuEntry> Entries);
