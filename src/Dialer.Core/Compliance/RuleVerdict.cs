namespace Dialer.Core.Compliance;

/// <summary>What one question of the dial gate was answered by.</summary>
public readonly record struct RuleVerdict(GateRule Rule, DialPermission Permission);
