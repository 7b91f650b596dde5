using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Simulation.Public;
using Xunit;

namespace Dialer.Simulation.Tests.Loopback;

/// <summary>What is heard on the line, over real sockets; what every line does is in <see cref="Lines.TelephoneLineContract"/>.</summary>
public sealed class LineTests
{
    private const string Number = "+33111111111";

    private static Dictionary<string, CalledParty> One(CalledParty party) => new() { [Number] = party };

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
}
