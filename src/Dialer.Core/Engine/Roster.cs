using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;

namespace Dialer.Core.Engine;

/// <summary>Who and what was configured. The lists are in the order in which it was: what is walked through must not depend on hashing.</summary>
internal sealed class Roster(Facts facts)
{
    private readonly Dictionary<int, Trunk> _trunkById = [];
    private readonly Dictionary<int, Queue> _queueById = [];
    private readonly Dictionary<int, Agent> _agentById = [];
    private readonly Dictionary<int, Campaign> _campaignById = [];
    private readonly List<Queue> _queues = [];
    private readonly List<Agent> _agents = [];
    private readonly List<Campaign> _campaigns = [];

    public ReadOnlySpan<Queue> Queues => CollectionsMarshal.AsSpan(_queues);
    public ReadOnlySpan<Agent> Agents => CollectionsMarshal.AsSpan(_agents);
    public ReadOnlySpan<Campaign> Campaigns => CollectionsMarshal.AsSpan(_campaigns);

    public void Add(Trunk trunk) => _trunkById.Add(trunk.Settings.Id.Value, trunk);

    public void Add(Queue queue)
    {
        _queueById.Add(queue.Settings.Id.Value, queue);
        _queues.Add(queue);
    }

    public void Add(Agent agent)
    {
        _agentById.Add(agent.Id.Value, agent);
        _agents.Add(agent);
    }

    public void Add(Campaign campaign)
    {
        _campaignById.Add(campaign.Id.Value, campaign);
        _campaigns.Add(campaign);
    }

    public bool TryGetTrunk(TrunkId id, [NotNullWhen(true)] out Trunk? trunk) => _trunkById.TryGetValue(id.Value, out trunk);

    public bool TryGetQueue(QueueId id, [NotNullWhen(true)] out Queue? queue) => _queueById.TryGetValue(id.Value, out queue);

    public bool TryGetAgent(AgentId id, [NotNullWhen(true)] out Agent? agent) => _agentById.TryGetValue(id.Value, out agent);

    public bool TryGetCampaign(CampaignId id, [NotNullWhen(true)] out Campaign? campaign) => _campaignById.TryGetValue(id.Value, out campaign);

    /// <summary>Null: none has that name.</summary>
    public Queue? QueueNamed(string name) => _queues.Find(queue => queue.Settings.Name == name);

    /// <summary>Null: none has that name.</summary>
    public Campaign? CampaignNamed(string name) => _campaigns.Find(campaign => campaign.Settings.Name == name);

    /// <summary>Null: the command that names it is refused.</summary>
    public Campaign? FindCampaign(CampaignId id)
    {
        if (TryGetCampaign(id, out var campaign))
            return campaign;
        facts.Refuse(id, "no such campaign");
        return null;
    }

    /// <summary>Null: the command that names it is refused.</summary>
    public Agent? FindAgent(AgentId id)
    {
        if (TryGetAgent(id, out var agent))
            return agent;
        facts.Refuse(id, "no such agent");
        return null;
    }
}
