using Dialer.Core.Agents;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>What follows from each verdict under each setting, and what each answer counts as.</summary>
public sealed class AnswerTests
{
    [Theory]
    [InlineData(CpaVerdict.LiveVoice, AnswerAction.HangUp, AnswerAction.HangUp, "agent")]
    [InlineData(CpaVerdict.Music, AnswerAction.HangUp, AnswerAction.HangUp, "agent")]
    [InlineData(CpaVerdict.AnsweringMachine, AnswerAction.HangUp, AnswerAction.Agent, "hang up")]
    [InlineData(CpaVerdict.AnsweringMachine, AnswerAction.Agent, AnswerAction.HangUp, "agent")]
    [InlineData(CpaVerdict.AnsweringMachine, AnswerAction.Announcement, AnswerAction.HangUp, "abandoned")]
    [InlineData(CpaVerdict.Fax, AnswerAction.LeaveMessage, AnswerAction.Agent, "hang up")]
    [InlineData(CpaVerdict.Silence, AnswerAction.HangUp, AnswerAction.Agent, "agent")]
    [InlineData(CpaVerdict.NoMedia, AnswerAction.HangUp, AnswerAction.HangUp, "hang up")]
    [InlineData(CpaVerdict.Undetermined, AnswerAction.HangUp, AnswerAction.LeaveMessage, "message")]
    [InlineData(CpaVerdict.CallScreening, AnswerAction.HangUp, AnswerAction.Announcement, "abandoned")]
    public void The_verdict_and_the_settings_say_what_happens(CpaVerdict verdict, AnswerAction onMachine, AnswerAction onUndetermined, string expected)
    {
        var desk = new Desk(settings => settings with { OnMachine = onMachine, OnUndetermined = onUndetermined });
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, verdict);
        var last = desk.Seen.Last(output => output.Call == desk.LastCall && output.IsLineOrder);
        string happened = last.Kind switch
        {
            EngineOutputKind.BridgeLegs => "agent",
            EngineOutputKind.HangUp => "hang up",
            _ => last.Prompt,
        };
        Assert.Equal(expected, happened);
    }

    [Fact]
    public void A_message_waits_for_its_moment_and_the_agent_does_not()
    {
        var desk = new Desk(settings => settings with { OnMachine = AnswerAction.LeaveMessage });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        var call = desk.LastCall;
        desk.Answer(call, CpaVerdict.AnsweringMachine);
        Assert.Equal(AgentState.Ready, desk.StateOf(agent));
        Assert.Equal(0, desk.Count(EngineOutputKind.Play));
        desk.Wait(8);
        desk.Do(EngineInput.MessageMoment(call));
        Assert.Equal("message", desk.Last(EngineOutputKind.Play).Prompt);
        desk.Do(EngineInput.PlaybackEnded(call));
        desk.End(call, by: EndedBy.Dialer);
        Assert.True(Assert.Single(desk.Outcomes).MessageLeft);
    }

    [Fact]
    public void An_analysis_that_does_not_conclude_is_undetermined_at_its_limit()
    {
        var desk = new Desk(settings => settings with { Abandon = AbandonRule.Default with { From = AbandonClock.GreetingEnd }, AnalysisLimit = TimeSpan.FromSeconds(4) });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, CpaVerdict.None);
        desk.Wait(3.9);
        Assert.Equal(AgentState.Reserved, desk.StateOf(agent));
        desk.Wait(0.2);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        Assert.Equal(CpaVerdict.Undetermined, desk.Last(EngineOutputKind.AttemptClassified).Verdict);
    }

    [Fact]
    public void From_the_greetings_end_the_clock_starts_where_the_analyzer_says_it_ended()
    {
        var (desk, calls) = TwoLinesOneAgent(settings => settings with { Abandon = AbandonRule.Default with { From = AbandonClock.GreetingEnd } });
        desk.Answer(calls[0]);
        desk.Answer(calls[1], CpaVerdict.None);
        desk.Wait(3);
        desk.Do(EngineInput.AnswerClassified(calls[1], CpaVerdict.LiveVoice, 1, TimeSpan.FromSeconds(0.5)));
        var verdict = desk.Now;
        desk.Wait(5);
        Assert.Equal(verdict + TimeSpan.FromSeconds(1.5), desk.Last(EngineOutputKind.Play).At);
    }

    [Theory]
    [InlineData(CpaVerdict.LiveVoice, true)]
    [InlineData(CpaVerdict.Undetermined, true)]
    [InlineData(CpaVerdict.None, true)]
    [InlineData(CpaVerdict.AnsweringMachine, false)]
    [InlineData(CpaVerdict.Fax, false)]
    [InlineData(CpaVerdict.SpecialInformationTone, false)]
    public void An_announcement_before_the_verdict_counts_as_the_verdict_says(CpaVerdict verdict, bool abandoned)
    {
        var (desk, calls) = TwoLinesOneAgent();
        desk.Answer(calls[0]);
        desk.Answer(calls[1], CpaVerdict.None);
        desk.Wait(2.5);
        Assert.Equal("abandoned", desk.Last(EngineOutputKind.Play).Prompt);
        Assert.Equal(0, desk.Count(EngineOutputKind.CallAbandoned));
        if (verdict != CpaVerdict.None)
            desk.Do(EngineInput.AnswerClassified(calls[1], verdict, 1, TimeSpan.Zero));
        desk.End(calls[1]);
        Assert.Equal(abandoned, Assert.Single(desk.Outcomes).Abandoned);
        Assert.Equal(abandoned ? 1 : 0, desk.Count(EngineOutputKind.CallAbandoned));
    }

    [Fact]
    public void Who_hangs_up_within_the_time_allowed_is_neither_connected_nor_abandoned()
    {
        var (desk, calls) = TwoLinesOneAgent();
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        desk.Wait(1);
        desk.End(calls[1]);
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal((false, Instant.Never), (outcome.Abandoned, outcome.ConnectedAt));
        Assert.Equal(InteractionEnd.CallerHungUpInQueue, Assert.Single(desk.Records).End);
        var snapshot = new EngineSnapshot();
        desk.Engine.Fill(snapshot);
        Assert.Equal((1, 0, 1), (snapshot.Campaigns[0].WindowAnswered, snapshot.Campaigns[0].WindowAbandoned, snapshot.Campaigns[0].Counters.HungUpInQueue));
    }

    [Fact]
    public void A_certain_person_takes_the_agent_of_an_answer_that_is_still_open()
    {
        var (desk, calls) = TwoLinesOneAgent();
        desk.Answer(calls[0], CpaVerdict.None);
        desk.Answer(calls[1]);
        Assert.Equal(calls[1], desk.Last(EngineOutputKind.BridgeLegs).Call);
    }

    [Fact]
    public void An_agent_who_becomes_free_is_reserved_for_the_oldest_open_answer()
    {
        var (desk, calls) = TwoLinesOneAgent();
        desk.Answer(calls[0]);
        desk.Answer(calls[1], CpaVerdict.None);
        var other = desk.ReadyAgent(2);
        Assert.Equal(AgentState.Reserved, desk.StateOf(other));
        desk.Do(EngineInput.AnswerClassified(calls[1], CpaVerdict.LiveVoice, 1, TimeSpan.Zero));
        Assert.Equal(AgentState.Talking, desk.StateOf(other));
    }

    [Fact]
    public void An_agent_who_becomes_free_takes_who_waits()
    {
        var (desk, calls) = TwoLinesOneAgent();
        desk.Answer(calls[0]);
        desk.Answer(calls[1]);
        desk.Wait(1);
        var other = desk.ReadyAgent(2);
        Assert.Equal((calls[1], other), (desk.Last(EngineOutputKind.BridgeLegs).Call, desk.Last(EngineOutputKind.BridgeLegs).Agent));
    }

    [Theory]
    [InlineData(ProgressTone.Busy, SitClass.None, CpaVerdict.Busy, CallResult.Busy)]
    [InlineData(ProgressTone.Reorder, SitClass.None, CpaVerdict.Reorder, CallResult.Congestion)]
    [InlineData(ProgressTone.Congestion, SitClass.None, CpaVerdict.Reorder, CallResult.Congestion)]
    [InlineData(ProgressTone.Continuous, SitClass.None, CpaVerdict.SpecialInformationTone, CallResult.InvalidNumber)]
    [InlineData(ProgressTone.Announcement, SitClass.None, CpaVerdict.SpecialInformationTone, CallResult.OperatorAnnouncement)]
    [InlineData(ProgressTone.SpecialInformation, SitClass.Itu, CpaVerdict.SpecialInformationTone, CallResult.OperatorAnnouncement)]
    [InlineData(ProgressTone.SpecialInformation, SitClass.Intercept, CpaVerdict.SpecialInformationTone, CallResult.OperatorAnnouncement)]
    [InlineData(ProgressTone.SpecialInformation, SitClass.VacantCode, CpaVerdict.SpecialInformationTone, CallResult.InvalidNumber)]
    [InlineData(ProgressTone.SpecialInformation, SitClass.NoCircuitInterLata, CpaVerdict.SpecialInformationTone, CallResult.Congestion)]
    public void Tones_before_the_answer_end_the_call_with_what_they_mean(ProgressTone tone, SitClass sit, CpaVerdict verdict, CallResult result)
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.CallRinging(desk.LastCall));
        desk.Do(EngineInput.ToneHeard(desk.LastCall, tone, sit));
        Assert.Equal(desk.LastCall, desk.Last(EngineOutputKind.HangUp).Call);
        desk.End(desk.LastCall, CallResult.Cancelled, EndedBy.Dialer);
        var outcome = Assert.Single(desk.Outcomes);
        Assert.Equal((result, verdict, EndedBy.Network), (outcome.Result, outcome.Verdict, outcome.EndedBy));
    }

    [Fact]
    public void Ringback_a_voice_and_a_tone_that_comes_after_the_answer_end_nothing()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Do(EngineInput.CallRinging(desk.LastCall));
        desk.Do(EngineInput.ToneHeard(desk.LastCall, ProgressTone.Ringback, SitClass.None));
        desk.Do(EngineInput.AnswerClassified(desk.LastCall, CpaVerdict.LiveVoice, 1, TimeSpan.Zero));
        desk.Answer(desk.LastCall, CpaVerdict.None);
        desk.Do(EngineInput.ToneHeard(desk.LastCall, ProgressTone.Busy, SitClass.None));
        Assert.Equal(0, desk.Count(EngineOutputKind.HangUp));
        desk.Do(EngineInput.AnswerClassified(desk.LastCall, CpaVerdict.LiveVoice, 1, TimeSpan.Zero));
        Assert.Equal(1, desk.Count(EngineOutputKind.InteractionConnected));
    }

    [Fact]
    public void In_the_background_the_agent_has_the_call_before_the_verdict_and_machines_do_not_count()
    {
        var desk = new Desk(settings => settings with { Analysis = AnalysisMode.Background });
        var agent = desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, CpaVerdict.None);
        Assert.Equal(AgentState.Talking, desk.StateOf(agent));
        desk.Do(EngineInput.AnswerClassified(desk.LastCall, CpaVerdict.AnsweringMachine, 1, TimeSpan.Zero));
        var snapshot = new EngineSnapshot();
        desk.Engine.Fill(snapshot);
        Assert.Equal((0, 1, 0), (snapshot.Campaigns[0].Counters.Connected, snapshot.Campaigns[0].Counters.Machines, snapshot.Campaigns[0].WindowAnswered));
    }

    [Fact]
    public void The_line_that_forgets_a_call_does_not_keep_it_open()
    {
        var desk = new Desk();
        desk.ReadyAgent(1);
        desk.Start(1);
        desk.Answer(desk.LastCall, CpaVerdict.AnsweringMachine);
        desk.Wait(60);
        Assert.Equal(CallResult.Answered, Assert.Single(desk.Outcomes).Result);
    }

    private static (Desk Desk, List<CallId> Calls) TwoLinesOneAgent(Func<CampaignSettings, CampaignSettings>? change = null)
    {
        var desk = new Desk(settings => (change is null ? settings : change(settings)) with { Mode = DialMode.Ratio });
        desk.ReadyAgent(1);
        desk.Start(2);
        var calls = desk.Seen.Where(output => output.Kind == EngineOutputKind.PlaceCall).Select(output => output.Call).ToList();
        Assert.Equal(2, calls.Count);
        return (desk, calls);
    }
}
