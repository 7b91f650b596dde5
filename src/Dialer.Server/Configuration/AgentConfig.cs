using Dialer.Core.Agents;
using Dialer.Core.Channels;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>An agent and the phone it works from.</summary>
/// <param name="PhonePassword">With which the phone registers here; null: it is registered elsewhere, or needs not be.</param>
public sealed record AgentConfig(string Name, AgentPhone Phone, IReadOnlyList<AgentSkill> Skills, IReadOnlyList<string> Campaigns, bool LogIn, string? PhonePassword = null)
{
    public AgentCeilings? Ceilings { get; init; }
    public IReadOnlyList<ChannelCapacity> Channels { get; init; } = [];
    public bool FinishesWrittenWork { get; init; }

    /// <summary>How gladly the agent takes a queue, by its name: 1 to 10, 5 where nothing is said.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Prefers { get; init; } = [];
}
