using Dialer.Core.Agents;
using Dialer.Core.Channels;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>An agent as the distributor knows one.</summary>
/// <param name="Preferences">Queues that are not named have <see cref="QueuePreference.Usual"/>.</param>
public sealed record RoutedAgent(AgentId Id, IReadOnlyList<AgentSkill> Skills, IReadOnlyList<QueuePreference> Preferences, ChannelLimits Limits)
{
    /// <summary>Whose people this agent takes: of interactions that name a campaign.</summary>
    public IReadOnlyList<CampaignId> Campaigns { get; init; } = [];

    public RoutedAgent(AgentId id, IReadOnlyList<AgentSkill> skills) : this(id, skills, [], ChannelLimits.VoiceOnly)
    {
    }
}
