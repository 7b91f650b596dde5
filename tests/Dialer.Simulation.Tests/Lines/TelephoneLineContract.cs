using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Simulation.Public;
using Dialer.Simulation.Tests.Loopback;
using Xunit;

namespace Dialer.Simulation.Tests.Lines;

/// <summary>What every telephone line is told and tells, whatever carries it.</summary>
public abstract class TelephoneLineContract
{
    private const string Number = "+33111111111";
    private const string Nobodys = "+33100000404";
    private const string Ours = "+33199999999";

    private protected abstract Task<LineHarness> StartAsync(IReadOnlyDictionary<string, CalledParty> people, AnalysisMode analysis = AnalysisMode.Off, int agents = 2);

    private Task<LineHarness> StartAsync(CalledParty party, AnalysisMode analysis = AnalysisMode.Off) => StartAsync(new Dictionary<string, CalledParty> { [Number] = party, [Nobodys] = LineHarness.Party(CalledPartyKind.Failure, status: 404) }, analysis);

    private static void Order(LineHarness harness, EngineOutput order) => harness.Line.Carry(order);

    private static void HangUp(LineHarness harness, CallId call) => Order(harness, EngineOutput.HangUp(Instant.Epoch, call));

    private static EngineInputKind[] ToldOf(LineHarness harness, CallId call) => [.. harness.Signals.Where(signal => signal.Call == call).Select(signal => signal.Kind)];

    [Theory]
    [InlineData(CalledPartyKind.Busy, 0, CallResult.Busy, 486, false)]
    [InlineData(CalledPartyKind.Failure, 404, CallResult.InvalidNumber, 404, false)]
    [InlineData(CalledPartyKind.Failure, 603, CallResult.Rejected, 603, false)]
    [InlineData(CalledPartyKind.Failure, 503, CallResult.Congestion, 503, true)]
    [InlineData(CalledPartyKind.Failure, 500, CallResult.Failed, 500, false)]
    public async Task A_refused_call_ends_with_its_result(CalledPartyKind kind, int status, CallResult result, int sipStatus, bool trunkFault)
    {
        await using var harness = await StartAsync(LineHarness.Party(kind, status: status));
        var call = harness.Place(Number);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((result, sipStatus, trunkFault), (ended.Result, ended.SipStatus, ended.TrunkFault));
        Assert.Equal([EngineInputKind.CallEnded], ToldOf(harness, call));
    }

    [Fact]
    public async Task A_call_that_nobody_answers_ends_by_the_ring_time_out()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.NoAnswer));
        var call = harness.Place(Number, ringSeconds: 1);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.NoAnswer, EndedBy.Dialer), (ended.Result, ended.EndedBy));
        Assert.Equal([EngineInputKind.CallRinging, EngineInputKind.CallEnded], ToldOf(harness, call));
    }

    [Fact]
    public async Task A_call_that_is_hung_up_before_the_answer_is_cancelled_and_ends_once_however_often_it_is_ordered()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.NoAnswer));
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallRinging, call);
        for (int i = 0; i < 3; i++)
            HangUp(harness, call);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Cancelled, EndedBy.Dialer), (ended.Result, ended.EndedBy));
        HangUp(harness, call);
        Order(harness, EngineOutput.Play(Instant.Epoch, call, "short", loop: false));

        // Orders are carried out in their order: once this one is, those above are.
        var next = harness.Place(Nobodys);
        await harness.SignalAsync(EngineInputKind.CallEnded, next);
        Assert.Equal([EngineInputKind.CallRinging, EngineInputKind.CallEnded], ToldOf(harness, call));
    }

    [Fact]
    public async Task A_person_is_answered_bridged_heard_and_ends_the_call_and_the_agents_leg_stays_up()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Live, talkSeconds: 1));
        var agent = await harness.AgentUpAsync(0);
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallAnswered, call);
        Order(harness, EngineOutput.BridgeLegs(Instant.Epoch, call, agent, new AgentId(0), zipTone: false));
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Answered, EndedBy.CalledParty), (ended.Result, ended.EndedBy));
        var told = ToldOf(harness, call);
        Assert.Equal([EngineInputKind.CallRinging, EngineInputKind.CallAnswered], told.Take(2));
        Assert.Single(told, kind => kind == EngineInputKind.LegsBridged);
        Assert.Single(told, kind => kind == EngineInputKind.CustomerHeard);
        Assert.Equal(EngineInputKind.CallEnded, told[^1]);
        Assert.Equal([EngineInputKind.AgentLegUp], ToldOf(harness, agent));
        HangUp(harness, agent);
        await harness.SignalAsync(EngineInputKind.AgentLegDown, agent);
    }

    /// <summary>Early media: the line tells, and whoever decides ends the call.</summary>
    [Fact]
    public async Task Tones_before_the_answer_are_told_and_end_nothing_by_themselves()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.SpecialInformationTone, variation: 2), AnalysisMode.Detect);
        var call = harness.Place(Number);
        Assert.Equal(ProgressTone.SpecialInformation, (await harness.SignalAsync(EngineInputKind.ToneHeard, call)).Tone);
        Assert.DoesNotContain(EngineInputKind.CallEnded, ToldOf(harness, call));
        HangUp(harness, call);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Cancelled, EndedBy.Dialer), (ended.Result, ended.EndedBy));
        Assert.DoesNotContain(EngineInputKind.CallAnswered, ToldOf(harness, call));
    }

    [Theory]
    [InlineData(AnalysisMode.Off, false)]
    [InlineData(AnalysisMode.Detect, true)]
    public async Task What_answers_is_classified_where_the_campaign_asks_for_it(AnalysisMode analysis, bool isClassified)
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Live), analysis);
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallAnswered, call);
        if (isClassified)
            Assert.Equal(CpaVerdict.LiveVoice, (await harness.SignalAsync(EngineInputKind.AnswerClassified, call)).Verdict);
        HangUp(harness, call);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Answered, EndedBy.Dialer), (ended.Result, ended.EndedBy));
        Assert.Equal(isClassified, ToldOf(harness, call).Contains(EngineInputKind.AnswerClassified));
    }

    [Fact]
    public async Task A_prompt_has_an_end_unless_it_loops_or_is_stopped()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Live));
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallAnswered, call);
        Order(harness, EngineOutput.Play(Instant.Epoch, call, "short", loop: true));
        Order(harness, EngineOutput.StopPlaying(Instant.Epoch, call));
        Order(harness, EngineOutput.Play(Instant.Epoch, call, "short", loop: false));
        await harness.SignalAsync(EngineInputKind.PlaybackEnded, call);
        HangUp(harness, call);
        await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Single(ToldOf(harness, call), kind => kind == EngineInputKind.PlaybackEnded);
    }

    [Fact]
    public async Task A_caller_is_told_of_and_answered_or_turned_away()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Live));
        harness.CallIn(Ours, "+33611111111");
        var first = await harness.SignalAsync(signal => signal.Kind == EngineInputKind.InboundCall, "a caller");
        Assert.Equal((LineHarness.Trunk, Ours, "+33611111111"), (first.Trunk, first.Called, first.Number));
        Order(harness, EngineOutput.AnswerCall(Instant.Epoch, first.Call));
        var agent = await harness.AgentUpAsync(0);
        Order(harness, EngineOutput.BridgeLegs(Instant.Epoch, first.Call, agent, new AgentId(0), zipTone: false));
        await harness.SignalAsync(EngineInputKind.LegsBridged, first.Call);
        HangUp(harness, first.Call);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, first.Call);
        Assert.Equal((CallResult.Answered, EndedBy.Dialer), (ended.Result, ended.EndedBy));

        harness.CallIn(Ours, "+33611111112");
        var second = await harness.SignalAsync(signal => signal.Kind == EngineInputKind.InboundCall && signal.Call != first.Call, "another caller");
        Order(harness, EngineOutput.RejectCall(Instant.Epoch, second.Call, 486));
        var refused = await harness.SignalAsync(EngineInputKind.CallEnded, second.Call);
        Assert.Equal((CallResult.Rejected, EndedBy.Dialer), (refused.Result, refused.EndedBy));
    }

    [Fact]
    public async Task A_phone_that_nobody_configured_is_down_with_the_reason()
    {
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Live));
        var leg = new CallId(77);
        Order(harness, EngineOutput.PlaceAgentCall(Instant.Epoch, new AgentId(9), leg));
        var down = await harness.SignalAsync(EngineInputKind.AgentLegDown, leg);
        Assert.Equal(404, down.SipStatus);
        Assert.Contains("no phone is configured", down.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_line_ends_every_call_once()
    {
        var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Live));
        await using var ended = harness;
        var agent = await harness.AgentUpAsync(0);
        var answered = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallAnswered, answered);
        await harness.Line.DisposeAsync();
        Assert.Single(ToldOf(harness, answered), kind => kind == EngineInputKind.CallEnded);
        Assert.Single(ToldOf(harness, agent), kind => kind == EngineInputKind.AgentLegDown);
    }

    [Fact]
    public async Task Orders_that_wait_are_counted_until_they_are_carried_out_and_what_is_no_order_is_refused()
    {
        var carried = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var harness = await StartAsync(LineHarness.Party(CalledPartyKind.Busy));
        harness.Line.OrdersCarried = () => carried.TrySetResult();
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallEnded, call);
        await carried.Task.WaitAsync(LineHarness.Patience, TestContext.Current.CancellationToken);
        await LineHarness.UntilAsync(() => harness.Line.OrdersWaiting == 0, "an order still waits");
        Assert.Throws<ArgumentException>(() => harness.Line.Carry(EngineOutput.FindCaller(Instant.Epoch, call, Number)));
        Assert.Throws<ArgumentException>(() => harness.Line.Supervise(new AgentId(0), "nobody", null));
    }
}
