using System.Collections.Concurrent;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>
/// A configuration numbers its queues and trunks by their places in the file, for as long as it is read. Here each
/// becomes the number that the store has for its name, so that a file whose entries change places means the same. A name that
/// was asked for once is not asked for again.
/// </summary>
internal sealed class LastingIds(IDialerStore store)
{
    private readonly ConcurrentDictionary<string, CampaignId> _campaigns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, AgentId> _agents = new(StringComparer.Ordinal);
    private (string[] Names, IReadOnlyList<QueueId> Ids) _queues = ([], []);
    private (string[] Names, IReadOnlyList<TrunkId> Ids) _trunks = ([], []);

    public CampaignId Of(CampaignConfig campaign) => _campaigns.GetOrAdd(campaign.Settings.Name, store.EnsureCampaign);

    public AgentId Of(AgentConfig agent) => _agents.GetOrAdd(agent.Name, store.EnsureAgent);

    public DialerConfig In(DialerConfig config)
    {
        string[] queueNames = [.. config.Queues.Select(queue => queue.Settings.Name)], trunkNames = [.. config.Trunks.Select(trunk => trunk.Name)];
        if (!queueNames.SequenceEqual(_queues.Names))
            _queues = (queueNames, store.EnsureQueues(queueNames));
        if (!trunkNames.SequenceEqual(_trunks.Names))
            _trunks = (trunkNames, store.EnsureTrunks(trunkNames));
        var queues = Renumbered(config.Queues.Select(queue => queue.Settings.Id), _queues.Ids);
        var trunks = Renumbered(config.Trunks.Select(trunk => trunk.Id), _trunks.Ids);
        return config with
        {
            Queues = [.. config.Queues.Select(queue => queue with { Settings = queue.Settings with { Id = queues[queue.Settings.Id] } })],
            Trunks = [.. config.Trunks.Select(trunk => In(trunk, trunks))],
            Agents = [.. config.Agents.Select(agent => agent with { Phone = In(agent.Phone, trunks) })],
            Supervisors = config.Supervisors.ToDictionary(supervisor => supervisor.Key, supervisor => In(supervisor.Value, trunks)),
            Campaigns = [.. config.Campaigns.Select(campaign => campaign with { Settings = campaign.Settings with { Queue = queues[campaign.Settings.Queue], Trunk = trunks[campaign.Settings.Trunk] } })],
            Handovers = config.Handovers.Trunk is { } trunk ? config.Handovers with { Trunk = trunks[trunk] } : config.Handovers,
            CallerRules = [.. config.CallerRules.Select(rule => rule.Trunk is { } by ? rule with { Trunk = trunks[by] } : rule)],
        };
    }

    private static Dictionary<T, T> Renumbered<T>(IEnumerable<T> places, IReadOnlyList<T> lasting)
        where T : struct => places.Zip(lasting).ToDictionary(pair => pair.First, pair => pair.Second);

    private static TrunkOptions In(TrunkOptions trunk, Dictionary<TrunkId, TrunkId> trunks) => trunk with
    {
        Id = trunks[trunk.Id],
        Weights = [.. trunk.Weights.Select(share => share with { Trunk = trunks[share.Trunk] })],
        Failover = [.. trunk.Failover.Select(other => trunks[other])],
        Prefixes = [.. trunk.Prefixes.Select(rule => rule with { Trunk = trunks[rule.Trunk] })],
    };

    private static AgentPhone In(AgentPhone phone, Dictionary<TrunkId, TrunkId> trunks) => phone.Via is { } via ? phone with { Via = trunks[via] } : phone;
}
