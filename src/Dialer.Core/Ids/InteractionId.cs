namespace Dialer.Core.Ids;

/// <summary>A conversation waiting for or with an agent.</summary>
public readonly record struct InteractionId(long Value);
