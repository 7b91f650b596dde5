using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>Agents who take both: outbound makes room for callers, and has it back; nobody is on the telephone without end.</summary>
public sealed class BlendingTests
{
    private static readonly AgentId Ana = new(1);
    private long _calls = CallId.FirstInbound;

    private static Desk BlendedDesk(bool byTargets, QueueSettings? queue = null)
    {
        var desk = new Desk(settings => settings with { Mode = DialMode.Progressive, InboundTargets = byTargets }, queue: queue);
        for (int i = 1; i <= 6; i++)
            desk.ReadyAgent(i);
        return desk;
    }

    private CallId Comes(Desk desk)
    {
        var call = new CallId(_calls++);
        desk.Do(EngineInput.InboundCall(call, Desk.Trunk, Desk.Queue, ""));
        return call;
    }

    /// <summary>Callers whom nobody answered in time: all agents were with others for as long.</summary>
    private void CallersAreLate(Desk desk, int callers)
    {
        CallId[] busy = [.. Enumerable.Range(0, 6).Select(_ => Comes(desk))];
        for (int i = 0; i < callers; i++)
        {
            var late = Comes(desk);
            desk.Wait(1);
            desk.End(late, by: EndedBy.CalledParty);
        }
        foreach (var call in busy)
            desk.End(call);
        for (int i = 1; i <= 6; i++)
            desk.Do(EngineInput.AgentReady(new AgentId(i)));
    }

    [Theory]
    [InlineData(false, 6)]
    [InlineData(true, 2)]
    public void Outbound_leaves_room_where_callers_were_not_answered_in_time(bool byTargets, int dialed)
    {
        var desk = BlendedDesk(byTargets);
        CallersAreLate(desk, 12);
        desk.Start(50);
        desk.TrunkLetsThrough();
        desk.Wait(2);
        Assert.InRange(desk.Count(EngineOutputKind.PlaceCall), dialed - 1, dialed + (byTargets ? 1 : 0));
    }

    [Fact]
    public void It_has_it_back_once_callers_are_answered_in_time()
    {
        var desk = BlendedDesk(byTargets: true);
        CallersAreLate(desk, 12);
        for (int i = 0; i < 60; i++)
        {
            var call = Comes(desk);
            int agent = desk.Last(EngineOutputKind.BridgeLegs).Agent.Value;
            desk.Wait(1);
            desk.End(call);
            desk.Do(EngineInput.AgentReady(new AgentId(agent)));
        }
        desk.Start(50);
        desk.TrunkLetsThrough();
        desk.Wait(2);
        Assert.InRange(desk.Count(EngineOutputKind.PlaceCall), 5, 6);
    }

    private static Desk WithCeilings(AgentCeilings ceilings)
    {
        var desk = new Desk(queue: new QueueSettings(Desk.Queue, "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.Zero));
        desk.Do(EngineInput.ConfigureAgent(new AgentSettings(Ana, "ana", [], [Desk.Campaign]) { Ceilings = ceilings }));
        desk.LogIn(Ana);
        desk.Do(EngineInput.AgentReady(Ana));
        return desk;
    }

    [Fact]
    public void After_so_long_without_a_break_there_is_a_rest_and_then_work_by_itself()
    {
        var desk = WithCeilings(new AgentCeilings { Unbroken = TimeSpan.FromMinutes(10), Rest = TimeSpan.FromMinutes(2) });
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(AgentState.Ready, desk.StateOf(Ana));
            var call = Comes(desk);
            desk.Wait(6 * 60);
            desk.End(call);
        }
        Assert.Equal((AgentState.NotReady, AgentReasons.Resting), (desk.StateOf(Ana), desk.Last(EngineOutputKind.AgentStateChanged).Reason));
        var waits = Comes(desk);
        desk.Do(EngineInput.AgentReady(Ana));
        Assert.Contains("rest", desk.Last(EngineOutputKind.CommandRefused).Reason, StringComparison.Ordinal);
        desk.Wait(119.9);
        Assert.Equal(AgentState.NotReady, desk.StateOf(Ana));
        desk.Wait(0.1);
        Assert.Equal((AgentState.Talking, waits), (desk.StateOf(Ana), desk.Last(EngineOutputKind.BridgeLegs).Call));
    }

    [Fact]
    public void Occupancy_rests_as_long_as_brings_it_back()
    {
        var desk = WithCeilings(new AgentCeilings { Occupancy = 0.5, Rest = TimeSpan.FromMinutes(10) });
        var call = Comes(desk);
        desk.Wait(25 * 60);
        desk.End(call);
        Assert.Equal(AgentState.NotReady, desk.StateOf(Ana));

        // 1 - exp(-25/30) of the last half hour is above a half by a factor whose logarithm is this many minutes of thirty.
        double minutes = 30 * Math.Log((1 - Math.Exp(-25.0 / 30)) / 0.5);
        desk.Wait((minutes * 60) - 1);
        Assert.Equal(AgentState.NotReady, desk.StateOf(Ana));
        desk.Wait(2);
        Assert.Equal(AgentState.Ready, desk.StateOf(Ana));
    }

    [Fact]
    public void Who_pauses_while_resting_stays_away()
    {
        var desk = WithCeilings(new AgentCeilings { Unbroken = TimeSpan.FromMinutes(1), Rest = TimeSpan.FromMinutes(2) });
        var call = Comes(desk);
        desk.Wait(120);
        desk.End(call);
        desk.Do(EngineInput.AgentNotReady(Ana, "lunch"));
        desk.Wait(600);
        Assert.Equal((AgentState.NotReady, "lunch"), (desk.StateOf(Ana), desk.Last(EngineOutputKind.AgentStateChanged).Reason));
    }
}
