using Dialer.Core.Agents;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Books;
using Dialer.Core.Ids;
using Dialer.Server.Configuration;

namespace Dialer.Server.Monitoring;

/// <summary>The engine's books, for people and programs outside.</summary>
internal static class Board
{
    public static WallboardView Of(EngineSnapshot books, TrunkBoard trunks)
    {
        var campaigns = new List<CampaignRow>(books.Campaigns.Count);
        foreach (var campaign in books.Campaigns)
            campaigns.Add(Of(campaign, trunks));
        campaigns.Sort((one, other) => one.Id.CompareTo(other.Id));
        var agents = new List<AgentRow>(books.Agents.Count);
        foreach (var agent in books.Agents)
            agents.Add(Of(agent));
        agents.Sort((one, other) => one.Id.CompareTo(other.Id));
        var states = books.AgentStates;
        return new WallboardView(
            books.At.ToDateTimeOffset(),
            campaigns,
            agents,
            Queues(books),
            trunks.Rows(),
            Enum.GetValues<AgentState>().ToDictionary(Words.Word, state => states.Of(state)),
            books.AgentTimes.TalkShare,
            Of(books.CustomerHeard),
            Of(books.AnswerToAgent),
            books.Draining);
    }

    private static List<QueueRow> Queues(EngineSnapshot books)
    {
        var rows = new List<QueueRow>(books.Queues.Count);
        foreach (var queue in books.Queues)
            rows.Add(Of(queue));
        rows.Sort((one, other) => one.Id.CompareTo(other.Id));
        return rows;
    }

    public static CampaignRow Of(in CampaignSnapshot campaign, TrunkBoard trunks)
    {
        var counters = campaign.Counters;
        return new CampaignRow
        {
            Id = campaign.Campaign.Value,
            Name = campaign.Name,
            State = Words.Word(campaign.State),
            Why = campaign.Refused is { } refused ? RefusalText.Of(refused, trunks.NameOf) : null,
            Dialing = DialModeView.Of(campaign.Dialing),
            Ringing = campaign.Ringing,
            Answering = campaign.Open - campaign.Ringing - campaign.Talking - campaign.WrappingUp,
            Talking = campaign.Talking,
            Attempts = counters.Attempts,
            Closed = counters.Closed,
            AnsweredLive = counters.AnsweredLive + counters.TakenForPeople - counters.Revoked,
            Machines = counters.Machines + counters.Revoked,
            Connected = counters.Connected,
            Abandoned = counters.Abandoned,
            Results = Enum.GetValues<CallResult>().Where(result => counters.Results.Of(result) > 0).ToDictionary(result => result.ToString(), result => counters.Results.Of(result)),
            Refusals = Enum.GetValues<DialRefusal>().Where(refusal => counters.Refusals.Of(refusal) > 0).ToDictionary(Words.Word, refusal => counters.Refusals.Of(refusal)),
            Pacing = campaign.Pacing,
        };
    }

    public static AgentRow Of(AgentSnapshot agent) => new()
    {
        Id = agent.Agent.Value,
        Name = agent.Name,
        State = agent.State,
        Since = agent.Since.ToDateTimeOffset(),
        Reason = agent.Reason,
        Campaign = agent.Campaign.Value,
        Lead = agent.Lead.Value,
        Call = agent.Call.Value,
        Interaction = agent.Interaction.Value,
        Party = agent.Party,
        Conversations = (int)agent.Calls,
        SecondsByState = Enum.GetValues<AgentState>().ToDictionary(Words.Word, state => Math.Round(agent.Times.Of(state).TotalSeconds, 1)),
    };

    private static QueueRow Of(in QueueSnapshot queue) => new()
    {
        Id = queue.Queue.Value,
        Name = queue.Name,
        Waiting = queue.Waiting,
        LongestWaitSeconds = Seconds(queue.LongestWait),
        Offered = queue.Counters.Offered,
        Answered = queue.Counters.Answered,
        Abandoned = queue.Counters.Abandoned,
        HungUp = queue.Counters.HungUpInQueue,
        Refused = queue.Counters.Refused,
        ServiceLevel = Math.Round(queue.Counters.ServiceLevel, 4),
        TargetSeconds = Seconds(queue.Target),
        WaitSeconds = new WaitView(Seconds(queue.Waits.Mean), Seconds(queue.Waits.P50), Seconds(queue.Waits.P95), Seconds(queue.Waits.P99), Seconds(queue.Waits.Longest)),
    };

    private static double Seconds(TimeSpan span) => Math.Round(span.TotalSeconds, 3);

    private static LatencyView Of(in LatencyQuantiles quantiles) => quantiles.Count == 0
        ? new LatencyView(null, null, null, 0)
        : new LatencyView(Milliseconds(quantiles.P50), Milliseconds(quantiles.P95), Milliseconds(quantiles.P99), (int)Math.Min(quantiles.Count, int.MaxValue));

    private static double Milliseconds(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);
}
