namespace Dialer.Core.Ids;

public readonly record struct AgentId(int Value);
