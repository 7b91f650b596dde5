using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Settings: who exists, and who may serve whom. Rare, so that it may walk through all; calls in progress go on under what they began with.</summary>
public sealed partial class DialerEngine
{
    private void ConfigureTrunk(TrunkSettings settings)
    {
        if (_trunks.TryGetValue(settings.Id.Value, out var trunk))
            trunk.Configure(settings);
        else
            _trunks.Add(settings.Id.Value, new Trunk(settings));
    }

    private void ConfigureQueue(QueueSettings settings)
    {
        if (_queues.TryGetValue(settings.Id.Value, out var queue))
            queue.Settings = settings;
        else
        {
            queue = new Queue(settings);
            _queues.Add(settings.Id.Value, queue);
            _queueList.Add(queue);
        }
        RebuildMemberships();
    }

    private void ConfigureAgent(AgentSettings settings)
    {
        if (_agents.TryGetValue(settings.Id.Value, out var agent))
            agent.Settings = settings;
        else
        {
            agent = new Agent(settings);
            _agents.Add(settings.Id.Value, agent);
            _agentList.Add(agent);
        }
        RebuildMemberships(agent);
        TellAgentsChanged(agent);
    }

    private void ConfigureCampaign(CampaignSettings settings)
    {
        if (!_trunks.TryGetValue(settings.Trunk.Value, out var trunk))
            Refuse(settings.Id, "the campaign's trunk is not known");
        else if (!_queues.TryGetValue(settings.Queue.Value, out var queue))
            Refuse(settings.Id, "the campaign's queue is not known");
        else if (PolicyOf(settings) is { } policy && Options.Pacers(policy) is null)
            Refuse(settings.Id, "the campaign's pacer is not known");
        else if (_campaigns.TryGetValue(settings.Id.Value, out var campaign))
            Reconfigure(campaign, settings, queue);
        else
            AddCampaign(settings, trunk, queue);
    }

    private void AddCampaign(CampaignSettings settings, Trunk trunk, Queue queue)
    {
        var campaign = new Campaign(settings, trunk, queue, PolicyOf(settings) is { } policy ? Options.Pacers(policy) : null);
        _campaigns.Add(settings.Id.Value, campaign);
        _campaignList.Add(campaign);
        trunk.Campaigns.Add(campaign);
        ConfigureGate(settings);
        RebuildMemberships();
    }

    /// <summary>The first rule that counts calls counts those that are in flight already.</summary>
    private void ConfigureGate(CampaignSettings settings)
    {
        bool remembered = _gate.RemembersCalls;
        _gate.Configure(settings);
        if (remembered || !_gate.RemembersCalls)
            return;
        foreach (var attempt in _openAttempts)
            _gate.AttemptStarted(attempt.Campaign.Settings, attempt.Phone.Number, attempt.StartedAt);
    }

    /// <summary>The abandon window is kept unless its rule changed.</summary>
    private void Reconfigure(Campaign campaign, CampaignSettings settings, Queue queue)
    {
        var old = campaign.Settings;
        campaign.Settings = settings;
        campaign.DialingEndsKnownUntil = Instant.Epoch;
        ConfigureGate(settings);
        DialAs(campaign, old);
        if (old.Abandon != settings.Abandon || !old.TimeZone.Equals(settings.TimeZone))
            campaign.Allowance = new AbandonAllowance(settings.Abandon, settings.TimeZone);
        if (old.Trunk != settings.Trunk)
            TrustTrunks(campaign);
        campaign.Group.Queue = queue;

        // What the old rules said of leads is gone from the store with them.
        AskBy(campaign, _now);
        RebuildMemberships();
        Touch(campaign);
    }

    /// <summary>
    /// A campaign's mode, while it runs. New calls follow it at once. A call in flight ends as it was begun: who was
    /// dialed for an agent gets one or counts as abandoned, who was dialed for the prompt hears the prompt.
    /// </summary>
    private void ChangeDialMode(CampaignId id, DialModeChange change)
    {
        if (FindCampaign(id) is not { } campaign)
            return;
        var old = campaign.Settings;
        var settings = change.ApplyTo(old);
        if (_draining)
            Refuse(id, "the dialer is draining");
        else if (settings.Mode == DialMode.Agentless && settings.Message is null)
            Refuse(id, "agentless plays the campaign's message, and it has none");
        else if (PolicyOf(settings) is { } policy && Options.Pacers(policy) is null)
            Refuse(id, "the campaign's pacer is not known");
        else if (settings != old)
        {
            campaign.Settings = settings;
            EmitDialMode(campaign);
            DialAs(campaign, old);
        }
    }

    /// <summary>Another policy begins with a fresh pacer. Leads that the new mode does not dial go back, and those that it does are asked for.</summary>
    private void DialAs(Campaign campaign, CampaignSettings old)
    {
        var settings = campaign.Settings;
        if (PolicyOf(old) != PolicyOf(settings))
            campaign.Pacer = PolicyOf(settings) is { } policy ? Options.Pacers(policy) : null;
        if (old.Mode != DialMode.Callback && settings.Mode == DialMode.Callback)
        {
            EmptyHopper(campaign, OtherMode);
            AskBy(campaign, _now);
        }
        else if (old.Mode == DialMode.Callback && settings.Mode != DialMode.Callback)
            AskAnew(campaign);
        Touch(campaign);
    }

    private const string OtherMode = "dial mode changed";

    /// <summary>The pacing policy that a mode uses; null where no agent is waited for by anybody but the agent (preview), or none is needed (agentless).</summary>
    private static string? PolicyOf(CampaignSettings settings) => settings.Mode switch
    {
        DialMode.Preview => null,
        DialMode.Progressive => "progressive",
        DialMode.Ratio => "ratio",
        DialMode.Predictive => settings.Pacer,
        DialMode.Agentless => null,
        DialMode.Callback => "progressive",
    };

    private void RestoreAbandonHistory(CampaignId id, AbandonHistory history)
    {
        if (FindCampaign(id) is { } campaign)
            campaign.Allowance.Restore(history, _now);
    }

    private void RebuildMemberships()
    {
        foreach (var agent in _agentList)
            RebuildMemberships(agent);
    }

    private void RebuildMemberships(Agent agent)
    {
        Unbook(agent);
        foreach (var member in agent.Memberships)
            member.Group.RemoveReady(member);
        var members = new List<Membership>();
        foreach (var campaign in _campaignList)
            AddMembership(members, agent, campaign.Group);
        foreach (var queue in _queueList)
            AddMembership(members, agent, queue.Inbound);
        agent.Memberships = [.. members];
        if (agent.State == AgentState.Ready)
            foreach (var member in agent.Memberships)
                member.Group.AddReady(member, nearFront: false);
        agent.Serves = ChooseCampaign(agent);
        Book(agent);
    }

    private static void AddMembership(List<Membership> members, Agent agent, ServiceGroup group)
    {
        int proficiency = group.ProficiencyOf(agent.Settings);
        if (proficiency >= 0)
            members.Add(new Membership(agent, group, proficiency));
    }

    private Campaign? FindCampaign(CampaignId id)
    {
        if (_campaigns.TryGetValue(id.Value, out var campaign))
            return campaign;
        Refuse(id, "no such campaign");
        return null;
    }

    private Agent? FindAgent(AgentId id)
    {
        if (_agents.TryGetValue(id.Value, out var agent))
            return agent;
        Refuse(id, "no such agent");
        return null;
    }
}
