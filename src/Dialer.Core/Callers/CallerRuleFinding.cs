namespace Dialer.Core.Callers;

/// <summary>What one rule said of one caller.</summary>
public readonly record struct CallerRuleFinding(CallerRule Rule, CallerMismatch Mismatch);
