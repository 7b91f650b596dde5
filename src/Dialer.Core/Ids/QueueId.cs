namespace Dialer.Core.Ids;

public readonly record struct QueueId(int Value);
