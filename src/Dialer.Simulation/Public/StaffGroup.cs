using Dialer.Core.Channels;

namespace Dialer.Simulation.Public;

/// <summary>Agents of a service desk who have the same skills.</summary>
/// <param name="Skills">Levels 1 to 10 by name.</param>
/// <param name="IsOutbound">Also takes the people whom the dialer reaches.</param>
/// <param name="Limits">What one of them may hold at once.</param>
public sealed record StaffGroup(string Name, int Count, IReadOnlyList<KeyValuePair<string, int>> Skills, bool IsOutbound, ChannelLimits Limits);
