using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Simulation.Public;
using Xunit;

namespace Dialer.Simulation.Tests.Loopback;

/// <summary>The telephone line against the embedded carrier, over real sockets.</summary>
public sealed class LineTests
{
    private const string Number = "+33111111111";

    private static Dictionary<string, CalledParty> One(CalledParty party) => new() { [Number] = party };

    [Theory]
    [InlineData(CalledPartyKind.Busy, 0, CallResult.Busy, 486, false)]
    [InlineData(CalledPartyKind.Failure, 404, CallResult.InvalidNumber, 404, false)]
    [InlineData(CalledPartyKind.Failure, 603, CallResult.Rejected, 603, false)]
    [InlineData(CalledPartyKind.Failure, 503, CallResult.Congestion, 503, true)]
    [InlineData(CalledPartyKind.Failure, 500, CallResult.Failed, 500, false)]
    public async Task A_refused_call_ends_with_its_result(CalledPartyKind kind, int status, CallResult result, int sipStatus, bool trunkFault)
    {
        await using var harness = await LineHarness.StartAsync(One(LineHarness.Party(kind, status: status)));
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, harness.Place(Number));
        Assert.Equal((result, sipStatus, trunkFault), (ended.Result, ended.SipStatus, ended.TrunkFault));
    }

    [Fact]
    public async Task A_call_that_nobody_answers_ends_by_the_ring_time_out()
    {
        await using var harness = await LineHarness.StartAsync(One(LineHarness.Party(CalledPartyKind.NoAnswer)));
        var call = harness.Place(Number, ringSeconds: 1);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.NoAnswer, EndedBy.Dialer), (ended.Result, ended.EndedBy));
        Assert.Contains(harness.Signals, s => s.Kind == EngineInputKind.CallRinging && s.Call == call);
    }

    [Fact]
    public async Task A_hang_up_before_the_answer_is_cancelled_and_no_ring_time_out()
    {
        await using var harness = await LineHarness.StartAsync(One(LineHarness.Party(CalledPartyKind.NoAnswer)));
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallRinging, call);
        harness.Line.Carry(EngineOutput.HangUp(Instant.Epoch, call));
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Cancelled, EndedBy.Dialer), (ended.Result, ended.EndedBy));
    }

    [Fact]
    public async Task A_person_and_an_agent_hear_each_other()
    {
        await using var harness = await LineHarness.StartAsync(One(LineHarness.Party(CalledPartyKind.Live, talkSeconds: 2)));
        var agent = await harness.AgentUpAsync(0);
        var call = harness.Place(Number);
        await harness.SignalAsync(EngineInputKind.CallAnswered, call);
        harness.Line.Carry(EngineOutput.BridgeLegs(Instant.Epoch, call, agent, new(0), zipTone: true));
        var bridged = await harness.SignalAsync(EngineInputKind.LegsBridged, call);
        Assert.True(bridged.SinceAnswer > TimeSpan.Zero, $"since the answer: {bridged.SinceAnswer}");

        // The person hears the agent, talks for 2 s, and hangs up; the agent's phone heard the person.
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, call);
        Assert.Equal((CallResult.Answered, EndedBy.CalledParty), (ended.Result, ended.EndedBy));
        Assert.True(harness.Carrier.TruthsOf(Number)[0].Spoken);
        Assert.True(harness.Phones.StateOf(0).VoiceSeconds > 0.5, $"heard {harness.Phones.StateOf(0).VoiceSeconds} s");
        Assert.True(harness.Phones.StateOf(0).Up);
    }

    [Theory]
    [InlineData(CalledPartyKind.Live, 0, CpaVerdict.LiveVoice)]
    [InlineData(CalledPartyKind.Machine, 1, CpaVerdict.AnsweringMachine)]
    [InlineData(CalledPartyKind.Fax, 0, CpaVerdict.Fax)]
    [InlineData(CalledPartyKind.SpecialInformationTone, 1, CpaVerdict.SpecialInformationTone)]
    public async Task What_picks_up_is_told_from_its_audio(CalledPartyKind kind, ulong variation, CpaVerdict verdict)
    {
        await using var harness = await LineHarness.StartAsync(One(LineHarness.Party(kind, variation: variation)), AnalysisMode.Detect);
        var classified = await harness.SignalAsync(EngineInputKind.AnswerClassified, harness.Place(Number));
        Assert.Equal(verdict, classified.Verdict);
    }

    [Fact]
    public async Task Tones_before_the_answer_end_the_attempt()
    {
        await using var harness = await LineHarness.StartAsync(One(LineHarness.Party(CalledPartyKind.SpecialInformationTone, variation: 2)), AnalysisMode.Detect);
        var ended = await harness.SignalAsync(EngineInputKind.CallEnded, harness.Place(Number));
        Assert.Equal(CallResult.OperatorAnnouncement, ended.Result);
        Assert.DoesNotContain(harness.Signals, s => s.Kind == EngineInputKind.CallAnswered);
    }
}
