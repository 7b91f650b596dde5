namespace Dialer.Core.Callers;

/// <summary>What the company's own system answered.</summary>
/// <param name="Word">Names the caller's way; null: it failed.</param>
/// <param name="Says">The prompt that is played first; null: none.</param>
public sealed record CompanyAnswer(string? Word, string? Says);
