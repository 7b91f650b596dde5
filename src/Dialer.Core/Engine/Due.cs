namespace Dialer.Core.Engine;

/// <summary>A deadline, and whose it is.</summary>
internal readonly record struct Due(DueKind Kind, object? Subject);
