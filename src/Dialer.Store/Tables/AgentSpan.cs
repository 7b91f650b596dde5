namespace Dialer.Store.Tables;

/// <summary>One agent in one state, from one moment to another.</summary>
public sealed record AgentSpan(int Agent, string State, DateTimeOffset From, DateTimeOffset Until);
