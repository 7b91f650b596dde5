using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Server.Business;

namespace Dialer.Server.Running;

/// <summary>What the engine is told where a running dialer's configuration changes: who is new, other than before, or gone, and nobody else.</summary>
/// <param name="before">As it counted until now.</param>
/// <param name="dialingOf">How a campaign dials at present, where a command changed it.</param>
internal sealed class SetupChange(DialerSetup before, DialerSetup after, IReadOnlyList<BusinessChange> changes, Func<CampaignId, DialModeSettings?> dialingOf)
{
    /// <summary>As it counts from now on; how campaigns dial by command stays, but where the change says otherwise.</summary>
    public DialerSetup After { get; } = after with { Campaigns = [.. after.Campaigns.Select(campaign => Dialing(campaign, before.Campaigns.FirstOrDefault(was => was.Id == campaign.Id), dialingOf(campaign.Id)))] };

    public IReadOnlyList<CampaignSettings> ChangedCampaigns =>
        [.. After.Campaigns.Where(campaign => Told(BusinessKind.Campaign, campaign.Name) || before.Campaigns.FirstOrDefault(was => was.Id == campaign.Id) is not { } was || (was.Trunk, was.Queue) != (campaign.Trunk, campaign.Queue))];

    /// <summary>Campaigns that were not there and dial as soon as they are.</summary>
    public IReadOnlyList<CampaignId> ToStart => [.. After.ToStart.Except(before.Campaigns.Select(campaign => campaign.Id))];

    public IReadOnlyList<AgentId> ToLogIn => [.. After.ToLogIn.Except(before.Agents.Select(agent => agent.Id))];

    public IReadOnlyList<CampaignId> GoneCampaigns => [.. before.Campaigns.Select(campaign => campaign.Id).Except(After.Campaigns.Select(campaign => campaign.Id))];

    public IReadOnlyList<AgentId> GoneAgents => [.. before.Agents.Select(agent => agent.Id).Except(After.Agents.Select(agent => agent.Id))];

    public IReadOnlyList<CampaignSettings> NewCampaigns => [.. After.Campaigns.Where(campaign => before.Campaigns.All(was => was.Id != campaign.Id))];

    /// <summary>In the order in which they need each other; who is new is started and logged in by the caller, after what else a start needs.</summary>
    public IEnumerable<EngineInput> Inputs()
    {
        bool hoursChanged = Told(BusinessKind.OpeningHours), groupsChanged = Told(BusinessKind.QueueGroup);
        foreach (var queue in After.Queues)
            if (hoursChanged || groupsChanged || Told(BusinessKind.Queue, queue.Name) || before.Queues.FirstOrDefault(was => was.Id == queue.Id) is not { } was || was.CallBackCampaign != queue.CallBackCampaign)
                yield return EngineInput.ConfigureQueue(queue);
        foreach (var campaign in ChangedCampaigns)
            yield return EngineInput.ConfigureCampaign(campaign);
        if (hoursChanged || Told(BusinessKind.Route) || Told(BusinessKind.Menu))
            yield return EngineInput.ConfigureCallers(After.Callers);
        foreach (var agent in After.Agents)
            if (before.Agents.FirstOrDefault(was => was.Id == agent.Id) is not { } was || !IsSame(was, agent))
                yield return EngineInput.ConfigureAgent(agent);
        foreach (var campaign in GoneCampaigns)
            yield return EngineInput.StopCampaign(campaign);
        foreach (var agent in GoneAgents)
        {
            // Nobody new is given to it while its last conversation goes on.
            yield return EngineInput.ConfigureAgent(before.Agents.First(was => was.Id == agent) with { Skills = [], Campaigns = [] });
            yield return EngineInput.AgentLogOut(agent);
        }
    }

    private bool Told(BusinessKind kind, string? name = null) => changes.Any(change => change.Kind == kind && (name is null || change.Name == name));

    private static bool IsSame(AgentSettings one, AgentSettings other) =>
        one.Skills.SequenceEqual(other.Skills) && one.Campaigns.SequenceEqual(other.Campaigns) && one.Preferences.SequenceEqual(other.Preferences) && one.Channels.SequenceEqual(other.Channels)
        && one with { Skills = other.Skills, Campaigns = other.Campaigns, Preferences = other.Preferences, Channels = other.Channels } == other;

    private static CampaignSettings Dialing(CampaignSettings next, CampaignSettings? was, DialModeSettings? command)
    {
        if (was is null || command is not { } dialing || DialModeSettings.Of(next) != DialModeSettings.Of(was))
            return next;
        return next with
        {
            Mode = dialing.Mode,
            Pacer = dialing.Pacer,
            Ratio = dialing.Ratio,
            MaxLinesPerAgent = dialing.MaxLinesPerAgent,
            PreviewLimit = dialing.PreviewLimit,
            PreviewTimeOut = dialing.PreviewTimeOut,
        };
    }
}
