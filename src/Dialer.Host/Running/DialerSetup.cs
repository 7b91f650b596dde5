using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Routing;
using Dialer.Host.Configuration;
using Dialer.Host.Storage;
using Dialer.Sip.Calls;

namespace Dialer.Host.Running;

/// <summary>
/// The configuration as the engine and the line take it: names have become the store's ids, which stay the same from
/// run to run.
/// </summary>
internal sealed record DialerSetup
{
    public required IReadOnlyList<TrunkSettings> Trunks { get; init; }
    public required IReadOnlyList<QueueSettings> Queues { get; init; }
    public required IReadOnlyList<AgentSettings> Agents { get; init; }
    public required IReadOnlyList<CampaignSettings> Campaigns { get; init; }

    /// <summary>Those that dial as soon as the program runs.</summary>
    public required IReadOnlyList<CampaignId> ToStart { get; init; }

    /// <summary>Those whose phones are called as soon as the program runs.</summary>
    public required IReadOnlyList<AgentId> ToLogIn { get; init; }
    public required TelephoneLineOptions Line { get; init; }

    public static DialerSetup From(DialerConfig config, IDialerStore store)
    {
        var campaigns = config.Campaigns.ToDictionary(campaign => campaign.Settings.Name, campaign => store.EnsureCampaign(campaign.Settings.Name));
        var agents = config.Agents.ToDictionary(agent => agent.Name, agent => store.EnsureAgent(agent.Name));
        return new DialerSetup
        {
            Trunks = [.. config.Trunks.Select(trunk => new TrunkSettings(trunk.Id, trunk.Name, trunk.Channels, trunk.CallsPerSecond))],
            Queues = config.Queues,
            Agents = [.. config.Agents.Select(agent => new AgentSettings(agents[agent.Name], agent.Name, agent.Skills, [.. agent.Campaigns.Select(name => campaigns[name])]))],
            Campaigns = [.. config.Campaigns.Select(campaign => campaign.Settings with { Id = campaigns[campaign.Settings.Name] })],
            ToStart = [.. config.Campaigns.Where(campaign => campaign.Start).Select(campaign => campaigns[campaign.Settings.Name])],
            ToLogIn = [.. config.Agents.Where(agent => agent.LogIn).Select(agent => agents[agent.Name])],
            Line = new TelephoneLineOptions
            {
                BindAddress = config.Sip.Bind,
                SipPort = config.Sip.Port,
                AdvertisedAddress = config.Sip.Advertise,
                FirstMediaPort = config.Sip.FirstMediaPort,
                LastMediaPort = config.Sip.LastMediaPort,
                Trunks = config.Trunks,
                AgentPhones = config.Agents.ToDictionary(agent => agents[agent.Name], agent => agent.Phone),
                InboundRoutes = config.InboundRoutes,
                PromptFiles = config.PromptFiles,
                Supervisors = config.Supervisors,
                Recording = config.Campaigns.Where(campaign => campaign.Recording is not null).ToDictionary(campaign => campaigns[campaign.Settings.Name], campaign => campaign.Recording!),
                MediaTransport = config.Media.Transport,
                MediaLostAfter = config.Media.LostAfter,
            },
        };
    }

    /// <summary>Everything that the engine must know before it is asked to do anything, in order.</summary>
    public IEnumerable<EngineInput> Configuration()
    {
        foreach (var trunk in Trunks)
            yield return EngineInput.ConfigureTrunk(trunk);
        foreach (var queue in Queues)
            yield return EngineInput.ConfigureQueue(queue);
        foreach (var campaign in Campaigns)
            yield return EngineInput.ConfigureCampaign(campaign);
        foreach (var agent in Agents)
            yield return EngineInput.ConfigureAgent(agent);
    }
}
