using Dialer.Core.Channels;
using Dialer.Core.Ids;

namespace Dialer.Core.Agents;

/// <summary>An agent as the engine knows it. The phone's SIP address stays with the host.</summary>
/// <param name="Campaigns">Campaigns whose people this agent takes; inbound goes by skills alone.</param>
public sealed record AgentSettings(AgentId Id, string Name, IReadOnlyList<AgentSkill> Skills, IReadOnlyList<CampaignId> Campaigns)
{
    /// <summary>What names the phone, the same for all who use it: one agent at a time is logged in there. Empty: it is not known.</summary>
    public string Phone { get; init; } = "";

    /// <summary>What the agent may hold at once; empty: one call and nothing else.</summary>
    public IReadOnlyList<ChannelCapacity> Channels { get; init; } = [];

    /// <summary>Written work is finished before a call or a chat comes.</summary>
    public bool FinishesWrittenWork { get; init; }

    /// <summary>Null: no rest is ever due.</summary>
    public AgentCeilings? Ceilings { get; init; }

    /// <summary>Queues that this agent takes more or less gladly than the usual 5.</summary>
    public IReadOnlyList<QueuePreference> Preferences { get; init; } = [];
}
