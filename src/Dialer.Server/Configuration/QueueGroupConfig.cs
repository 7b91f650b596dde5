using Dialer.Core.Routing;

namespace Dialer.Server.Configuration;

/// <summary>Queues that follow one policy.</summary>
/// <param name="PreferredFor">How long only the preferred agent is asked; zero: as any other.</param>
internal sealed record QueueGroupConfig(QueueGroup Group, TimeSpan PreferredFor);
