using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>A trunk that refuses everything: how much of the list it costs, and what is done.</summary>
public sealed class RefusalPatternTests
{
    private static readonly TrunkId Spare = new(2);
    private readonly Dictionary<CallId, TrunkId> _out = [];
    private int _seen;

    /// <summary>Plays the network for a while: each call that is out is answered as the trunk by which it went does.</summary>
    private void Play(Desk desk, Func<TrunkId, int> answer, int turns = 200, double latencySeconds = 0.05, int cause = 0)
    {
        for (int turn = 0; turn < turns; turn++)
        {
            for (; _seen < desk.Seen.Count; _seen++)
                if (desk.Seen[_seen] is { Kind: EngineOutputKind.PlaceCall } placed)
                    _out.Add(placed.Call, placed.Trunk);
            var ready = _out.ToArray();
            desk.Wait(latencySeconds);
            foreach (var (call, trunk) in ready)
            {
                int status = answer(trunk);
                if (status < 300)
                    desk.Do(EngineInput.CallRinging(call));
                _out.Remove(call);
                desk.Do(EngineInput.CallEnded(call, status < 300 ? CallResult.NoAnswer : ResultOf(status), EndedBy.Network, status < 300 ? 480 : status, cause, false, "No", "by order"));
            }
        }
    }

    private static CallResult ResultOf(int status) => status switch
    {
        404 => CallResult.InvalidNumber,
        486 => CallResult.Busy,
        480 => CallResult.NoAnswer,
        403 or 603 => CallResult.Rejected,
        _ => CallResult.Failed,
    };

    private static Desk DeskOf(int agents, double callsPerSecond, params TrunkId[] failover)
    {
        var desk = new Desk(trunk: new TrunkSettings(Desk.Trunk, "trunk", 100, callsPerSecond) { Failover = failover });
        desk.Do(EngineInput.ConfigureTrunk(new TrunkSettings(Spare, "spare", 100, callsPerSecond)));
        for (int i = 1; i <= agents; i++)
            desk.ReadyAgent(i);
        return desk;
    }

    [Theory]
    [InlineData(403, 1, 40)]
    [InlineData(603, 30, 40)]
    [InlineData(404, 30, 1000)]
    [InlineData(486, 30, 1000)]
    [InlineData(480, 30, 40)]
    [InlineData(488, 8, 5)]
    [InlineData(500, 30, 200)]
    public void Ten_leads_at_most_are_touched_then_the_campaign_pauses_and_they_go_back(int status, int agents, double callsPerSecond)
    {
        var desk = DeskOf(agents, callsPerSecond);
        desk.Start(500);
        Play(desk, _ => status);
        Assert.Equal(10, desk.Count(EngineOutputKind.PlaceCall));
        Assert.Equal(10, desk.Count(EngineOutputKind.LeadGivenBack));
        var refused = Assert.Single(desk.Seen, output => output.Kind == EngineOutputKind.CallsRefused);
        Assert.Equal((status, false, "No"), (refused.SipStatus, refused.HasFailover, refused.Phrase));
        Assert.Equal(CampaignState.Paused, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    [Fact]
    public void The_failover_is_tried_and_serves()
    {
        var desk = DeskOf(20, 40, Spare);
        desk.Start(300);
        Play(desk, trunk => trunk == Desk.Trunk ? 403 : 180);
        Assert.Equal(10, desk.Seen.Count(output => output.Kind == EngineOutputKind.PlaceCall && output.Trunk == Desk.Trunk));
        Assert.True(desk.Seen.Count(output => output.Kind == EngineOutputKind.PlaceCall && output.Trunk == Spare) > 100);
        Assert.True(Assert.Single(desk.Seen, output => output.Kind == EngineOutputKind.CallsRefused).HasFailover);
        Assert.Equal(CampaignState.Running, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    [Fact]
    public void Where_the_failover_refuses_everything_too_ten_more_are_touched_and_the_campaign_pauses()
    {
        var desk = DeskOf(20, 40, Spare);
        desk.Start(300);
        Play(desk, trunk => trunk == Desk.Trunk ? 403 : 404);
        Assert.Equal((20, 20, 2), (desk.Count(EngineOutputKind.PlaceCall), desk.Count(EngineOutputKind.LeadGivenBack), desk.Count(EngineOutputKind.CallsRefused)));
        Assert.Equal(CampaignState.Paused, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    [Fact]
    public void A_failover_that_is_away_is_not_tried()
    {
        var desk = DeskOf(20, 40, Spare);
        desk.Do(EngineInput.TrunkUnavailable(Spare, "away"));
        desk.Start(300);
        Play(desk, _ => 403);
        Assert.Equal((10, CampaignState.Paused), (desk.Count(EngineOutputKind.PlaceCall), desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState));
    }

    [Theory]
    [InlineData(603, 20, 40, 0.05)]
    [InlineData(404, 5, 10, 0.2)]
    [InlineData(486, 2, 40, 1)]
    [InlineData(480, 9, 1000, 0.02)]
    public void A_trunk_that_worked_and_then_refuses_everything_costs_ten_leads_too(int status, int agents, double callsPerSecond, double latencySeconds)
    {
        var desk = DeskOf(agents, callsPerSecond);
        desk.Start(500);
        Play(desk, _ => 180, turns: 30, latencySeconds);
        int before = desk.Count(EngineOutputKind.PlaceCall);
        Assert.True(before > 20);
        Play(desk, _ => status, latencySeconds: latencySeconds);
        Assert.Equal(10, desk.Count(EngineOutputKind.LeadGivenBack));
        Assert.InRange(desk.Count(EngineOutputKind.PlaceCall) - before, 1, 10);
        Assert.Equal(CampaignState.Paused, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    /// <summary>Those that are out when it begins are refused as well; three more show that it goes on.</summary>
    [Fact]
    public void Where_more_than_ten_are_out_as_it_begins_these_and_three_more_are_touched()
    {
        var desk = DeskOf(100, 1000);
        desk.Start(1_000);
        Play(desk, _ => 180, turns: 4, latencySeconds: 0.5);
        int placed = desk.Count(EngineOutputKind.PlaceCall), ended = desk.Count(EngineOutputKind.AttemptClosed);
        Assert.True(placed - ended > 10);
        Play(desk, _ => 603, latencySeconds: 0.5);
        Assert.InRange(desk.Count(EngineOutputKind.LeadGivenBack), 10, placed - ended + 3);
        Assert.Equal(CampaignState.Paused, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
    }

    [Fact]
    public void Its_own_trunk_is_asked_again_with_one_call_and_taken_back_when_that_rings()
    {
        var desk = DeskOf(1, 5, Spare);
        desk.Start(450);
        Play(desk, trunk => trunk == Desk.Trunk ? 403 : 180, turns: 40);
        Play(desk, trunk => trunk == Desk.Trunk ? 403 : 180, turns: 175, latencySeconds: 2);
        Assert.Equal(11, desk.Seen.Count(output => output.Kind == EngineOutputKind.PlaceCall && output.Trunk == Desk.Trunk));
        desk.Load(400);
        Play(desk, _ => 180, turns: 350, latencySeconds: 2);
        Assert.Equal(Desk.Trunk, desk.Last(EngineOutputKind.PlaceCall).Trunk);
    }

    [Fact]
    public void A_list_of_five_that_is_refused_whole_is_not_finished_but_paused_and_given_back()
    {
        var desk = DeskOf(1, 40);
        desk.Start(5);
        Play(desk, _ => 403);
        Assert.Equal((5, 5, CampaignState.Paused), (desk.Count(EngineOutputKind.PlaceCall), desk.Count(EngineOutputKind.LeadGivenBack), desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState));
    }

    [Fact]
    public void A_lead_goes_back_as_it_stood()
    {
        var desk = DeskOf(1, 40);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        var leads = Enumerable.Range(0, 10).Select(_ => desk.Lead(priority: 4) with { AttemptsMade = 2, UncountedTries = 3 }).ToList();
        desk.Do(EngineInput.LeadsLoaded(Desk.Campaign, new LeadBatch(leads, Instant.Never)));
        int standings = 0;
        for (int i = 0; i < 10; i++)
        {
            desk.Engine.Apply(EngineInput.CallEnded(new CallId(desk.LastCall.Value), CallResult.InvalidNumber, EndedBy.Network, 404, 1, false), desk.Now);
            foreach (ref readonly var output in desk.Engine.Outbox.Outputs)
            {
                if (output.Kind != EngineOutputKind.LeadGivenBack)
                    continue;
                var standing = desk.Engine.Outbox.StandingOf(output);
                Assert.Equal((2, 3, 4, LeadFate.Exhausted), (standing.Before.AttemptsMade, standing.Before.UncountedTries, standing.Before.Priority, standing.Fate));
                standings++;
            }
            desk.Wait(0.1);
        }
        Assert.Equal(10, standings);
    }

    [Fact]
    public void Dead_numbers_among_living_ones_pause_nothing_however_many_they_are()
    {
        var desk = DeskOf(20, 40);
        desk.Start(450);
        var random = new Random(7);
        Play(desk, _ => random.NextDouble() < 0.4 ? 404 : 180, turns: 300);
        Assert.Equal(0, desk.Count(EngineOutputKind.CallsRefused));
        Assert.True(desk.Count(EngineOutputKind.PlaceCall) > 300);
    }

    [Fact]
    public void A_campaign_that_is_started_again_tries_its_trunk_afresh()
    {
        var desk = DeskOf(10, 40);
        desk.Start(300);
        Play(desk, _ => 403);
        desk.Do(EngineInput.StartCampaign(Desk.Campaign));
        Play(desk, _ => 180);
        Assert.True(desk.Count(EngineOutputKind.PlaceCall) > 100);
        Assert.Equal(1, desk.Count(EngineOutputKind.CallsRefused));
    }

    [Fact]
    public void The_words_of_the_network_are_in_the_outcome()
    {
        var desk = DeskOf(1, 40);
        desk.Start(1);
        desk.Do(EngineInput.CallEnded(desk.LastCall, CallResult.Rejected, EndedBy.Network, 403, 21, false, "Forbidden", "no credit"));
        Assert.Equal(("Forbidden", "no credit", EndedBy.Network), (desk.Outcomes[0].Phrase, desk.Outcomes[0].ReasonText, desk.Outcomes[0].EndedBy));
    }
}
