using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>
/// The configuration as the engine and the line take it: names have become the store's ids, which stay the same from
/// run to run.
/// </summary>
public sealed record DialerSetup
{
    public required IReadOnlyList<TrunkSettings> Trunks { get; init; }
    public required IReadOnlyList<QueueSettings> Queues { get; init; }
    public required IReadOnlyList<AgentSettings> Agents { get; init; }
    public required IReadOnlyList<CampaignSettings> Campaigns { get; init; }

    /// <summary>The way of callers.</summary>
    public required CallerPlan Callers { get; init; }

    /// <summary>What agents may do with people beside speaking.</summary>
    public HandoverSettings Handovers { get; init; } = HandoverSettings.Default;

    /// <summary>Those that dial as soon as the program runs.</summary>
    public required IReadOnlyList<CampaignId> ToStart { get; init; }

    /// <summary>Those whose phones are called as soon as the program runs.</summary>
    public required IReadOnlyList<AgentId> ToLogIn { get; init; }
    public required TelephoneLineOptions Line { get; init; }

    public static DialerSetup From(DialerConfig config, IDialerStore store) => From(config, new LastingIds(store));

    internal static DialerSetup From(DialerConfig config, LastingIds ids)
    {
        config = ids.In(config);
        var campaigns = config.Campaigns.ToDictionary(campaign => campaign.Settings.Name, campaign => ids.Of(campaign));
        var agents = config.Agents.ToDictionary(agent => agent.Name, agent => ids.Of(agent));
        var queues = config.Queues.ToDictionary(queue => queue.Settings.Name, queue => queue.Settings.Id);
        return new DialerSetup
        {
            Trunks = [.. config.Trunks.Select(trunk => SettingsOf(trunk, config.Trunks))],
            Queues = [.. config.Queues.Select(queue => queue.Settings with { CallBackCampaign = queue.CallBackCampaign is { } name ? campaigns[name] : null })],
            Agents = [.. config.Agents.Select(agent => new AgentSettings(agents[agent.Name], agent.Name, agent.Skills, [.. agent.Campaigns.Select(name => campaigns[name])]) { Phone = AgentSections.KeyOf(agent.Phone), Preferences = PreferencesOf(agent, queues), Ceilings = agent.Ceilings, Channels = agent.Channels, FinishesWrittenWork = agent.FinishesWrittenWork })],
            Campaigns = [.. config.Campaigns.Select(campaign => campaign.Settings with { Id = campaigns[campaign.Settings.Name] })],
            Callers = new CallerPlan(new CallerRules(config.CallerRules), config.Menus),
            Handovers = config.Handovers,
            ToStart = [.. config.Campaigns.Where(campaign => campaign.Start).Select(campaign => campaigns[campaign.Settings.Name])],
            ToLogIn = [.. config.Agents.Where(agent => agent.LogIn).Select(agent => agents[agent.Name])],
            Line = LineOf(config, name => campaigns[name], name => agents[name]),
        };
    }

    /// <summary>What the line is made of, but for the store's numbers: what a line cannot do of it can be told without a store.</summary>
    public static TelephoneLineOptions LineOf(DialerConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        var campaigns = config.Campaigns.Select((campaign, place) => (campaign.Settings.Name, Id: new CampaignId(place + 1))).ToDictionary(each => each.Name, each => each.Id);
        var agents = config.Agents.Select((agent, place) => (agent.Name, Id: new AgentId(place + 1))).ToDictionary(each => each.Name, each => each.Id);
        return LineOf(config, name => campaigns[name], name => agents[name]);
    }

    private static TelephoneLineOptions LineOf(DialerConfig config, Func<string, CampaignId> campaignOf, Func<string, AgentId> agentOf) => new()
    {
        BindAddress = config.Sip.Bind,
        SipPort = config.Sip.Port,
        AdvertisedAddress = config.Sip.Advertise,
        ListenTcp = config.Sip.Tcp,
        TlsPort = config.Sip.TlsPort,
        WebSocketPort = config.Sip.WebSocketPort,
        SecureWebSocketPort = config.Sip.SecureWebSocketPort,
        Tls = config.Sip.Tls,
        Registrar = RegistrarOf(config),
        Hosts = config.Sip.Hosts,
        DnsServers = config.Sip.DnsServers,
        FirstMediaPort = config.Sip.FirstMediaPort,
        LastMediaPort = config.Sip.LastMediaPort,
        Trunks = config.Trunks,
        AgentPhones = config.Agents.ToDictionary(agent => agentOf(agent.Name), agent => agent.Phone),
        ServedNumbers = [.. from rule in config.CallerRules from number in rule.Called from trunk in config.Trunks where rule.Trunk is null || rule.Trunk == trunk.Id select new ServedNumber(trunk.Id, number)],
        MailboxFolder = Path.Combine(config.Media.RecordingDirectory, "mailboxes"),
        CallerIds = config.Campaigns.ToDictionary(campaign => campaignOf(campaign.Settings.Name), campaign => campaign.CallerIds),
        Analysis = config.Campaigns.ToDictionary(campaign => campaignOf(campaign.Settings.Name), campaign => campaign.CallProgress),
        PromptFiles = config.PromptFiles,
        Prompts = config.Prompts,
        PhonesMayTransfer = config.Handovers.FromPhones,
        Supervisors = config.Supervisors,
        Recording = config.Campaigns.Where(campaign => campaign.Recording is not null).ToDictionary(campaign => campaignOf(campaign.Settings.Name), campaign => campaign.Recording!),
        QueueRecording = config.Queues.Where(queue => queue.Recording is not null).ToDictionary(queue => queue.Settings.Id, queue => queue.Recording!),
        ReviewClips = config.Campaigns.Where(campaign => campaign.ReviewClips is not null).ToDictionary(campaign => campaignOf(campaign.Settings.Name), campaign => campaign.ReviewClips!),
        ReviewClipsFolder = config.Media.ReviewClipDirectory,
        MediaTransport = config.Media.Transport,
        MediaLostAfter = config.Media.LostAfter,
        AgentSilentAfter = config.Media.AgentSilentAfter,
        AgentReportsBelievedFor = config.Media.AgentReportsBelievedFor,
    };

    /// <param name="queues">By name; those that are not among them are left out.</param>
    public static IReadOnlyList<QueuePreference> PreferencesOf(AgentConfig agent, IReadOnlyDictionary<string, QueueId> queues) =>
        [.. agent.Prefers.Where(each => queues.ContainsKey(each.Key)).Select(each => new QueuePreference(queues[each.Key], each.Value))];

    /// <summary>A trunk whose calls are shared by others has the room of all of them.</summary>
    private static TrunkSettings SettingsOf(TrunkOptions trunk, IReadOnlyList<TrunkOptions> all)
    {
        TrunkOptions[] sharing = trunk.Weights.Count == 0 ? [trunk] : [.. all.Where(other => trunk.Weights.Any(share => share.Trunk == other.Id))];
        return new TrunkSettings(trunk.Id, trunk.Name, sharing.Sum(each => each.Channels), sharing.Sum(each => each.CallsPerSecond))
        {
            Failover = [.. trunk.Failover.Concat(trunk.Weights.OrderByDescending(share => share.Weight).Select(share => share.Trunk)).Where(other => other != trunk.Id).Distinct()],
        };
    }

    private static SipRegistrarOptions? RegistrarOf(DialerConfig config)
    {
        if (config.Sip.RegistrarRealm is not { } realm)
            return null;
        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var agent in config.Agents)
            if (agent.PhonePassword is { } password && agent.Phone.User is { } user)
                users[user] = password;

        // A phone is there to be called: what it dials itself is refused like any stranger's call.
        return new SipRegistrarOptions { Realm = realm, Users = users, AuthenticateCalls = false };
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
        yield return EngineInput.ConfigureCallers(Callers);
        yield return EngineInput.ConfigureHandovers(Handovers);
        foreach (var agent in Agents)
            yield return EngineInput.ConfigureAgent(agent);
    }
}
