using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>Settings: who exists, and who may serve whom. Rare, so that it may walk through all; calls in progress go on under what they began with.</summary>
internal sealed class Configuring(Func<string, IPacer?> pacers, Turn turn, Facts facts, Roster roster, Legs legs, Moments moments, DialGate gate, Supply supply, LeadSupply leads, Refusals refusals, RunningCampaigns running, Distribution distribution)
{
    public void ConfigureTrunk(TrunkSettings settings)
    {
        if (roster.TryGetTrunk(settings.Id, out var trunk))
            trunk.Configure(settings);
        else
            roster.Add(new Trunk(settings));
    }

    public void ConfigureQueue(QueueSettings settings)
    {
        if (roster.TryGetQueue(settings.Id, out var queue))
            queue.Settings = settings;
        else
        {
            queue = new Queue(settings);
            roster.Add(queue);
        }
        distribution.Configure(queue);
        supply.RebuildMemberships();
    }

    public void ConfigureAgent(AgentSettings settings)
    {
        if (roster.TryGetAgent(settings.Id, out var agent))
            agent.Settings = settings;
        else
        {
            agent = new Agent(settings);
            roster.Add(agent);
        }
        supply.RebuildMemberships(agent);
        supply.TellAgentsChanged(agent);
    }

    public void ConfigureCampaign(CampaignSettings settings)
    {
        if (!roster.TryGetTrunk(settings.Trunk, out var trunk))
            facts.Refuse(settings.Id, "the campaign's trunk is not known");
        else if (!roster.TryGetQueue(settings.Queue, out var queue))
            facts.Refuse(settings.Id, "the campaign's queue is not known");
        else if (PolicyOf(settings) is { } policy && pacers(policy) is null)
            facts.Refuse(settings.Id, "the campaign's pacer is not known");
        else if (roster.TryGetCampaign(settings.Id, out var campaign))
            Reconfigure(campaign, settings, queue);
        else
            AddCampaign(settings, trunk, queue);
    }

    private void AddCampaign(CampaignSettings settings, Trunk trunk, Queue queue)
    {
        var campaign = new Campaign(settings, trunk, queue, PolicyOf(settings) is { } policy ? pacers(policy) : null);
        roster.Add(campaign);
        trunk.Campaigns.Add(campaign);
        ConfigureGate(settings);
        supply.RebuildMemberships();
    }

    /// <summary>The first rule that counts calls counts those that are in flight already.</summary>
    private void ConfigureGate(CampaignSettings settings)
    {
        bool remembered = gate.RemembersCalls;
        gate.Configure(settings);
        if (remembered || !gate.RemembersCalls)
            return;
        for (int i = 0; i < legs.OpenAttempts.Count; i++)
            gate.AttemptStarted(legs.OpenAttempts[i].Campaign.Settings, legs.OpenAttempts[i].Phone.Number, legs.OpenAttempts[i].StartedAt, legs.OpenAttempts[i].Lead.Person);
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
            refusals.TrustTrunks(campaign);
        campaign.Group.Queue = queue;

        // What the old rules said of leads is gone from the store with them.
        leads.AskBy(campaign, turn.Now);
        supply.RebuildMemberships();
        moments.Touch(campaign);
    }

    /// <summary>
    /// A campaign's mode, while it runs. New calls follow it at once. A call in flight ends as it was begun: who was
    /// dialed for an agent gets one or counts as abandoned, who was dialed for the prompt hears the prompt.
    /// </summary>
    public void ChangeDialMode(CampaignId id, DialModeChange change)
    {
        if (roster.FindCampaign(id) is not { } campaign)
            return;
        var old = campaign.Settings;
        var settings = change.ApplyTo(old);
        if (turn.IsDraining)
            facts.Refuse(id, "the dialer is draining");
        else if (settings.Mode == DialMode.Agentless && settings.Message is null)
            facts.Refuse(id, "agentless plays the campaign's message, and it has none");
        else if (PolicyOf(settings) is { } policy && pacers(policy) is null)
            facts.Refuse(id, "the campaign's pacer is not known");
        else if (settings != old)
        {
            campaign.Settings = settings;
            facts.EmitDialMode(campaign);
            DialAs(campaign, old);
        }
    }

    /// <summary>Another policy begins with a fresh pacer. Leads that the new mode does not dial go back, and those that it does are asked for.</summary>
    private void DialAs(Campaign campaign, CampaignSettings old)
    {
        var settings = campaign.Settings;
        if (PolicyOf(old) != PolicyOf(settings))
            campaign.Pacer = PolicyOf(settings) is { } policy ? pacers(policy) : null;
        if (old.Mode != DialMode.Callback && settings.Mode == DialMode.Callback)
        {
            leads.EmptyHopper(campaign, LeadSupply.OtherMode);
            leads.AskBy(campaign, turn.Now);
        }
        else if (old.Mode == DialMode.Callback && settings.Mode != DialMode.Callback)
            running.AskAnew(campaign);
        moments.Touch(campaign);
    }

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

    public void RestoreLeadModel(CampaignId id, LeadModelState state)
    {
        if (roster.FindCampaign(id) is { Model.KnownDials: 0 } campaign)
            campaign.Model.Restore(state);
    }

    public void RestoreAbandonHistory(CampaignId id, AbandonHistory history)
    {
        if (roster.FindCampaign(id) is { } campaign)
            campaign.Allowance.Restore(history, turn.Now);
    }
}
