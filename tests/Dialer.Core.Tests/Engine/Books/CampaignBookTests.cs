using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine.Books;

/// <summary>What the engine's books say of a campaign and its agents, and which of the line's measurements count.</summary>
public sealed class CampaignBookTests
{
    [Theory]
    [InlineData("free when the person was known", 0, 1)]
    [InlineData("came later", 1.5, 0)]
    public void The_delay_counts_where_nobody_waited_for_an_agent(string _, double agentAfter, int counted)
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Ratio });
        var first = desk.ReadyAgent(1);
        desk.Start(1);
        if (agentAfter > 0)
            desk.Do(EngineInput.AgentLegDown(first, desk.Last(EngineOutputKind.PlaceAgentCall).Call, 0));
        desk.Answer(desk.LastCall);
        desk.Wait(agentAfter);
        if (agentAfter > 0)
            desk.ReadyAgent(2);
        Assert.Equal(desk.LastCall, desk.Last(EngineOutputKind.BridgeLegs).Call);
        desk.Do(EngineInput.LegsBridged(desk.LastCall, TimeSpan.FromMilliseconds(3)));
        desk.Do(EngineInput.CustomerHeard(desk.LastCall, TimeSpan.FromMilliseconds(18)));
        var books = BooksOf(desk);
        Assert.Equal((counted, counted), (books.AnswerToAgent.Count, books.CustomerHeard.Count));
        Assert.Equal((counted, counted), (desk.Count(EngineOutputKind.AnswerToAgentMeasured), desk.Count(EngineOutputKind.CustomerHeardMeasured)));
    }

    [Fact]
    public void A_retrieved_call_is_not_measured_again()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        for (int bridged = 0; bridged < 2; bridged++)
        {
            desk.Do(EngineInput.LegsBridged(desk.LastCall, TimeSpan.FromMilliseconds(3)));
            desk.Do(EngineInput.CustomerHeard(desk.LastCall, TimeSpan.FromMilliseconds(18)));
        }
        Assert.Equal(1, BooksOf(desk).AnswerToAgent.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(18), desk.Last(EngineOutputKind.CustomerHeardMeasured).SinceAnswer);
    }

    [Fact]
    public void An_attempt_is_counted_where_it_is_from_dialing_to_the_end_of_wrap_up()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        Assert.Equal((1, 0, 0, 1), PlacesOf(desk));
        desk.Answer(desk.LastCall);
        Assert.Equal((0, 1, 0, 1), PlacesOf(desk));
        desk.End(desk.LastCall);
        Assert.Equal((0, 0, 1, 1), PlacesOf(desk));
        desk.Wait(600);
        Assert.Equal((0, 0, 0, 0), PlacesOf(desk));
    }

    [Theory]
    [InlineData(CpaVerdict.LiveVoice, 1, 0)]
    [InlineData(CpaVerdict.Undetermined, 0, 1)]
    [InlineData(CpaVerdict.Silence, 0, 1)]
    public void Who_was_given_an_agent_without_a_live_verdict_was_taken_for_a_person(CpaVerdict verdict, int live, int taken)
    {
        var desk = new Desk(settings => settings with { OnUndetermined = AnswerAction.Agent });
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, verdict);
        var counters = BooksOf(desk).Campaigns[0].Counters;
        Assert.Equal((live, taken, 1), (counters.AnsweredLive, counters.TakenForPeople, counters.Connected));
    }

    [Fact]
    public void A_number_that_was_not_dialed_is_counted_by_why()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Do(EngineInput.AddDoNotCall("+33162000001"));
        desk.Start(1);
        var refusals = BooksOf(desk).Campaigns[0].Counters.Refusals;
        Assert.Equal((1, 0), (refusals.Of(DialRefusal.DoNotCall), refusals.Of(DialRefusal.Holiday)));
    }

    [Fact]
    public void Talk_share_is_talking_over_logged_in_time()
    {
        var desk = new Desk();
        var agent = desk.ReadyAgent(1);
        desk.Wait(10);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        desk.Wait(20);
        desk.End(desk.LastCall);
        desk.Wait(10);
        var books = BooksOf(desk);
        Assert.Equal(AgentState.WrapUp, desk.StateOf(agent));
        Assert.Equal(0.5, books.AgentTimes.TalkShare, 6);
        Assert.Equal((books.Agents[0].Since, books.Agents[0].Interaction), (desk.Engine.Look(agent)!.Value.Since, desk.Engine.Look(agent)!.Value.Interaction));
    }

    private static (int Ringing, int Talking, int WrappingUp, int Open) PlacesOf(Desk desk)
    {
        var campaign = BooksOf(desk).Campaigns[0];
        return (campaign.Ringing, campaign.Talking, campaign.WrappingUp, campaign.Open);
    }

    private static EngineSnapshot BooksOf(Desk desk)
    {
        var books = new EngineSnapshot();
        desk.Engine.Fill(books);
        return books;
    }
}
