using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>What the wallboard and the reports read: a copy, so that another thread may look at it.</summary>
internal sealed class Snapshots(Turn turn, Facts facts, Roster roster, Legs legs, Distribution distribution, Conversations conversations)
{
    /// <summary>Fills a snapshot at the engine's present instant. Costs a walk over agents and their campaigns; allocates nothing once it fits.</summary>
    public void Fill(EngineSnapshot snapshot, int congestedOutlets)
    {
        snapshot.At = turn.Now;
        snapshot.Draining = turn.IsDraining;
        snapshot.CongestedOutlets = congestedOutlets;
        snapshot.IgnoredSignals = turn.IgnoredSignals;
        snapshot.AnswerToAgent = LatencyQuantiles.Of(conversations.AnswerToAgent);
        snapshot.CustomerHeard = LatencyQuantiles.Of(conversations.CustomerHeardAfter);
        snapshot.AnswerToAgentSpans = conversations.AnswerToAgent.Spans();
        snapshot.CustomerHeardSpans = conversations.CustomerHeardAfter.Spans();
        FillAgents(snapshot);
        var campaigns = snapshot.TakeCampaigns(roster.Campaigns.Length);
        for (int i = 0; i < campaigns.Length; i++)
            campaigns[i] = SnapshotOf(roster.Campaigns[i]);
        var queues = snapshot.TakeQueues(roster.Queues.Length);
        for (int i = 0; i < queues.Length; i++)
            queues[i] = SnapshotOf(roster.Queues[i]);
    }

    public CallerExplanation? Explain(InteractionId interaction) =>
        legs.TryFind(interaction, out var found) && found.Visit is { } visit ? new CallerExplanation(visit.Way, distribution.Explain(interaction)) : null;

    private void FillAgents(EngineSnapshot snapshot)
    {
        var agents = snapshot.TakeAgents(roster.Agents.Length);
        var states = new CountByState();
        var times = new StateTimes();
        foreach (var campaign in roster.Campaigns)
            campaign.ClearAgents();
        for (int i = 0; i < agents.Length; i++)
        {
            var agent = roster.Agents[i];
            agents[i] = SnapshotOf(agent);
            states.Add(agent.State);
            times.Add(agents[i].Times);
            foreach (var member in agent.Memberships)
                member.Group.Campaign?.AddAgent(agent.State, agents[i].Times);
        }
        snapshot.AgentStates = states;
        snapshot.AgentTimes = times;
    }

    /// <summary>One agent, without the rest.</summary>
    public AgentSnapshot? Of(AgentId agent) => roster.TryGetAgent(agent, out var found) ? SnapshotOf(found) : null;

    private AgentSnapshot SnapshotOf(Agent agent)
    {
        var times = agent.Times;
        times.Add(agent.State, turn.Now - agent.Since);
        var interaction = agent.Interaction;
        var attempt = interaction?.Attempt ?? agent.Reserved;
        return new AgentSnapshot
        {
            Agent = agent.Id,
            Name = agent.Settings.Name,
            State = agent.State,
            Since = agent.Since,
            Reason = agent.IsLeaving ? agent.LeavingReason : agent.Reason,
            Leaving = agent.IsLeaving,
            Call = interaction?.Call ?? attempt?.Call ?? default,
            Interaction = agent.Conversation,
            Campaign = attempt?.Campaign.Id ?? agent.PreviewCampaign?.Id ?? default,
            Lead = attempt?.Lead.Id ?? agent.Preview?.Id ?? default,
            Party = interaction?.Party ?? attempt?.Phone.Number,
            Times = times,
            Calls = agent.Calls,
        };
    }

    private CampaignSnapshot SnapshotOf(Campaign campaign)
    {
        int analysing = campaign.Reserved.Count + campaign.Unreserved.Count;
        return new CampaignSnapshot
        {
            Campaign = campaign.Id,
            Name = campaign.Settings.Name,
            Dialing = DialModeSettings.Of(campaign.Settings),
            Refused = campaign.Refused,
            State = campaign.State,
            Counters = campaign.Counters,
            DialLevel = (double)campaign.InFlightCount / Math.Max(1, campaign.LoggedIn),
            Ringing = campaign.Unanswered,
            Analysing = analysing,
            Waiting = campaign.Group.WaitingCount,
            Talking = campaign.Places.Of(AttemptState.Connected),
            WrappingUp = campaign.Places.Of(AttemptState.WrapUp),
            Open = campaign.Open,
            Hopper = campaign.Hopper.Count + campaign.Promised.Count,
            Agents = campaign.AgentStates,
            Times = campaign.AgentTimes,
            WindowAnswered = campaign.Allowance.Answered,
            WindowAbandoned = campaign.Allowance.Abandoned,
            WindowRate = campaign.Allowance.Rate,
            Pacing = campaign.Pacer is { } pacer ? facts.Explain(campaign, pacer) : null,
        };
    }

    private QueueSnapshot SnapshotOf(Queue queue)
    {
        int waiting = queue.Inbound.WaitingCount;
        var since = distribution.FirstArrival(queue);
        foreach (var campaign in roster.Campaigns)
            if (campaign.Group.Queue == queue)
                waiting += campaign.Group.WaitingCount;
        return new QueueSnapshot
        {
            Queue = queue.Settings.Id,
            Name = queue.Settings.Name,
            Counters = queue.Counters,
            Target = queue.Settings.ServiceLevel,
            Waiting = waiting,
            LongestWait = since == Instant.Never ? TimeSpan.Zero : turn.Now - since,
            Waits = queue.Waits.Times(),
            WaitSpans = queue.Waits.Spans(),
        };
    }
}
