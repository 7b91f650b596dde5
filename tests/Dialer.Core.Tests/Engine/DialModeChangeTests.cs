using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>A campaign's mode is changed while it runs: new calls follow at once, calls in flight end as they began.</summary>
public sealed class DialModeChangeTests
{
    [Fact]
    public void A_ratio_dials_more_lines_at_once_and_progressive_no_more_until_they_have_ended()
    {
        var desk = Ready(agents: 2, leads: 20);
        Assert.Equal(2, desk.Count(EngineOutputKind.PlaceCall));
        Change(desk, new DialModeChange { Mode = DialMode.Ratio });
        Assert.Equal(4, desk.Count(EngineOutputKind.PlaceCall));
        Change(desk, new DialModeChange { Mode = DialMode.Progressive });
        var calls = Calls(desk);
        desk.End(calls[0], CallResult.Busy);
        desk.End(calls[1], CallResult.Busy);
        Assert.Equal(4, desk.Count(EngineOutputKind.PlaceCall));
        desk.End(calls[2], CallResult.Busy);
        Assert.Equal(5, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void The_change_is_a_fact_that_says_how_the_campaign_dials_now()
    {
        var desk = Ready(agents: 0, leads: 1);
        var seen = new List<DialModeSettings>();
        desk.Engine.Apply(EngineInput.ChangeDialMode(Desk.Campaign, new DialModeChange { Mode = DialMode.Ratio, Ratio = 2.5 }), desk.Now);
        desk.Engine.Apply(EngineInput.ChangeDialMode(Desk.Campaign, new DialModeChange { PreviewLimit = TimeSpan.FromSeconds(9) }), desk.Now);
        foreach (ref readonly var output in desk.Engine.Outbox.Outputs)
            if (output.Kind == EngineOutputKind.DialModeChanged)
                seen.Add(desk.Engine.Outbox.ModeOf(output));
        Assert.Equal([(DialMode.Ratio, 2.5, 30.0), (DialMode.Ratio, 2.5, 9.0)], seen.Select(mode => (mode.Mode, mode.Ratio, mode.PreviewLimit.TotalSeconds)));
    }

    [Fact]
    public void What_is_so_already_is_no_change()
    {
        var desk = Ready(agents: 0, leads: 1);
        Change(desk, new DialModeChange { Mode = DialMode.Progressive });
        Assert.Equal((0, 0), (desk.Count(EngineOutputKind.DialModeChanged), desk.Count(EngineOutputKind.CommandRefused)));
    }

    [Theory]
    [InlineData(DialMode.Agentless, null, "agentless plays the campaign's message, and it has none")]
    [InlineData(DialMode.Predictive, "no such", "the campaign's pacer is not known")]
    public void A_mode_that_the_campaign_cannot_dial_in_is_refused_by_name_and_nothing_changes(DialMode mode, string? pacer, string why)
    {
        var desk = new Desk(settings => settings with { Message = null });
        Change(desk, new DialModeChange { Mode = mode, Pacer = pacer });
        Assert.Equal(why, desk.Last(EngineOutputKind.CommandRefused).Reason);
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall);
        Assert.Equal((1, 0), (desk.Count(EngineOutputKind.BridgeLegs), desk.Count(EngineOutputKind.DialModeChanged)));
    }

    [Fact]
    public void While_draining_and_for_a_campaign_that_is_not_there_it_is_refused()
    {
        var desk = Ready(agents: 1, leads: 5);
        desk.Do(EngineInput.ChangeDialMode(new CampaignId(9), new DialModeChange { Mode = DialMode.Ratio }));
        Assert.Equal("no such campaign", desk.Last(EngineOutputKind.CommandRefused).Reason);
        desk.Do(EngineInput.Drain(TimeSpan.FromSeconds(30)));
        Change(desk, new DialModeChange { Mode = DialMode.Ratio });
        Assert.Equal("the dialer is draining", desk.Last(EngineOutputKind.CommandRefused).Reason);
    }

    [Fact]
    public void Who_was_dialed_for_an_agent_gets_one_although_the_campaign_plays_prompts_by_now()
    {
        var desk = Ready(agents: 1, leads: 1);
        Change(desk, new DialModeChange { Mode = DialMode.Agentless });
        desk.Answer(desk.LastCall, CpaVerdict.None);
        Assert.Equal(AgentState.Reserved, desk.StateOf(new AgentId(1)));
        desk.Do(EngineInput.AnswerClassified(desk.LastCall, CpaVerdict.LiveVoice, 1, TimeSpan.Zero));
        Assert.Equal((AgentState.Talking, 0), (desk.StateOf(new AgentId(1)), desk.Count(EngineOutputKind.Play)));
    }

    [Fact]
    public void Who_was_dialed_for_an_agent_and_gets_none_is_abandoned_also_after_the_change()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Ratio, Ratio = 2 });
        desk.ReadyAgent(1);
        desk.Start(2);
        Change(desk, new DialModeChange { Mode = DialMode.Agentless });
        var calls = Calls(desk);
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        desk.Wait(2);
        Assert.Equal((calls[1], "abandoned"), (desk.Last(EngineOutputKind.CallAbandoned).Call, desk.Last(EngineOutputKind.Play).Prompt));
    }

    [Fact]
    public void Who_was_dialed_for_the_prompt_hears_it_although_the_campaign_is_predictive_by_now()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Agentless });
        desk.Start(1);
        Change(desk, new DialModeChange { Mode = DialMode.Ratio });
        desk.ReadyAgent(1);
        desk.Answer(desk.LastCall);
        Assert.Equal(("message", 0), (desk.Last(EngineOutputKind.Play).Prompt, desk.Count(EngineOutputKind.CallAbandoned)));
        Assert.Equal(AgentState.Ready, desk.StateOf(new AgentId(1)));
        desk.Do(EngineInput.DigitPressed(desk.LastCall, '1'));
        Assert.Equal(AgentState.Talking, desk.StateOf(new AgentId(1)));
    }

    [Fact]
    public void Calls_of_the_agentless_mode_that_still_ring_keep_nobody_from_dialing_for_the_agents()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Agentless });
        desk.ReadyAgent(1);
        desk.Start(30);
        desk.TrunkLetsThrough();
        desk.Wait(0.1);
        Assert.Equal(30, desk.Count(EngineOutputKind.PlaceCall));
        Change(desk, new DialModeChange { Mode = DialMode.Progressive });
        desk.Load(5);
        Assert.Equal(31, desk.Count(EngineOutputKind.PlaceCall));
    }

    [Fact]
    public void A_free_agent_to_whom_calls_are_promised_reads_no_preview_until_they_have_ended()
    {
        var desk = Ready(agents: 1, leads: 5);
        Change(desk, new DialModeChange { Mode = DialMode.Preview });
        desk.Wait(5);
        Assert.Equal(0, desk.Count(EngineOutputKind.PreviewOffered));
        desk.End(desk.LastCall, CallResult.NoAnswer, EndedBy.Dialer);
        Assert.Equal(1, desk.Count(EngineOutputKind.PreviewOffered));
    }

    [Fact]
    public void A_preview_on_the_screen_ends_as_it_was_shown()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Preview, PreviewTimeOut = PreviewTimeOut.DialLead });
        desk.ReadyAgent(1);
        desk.Start(2);
        Change(desk, new DialModeChange { PreviewTimeOut = PreviewTimeOut.SkipLead, PreviewLimit = TimeSpan.FromSeconds(5) });
        desk.Wait(29);
        Assert.Equal(0, desk.Count(EngineOutputKind.PlaceCall));
        desk.Wait(1);
        Assert.Equal((1, 0), (desk.Count(EngineOutputKind.PlaceCall), desk.Count(EngineOutputKind.LeadReturned)));
        desk.End(desk.LastCall, CallResult.Busy);
        desk.Wait(5);
        Assert.Equal(1, desk.Count(EngineOutputKind.LeadReturned));
    }

    [Fact]
    public void An_accepted_preview_is_dialed_for_its_agent_whatever_the_mode_is_by_then()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Preview }, new TrunkSettings(Desk.Trunk, "trunk", 1, 1000));
        var agent = desk.ReadyAgent(1);
        desk.ReadyAgent(2);
        desk.Start(2);
        desk.Do(EngineInput.AcceptPreview(agent));
        desk.Do(EngineInput.AcceptPreview(new AgentId(2)));
        Change(desk, new DialModeChange { Mode = DialMode.Progressive });
        Assert.Equal(1, desk.Count(EngineOutputKind.PlaceCall));
        desk.End(desk.LastCall, CallResult.Busy);
        desk.Answer(desk.LastCall);
        Assert.Equal(AgentState.Talking, desk.StateOf(new AgentId(2)));
    }

    [Fact]
    public void A_pause_takes_previews_back_and_leaves_nobody_reserved_for_them()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Preview }, new TrunkSettings(Desk.Trunk, "trunk", 0, 1000));
        var reads = desk.ReadyAgent(1);
        var accepted = desk.ReadyAgent(2);
        desk.Start(2);
        desk.Do(EngineInput.AcceptPreview(accepted));
        desk.Do(EngineInput.PauseCampaign(Desk.Campaign));
        Assert.Equal((AgentState.Ready, AgentState.Ready, 2), (desk.StateOf(reads), desk.StateOf(accepted), desk.Count(EngineOutputKind.LeadReturned)));
    }

    [Fact]
    public void Callback_gives_back_what_is_not_promised_and_asks_for_appointments()
    {
        var desk = Ready(agents: 1, leads: 5);
        Change(desk, new DialModeChange { Mode = DialMode.Callback });
        Assert.Equal((4, true), (desk.Count(EngineOutputKind.LeadReturned), desk.Last(EngineOutputKind.LoadLeads).AppointmentsOnly));
        Change(desk, new DialModeChange { Mode = DialMode.Progressive });
        int asked = desk.Count(EngineOutputKind.LoadLeads);

        // What comes now was asked for as appointments: it goes back, and leads of any kind are asked for.
        desk.Load(1);
        Assert.Equal((5, asked + 1, false), (desk.Count(EngineOutputKind.LeadReturned), desk.Count(EngineOutputKind.LoadLeads), desk.Last(EngineOutputKind.LoadLeads).AppointmentsOnly));
    }

    [Fact]
    public void A_callback_campaign_that_has_finished_its_appointments_dials_its_list_again()
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Callback });
        desk.ReadyAgent(1);
        desk.Start(0);
        desk.Wait(1);
        Assert.Equal(CampaignState.Finished, desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState);
        Change(desk, new DialModeChange { Mode = DialMode.Progressive });
        desk.Load(1);
        Assert.Equal((CampaignState.Running, 1), (desk.Last(EngineOutputKind.CampaignStateChanged).CampaignState, desk.Count(EngineOutputKind.PlaceCall)));
    }

    private static Desk Ready(int agents, int leads)
    {
        var desk = new Desk();
        for (int i = 1; i <= agents; i++)
            desk.ReadyAgent(i);
        desk.Start(leads);
        return desk;
    }

    private static void Change(Desk desk, DialModeChange change) => desk.Do(EngineInput.ChangeDialMode(Desk.Campaign, change));

    private static CallId[] Calls(Desk desk) => [.. desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call)];
}
