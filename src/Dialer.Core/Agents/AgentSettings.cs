using Dialer.Core.Ids;

namespace Dialer.Core.Agents;

/// <summary>An agent as the engine knows it. The phone's SIP address stays with the host.</summary>
/// <param name="Campaigns">Campaigns whose people this agent takes; inbound goes by skills alone.</param>
public sealed record AgentSettings(AgentId Id, string Name, IReadOnlyList<AgentSkill> Skills, IReadOnlyList<CampaignId> Campaigns);
