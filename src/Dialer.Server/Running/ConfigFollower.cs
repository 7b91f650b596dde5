using Dialer.Core.Callers;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Configuration;

namespace Dialer.Server.Running;

/// <summary>
/// What a running dialer takes from its configuration read again: by name, entry by entry; who is new or gone waits for a
/// restart. Trunk, queue, prompts and caller id of a campaign stay, for calls in progress hold on to them.
/// </summary>
/// <param name="setup">As the program started.</param>
/// <param name="dialingOf">How a campaign dials at present: a command may have changed it.</param>
internal sealed class ConfigFollower(DialerConfig config, DialerSetup setup, Func<CampaignId, DialModeSettings?> dialingOf)
{
    private static readonly string[] ModeFields = ["mode", "pacer", "ratio", "maxLinesPerAgent", "preview"];

    /// <summary>The lists of campaigns that are there, in the order of the start.</summary>
    public DialerConfig Lists(DialerConfig next) => next with
    {
        Campaigns = [.. config.Campaigns.Select(campaign => campaign with { Lists = Find(next, campaign)?.Lists ?? [] })],
    };

    /// <summary>The way of callers, where it speaks by recordings and comes by trunks and numbers that are there already; else it waits for a restart, whole.</summary>
    public bool FollowsCallers(DialerConfig next) =>
        next.PromptFiles.All(prompt => config.PromptFiles.TryGetValue(prompt.Key, out string? file) && file == prompt.Value)
        && next.CallerRules.All(rule => (rule.Trunk is not { } trunk || TrunkOf(trunk, next) is not null) && rule.Called.All(number => config.CallerRules.Any(known => known.Called.Contains(number))));

    private CallerRule OfRunning(CallerRule rule, DialerConfig next) => rule.Trunk is { } trunk ? rule with { Trunk = TrunkOf(trunk, next) } : rule;

    private TrunkId? TrunkOf(TrunkId place, DialerConfig next) =>
        setup.Trunks.FirstOrDefault(running => running.Name == next.Trunks.First(trunk => trunk.Id == place).Name)?.Id;

    /// <param name="isChanged">Is this path of the file changed?</param>
    public IEnumerable<EngineInput> Inputs(DialerConfig next, Func<string, bool> isChanged)
    {
        bool followsCallers = FollowsCallers(next);
        foreach (var (was, running) in config.Queues.Zip(setup.Queues))
            if (next.Queues.FirstOrDefault(queue => queue.Settings.Name == was.Settings.Name) is { } queue)
                yield return EngineInput.ConfigureQueue(queue.Settings with { Id = running.Id, Music = running.Music, CallBackCampaign = running.CallBackCampaign, Door = followsCallers ? queue.Settings.Door : running.Door with { MaxWaiting = queue.Settings.Door.MaxWaiting } });
        if (followsCallers)
            yield return EngineInput.ConfigureCallers(new CallerPlan(new CallerRules([.. next.CallerRules.Select(rule => OfRunning(rule, next))]), next.Menus));
        foreach (var campaign in Campaigns(next, isChanged))
            yield return EngineInput.ConfigureCampaign(campaign);
        var ids = setup.Campaigns.ToDictionary(campaign => campaign.Name, campaign => campaign.Id);
        var queues = setup.Queues.ToDictionary(queue => queue.Name, queue => queue.Id);
        foreach (var running in setup.Agents)
            if (next.Agents.FirstOrDefault(agent => agent.Name == running.Name) is { } agent)
                yield return EngineInput.ConfigureAgent(running with { Skills = agent.Skills, Preferences = DialerSetup.PreferencesOf(agent, queues), Campaigns = [.. agent.Campaigns.Where(ids.ContainsKey).Select(name => ids[name])] });
    }

    public IEnumerable<CampaignSettings> Campaigns(DialerConfig next, Func<string, bool> isChanged)
    {
        foreach (var (was, running) in config.Campaigns.Zip(setup.Campaigns))
            if (Find(next, was) is { } found)
                yield return Follow(found.Settings, running, ModeFields.Any(field => isChanged($"campaigns[{running.Name}].{field}")));
    }

    private CampaignSettings Follow(CampaignSettings next, CampaignSettings running, bool modeChanged)
    {
        var followed = next with
        {
            Id = running.Id,
            Trunk = running.Trunk,
            Queue = running.Queue,
            Analysis = running.Analysis,
            Announcement = running.Announcement,
            Message = running.Message,
            CallerId = running.CallerId,
        };
        if (modeChanged || dialingOf(running.Id) is not { } dialing)
            return followed;
        return followed with
        {
            Mode = dialing.Mode,
            Pacer = dialing.Pacer,
            Ratio = dialing.Ratio,
            MaxLinesPerAgent = dialing.MaxLinesPerAgent,
            PreviewLimit = dialing.PreviewLimit,
            PreviewTimeOut = dialing.PreviewTimeOut,
        };
    }

    private static CampaignConfig? Find(DialerConfig next, CampaignConfig campaign) =>
        next.Campaigns.FirstOrDefault(other => other.Settings.Name == campaign.Settings.Name);
}
