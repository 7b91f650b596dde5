using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Server.Monitoring;
using Xunit;

namespace Dialer.Server.Tests.Running;

public sealed class WallboardTests : IAsyncDisposable
{
    private static readonly AgentId Ana = new(1);
    private static readonly CallId Call = new(10);
    private static readonly Instant Start = Instant.FromSeconds(1_000);
    private readonly List<(CallId Call, TimeSpan Span)> _measured = [];
    private readonly Wallboard _board;
    private Instant _now = Start;

    public WallboardTests()
    {
        var campaign = new CampaignSettings { Id = new CampaignId(1), Name = "c", Trunk = new TrunkId(1), Queue = new QueueId(1) };
        _board = new Wallboard(() => _now, [campaign], [new AgentSettings(Ana, "ana", [], [])], [new TrunkSettings(new TrunkId(1), "t", 1, 1)]);
        _board.AnswerToAgentMeasured += (call, span) => _measured.Add((call, span));
        _board.Start();
    }

    public ValueTask DisposeAsync() => _board.DisposeAsync();

    [Theory]
    [InlineData("the agent is taken at the answer", 0, 1)]
    [InlineData("the person waits for the agent", 700, 0)]
    public async Task The_latency_counts_where_nobody_waited_for_an_agent(string _, int takenAfterMs, int counted)
    {
        var taken = Start + TimeSpan.FromMilliseconds(takenAfterMs);
        Say(Started(), Answered(Start));
        Say(EngineOutput.BridgeLegs(taken, Call, new CallId(99), Ana, zipTone: true), State(taken, AgentState.Ready, AgentState.Talking));
        _board.Heard(EngineInput.LegsBridged(Call, TimeSpan.FromMilliseconds(takenAfterMs + 3)));
        _board.Heard(EngineInput.CustomerHeard(Call, TimeSpan.FromMilliseconds(takenAfterMs + 18)));
        await _board.StopAsync();
        Assert.Equal(counted, _measured.Count);
        Assert.Equal(counted, _board.View([]).AnswerToAgentMs.Count);
        Assert.Equal(counted, _board.View([]).CustomerHeardMs.Count);
    }

    [Fact]
    public async Task Each_conversation_is_measured_by_its_own_reservation()
    {
        for (int i = 0; i < 3; i++)
        {
            var at = Start + TimeSpan.FromSeconds(10 * i);
            Say(Started(), Answered(at));
            Say(EngineOutput.BridgeLegs(at, Call, new CallId(99), Ana, zipTone: true), State(at, AgentState.Ready, AgentState.Talking));
            _board.Heard(EngineInput.LegsBridged(Call, TimeSpan.FromMilliseconds(3)));
            Say(State(at + TimeSpan.FromSeconds(5), AgentState.Talking, AgentState.Ready));
        }
        await _board.StopAsync();
        Assert.Equal(3, _measured.Count);
    }

    [Fact]
    public async Task Talk_share_is_talking_over_logged_in_time()
    {
        Say(State(Start, AgentState.LoggedOut, AgentState.Ready));
        Say(State(Start + TimeSpan.FromSeconds(10), AgentState.Ready, AgentState.Talking));
        Say(State(Start + TimeSpan.FromSeconds(40), AgentState.Talking, AgentState.WrapUp));
        _now = Start + TimeSpan.FromSeconds(50);
        await _board.StopAsync();
        Assert.Equal(0.6, _board.View([]).TalkShare, 6);
    }

    private static EngineOutput Started() => EngineOutput.AttemptStarted(Start, new CampaignId(1), new LeadId(1), new AttemptId(1), Call, "+33199000000");

    private static EngineOutput Answered(Instant at) =>
        new() { Kind = EngineOutputKind.AttemptAnswered, At = at, Campaign = new CampaignId(1), Attempt = new AttemptId(1), Call = Call, Record = -1 };

    private static EngineOutput State(Instant at, AgentState from, AgentState to) => EngineOutput.AgentStateChanged(at, Ana, from, to, null);

    private void Say(params EngineOutput[] facts)
    {
        var outbox = new Outbox();
        foreach (var fact in facts)
            outbox.Add(fact);
        _board.Take(outbox, 0);
    }
}
