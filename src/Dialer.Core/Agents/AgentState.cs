using Dialer.Core.Campaigns;
using Dialer.Core.Routing;

namespace Dialer.Core.Agents;

public readonly record struct AgentId(int Value);

/// <summary>What an agent is doing.</summary>
public enum AgentState : byte
{
    LoggedOut,

    /// <summary>Logged in and not to be given anything: a pause with its reason, or a phone leg that is not up yet.</summary>
    NotReady,
    Ready,

    /// <summary>Promised to one call that is being analysed, previewed or bridged.</summary>
    Reserved,
    Talking,
    OnHold,
    WrapUp,
}

/// <summary>What an agent can do, and how well.</summary>
/// <param name="Proficiency">1 (least) to 10.</param>
public readonly record struct AgentSkill(SkillId Skill, int Proficiency);

/// <summary>An agent as the engine knows it. The phone's SIP address stays with the host.</summary>
/// <param name="Campaigns">Campaigns whose people this agent takes; inbound goes by skills alone.</param>
public sealed record AgentSettings(AgentId Id, string Name, IReadOnlyList<AgentSkill> Skills, IReadOnlyList<CampaignId> Campaigns);
