namespace Dialer.Core.Routing;

/// <summary>Queues that are distributed by one policy.</summary>
/// <param name="Name">Empty: the group of queues that name none.</param>
/// <param name="Policy">By its name, as the list of routing policies has it.</param>
public sealed record QueueGroup(string Name, string Policy);
