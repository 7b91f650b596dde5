namespace Dialer.Core.Ids;

public readonly record struct AttemptId(long Value);
