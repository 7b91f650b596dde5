using System.Collections.Concurrent;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Sip.Stack;
using Xunit;

namespace Dialer.Sip.Tests.Calls;

/// <summary>
/// Random orders against far ends that answer, refuse, hang up and die at random moments, over real sockets. An auditor
/// that knows nothing of the line's insides checks what it signalled.
/// </summary>
public sealed class LineAuditTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_races_happen_each_call_ends_once_and_last(int seed)
    {
        var random = new Random(seed);
        var chaos = new ConcurrentQueue<int>(Enumerable.Range(0, 4_000).Select(_ => random.Next(100)));
        using FarEnd carrier = new((call, _) => Misbehave(call, chaos)), phones = new((call, _) => Desk(call, chaos));
        await using var bench = await LineBench.StartAsync(
            [LineBench.TrunkTo(1, carrier.Port) with { Channels = 1_000, ProbeEvery = TimeSpan.FromMilliseconds(400) }],
            new Dictionary<AgentId, AgentPhone> { [new(0)] = new($"sip:a@127.0.0.1:{phones.Port}"), [new(1)] = new($"sip:b@127.0.0.1:{phones.Port}") },
            analysis: AnalysisMode.Detect);
        List<CallId> people = [], desks = [];
        var bridges = new ConcurrentBag<(CallId, CallId)>();
        for (int step = 0; step < 400; step++)
        {
            Act(bench, random, people, desks, bridges);
            if (random.Next(4) == 0)
                await Task.Delay(random.Next(12), TestContext.Current.CancellationToken);
        }
        foreach (var call in people.Concat(desks))
            bench.Line.Carry(EngineOutput.HangUp(Instant.Epoch, call));
        foreach (var call in people)
            await bench.SignalAsync(EngineInputKind.CallEnded, call);
        foreach (var call in desks)
            await bench.SignalAsync(EngineInputKind.AgentLegDown, call);
        await LineBench.UntilAsync(() => TestedLine.Open(bench.Line) == (0, 0), $"calls and legs are left: {TestedLine.Open(bench.Line)}");
        foreach (var call in people)
            AuditPerson(call, [.. bench.Signals.Where(s => s.Call == call)]);
        foreach (var call in desks)
            AuditDesk([.. bench.Signals.Where(s => s.Call == call)]);

        // The world was wild enough to mean something.
        Assert.True(people.Count >= 40, $"{people.Count} calls");
        Assert.True(bench.Signals.Where(s => s.Kind == EngineInputKind.CallEnded).Select(s => s.Result).Distinct().Count() >= 4, "too few kinds of ends");
        Assert.Contains(bench.Signals, s => s.Kind == EngineInputKind.LegsBridged);
        Assert.False(bridges.IsEmpty);
    }

    private static void Act(LineBench bench, Random random, List<CallId> people, List<CallId> desks, ConcurrentBag<(CallId, CallId)> bridges)
    {
        var person = people.Count == 0 ? CallId.None : people[random.Next(people.Count)];
        var desk = desks.Count == 0 ? CallId.None : desks[random.Next(desks.Count)];
        switch (random.Next(14))
        {
            case 0 or 1 or 2 or 3:
                if (people.Count < 60)
                    people.Add(bench.Place(ringSeconds: 0.05 + (random.NextDouble() * 0.5)));
                break;
            case 4:
                if (desks.Count < 30)
                    desks.Add(bench.PlaceAgent(random.Next(2)));
                break;
            case 5 or 6:
                bench.Line.Carry(EngineOutput.HangUp(Instant.Epoch, random.Next(10) == 0 ? desk : person));
                break;
            case 7 or 8 or 12 or 13:
                bridges.Add((person, desk));
                bench.Line.Carry(EngineOutput.BridgeLegs(Instant.Epoch, person, desk, new(0), random.Next(2) == 0));
                break;
            case 9:
                bench.Line.Carry(EngineOutput.UnbridgeLegs(Instant.Epoch, person, desk));
                break;
            case 10:
                bench.Line.Carry(EngineOutput.Play(Instant.Epoch, person, random.Next(3) == 0 ? "nothing" : "tone1000", random.Next(2) == 0));
                break;
            default:
                bench.Line.Carry(EngineOutput.StopPlaying(Instant.Epoch, person));
                break;
        }
    }

    // Most phones do as they should, so that there is something to bridge to.
    private static void Desk(FarCall call, ConcurrentQueue<int> chaos)
    {
        if (chaos.TryPeek(out int draw) && draw < 20)
            Misbehave(call, chaos);
        else
            call.Answer(700);
        chaos.TryDequeue(out _);
    }

    private static void Misbehave(FarCall call, ConcurrentQueue<int> chaos)
    {
        if (!chaos.TryDequeue(out int draw))
            draw = 0;
        int delay = draw % 7 * 8;
        if (draw % 3 == 0)
            call.Sip.Ring();
        switch (draw / 10)
        {
            case 0: call.Sip.Reject(486); break;
            case 1: Later(call, delay, () => call.Sip.Reject(draw % 2 == 0 ? 503 : 404)); break;
            case 2: break;
            case 3:
                call.OpenLeg();
                call.Sip.Progress(call.Sdp.Answer(call.Leg!, call.Offer!));
                Later(call, delay, () => call.Sip.Answer(call.Sdp.Answer(call.Leg!, call.Offer!)));
                break;
            case 4: call.Answer(440); break;
            case 5:
                Later(call, delay, () =>
            {
                call.Answer(440);
                call.Sip.Bye();
            }); break;
            case 6:
                Later(call, delay, () =>
            {
                call.Answer(440);
                Later(call, delay, () => call.Sip.Bye());
            }); break;
            default: Later(call, delay, () => call.Answer(draw % 2 == 0 ? 0 : 440)); break;
        }
    }

    private static void Later(FarCall call, int milliseconds, Action action) => Task.Delay(milliseconds).ContinueWith(
        _ =>
        {
            // The race itself: the call may be over by now, and the far end must not care.
            if (call.Sip.State is SipCallState.Inviting or SipCallState.Early or SipCallState.Answered)
                action();
        },
        TaskScheduler.Default);

    private static void AuditPerson(CallId call, EngineInput[] told)
    {
        string story = string.Join(' ', told.Select(s => s.Kind));
        Assert.True(told[^1].Kind == EngineInputKind.CallEnded, $"call {call.Value}: the end is not last: {story}");
        Assert.True(told.Count(s => s.Kind == EngineInputKind.CallEnded) == 1, $"call {call.Value}: {story}");
        Assert.True(told.Count(s => s.Kind == EngineInputKind.CallRinging) <= 1, $"call {call.Value}: {story}");
        Assert.True(told.Count(s => s.Kind == EngineInputKind.CallAnswered) <= 1, $"call {call.Value}: {story}");
        Assert.True(told.Count(s => s.Kind == EngineInputKind.AnswerClassified) <= 1, $"call {call.Value}: {story}");
        int answered = Array.FindIndex(told, s => s.Kind == EngineInputKind.CallAnswered);
        for (int i = 0; i < told.Length; i++)
        {
            bool needsAnswer = told[i].Kind is EngineInputKind.AnswerClassified or EngineInputKind.LegsBridged or EngineInputKind.PlaybackEnded or EngineInputKind.MessageMoment;
            Assert.True(!needsAnswer || (answered >= 0 && i > answered), $"call {call.Value}: {told[i].Kind} without an answer: {story}");
            Assert.True(told[i].Kind != EngineInputKind.CallRinging || answered < 0 || i < answered, $"call {call.Value}: rings after the answer: {story}");
        }
        Assert.True((told[^1].Result == CallResult.Answered) == (answered >= 0), $"call {call.Value}: ended as {told[^1].Result}: {story}");
        Assert.NotEqual(CallResult.None, told[^1].Result);
    }

    private static void AuditDesk(EngineInput[] told)
    {
        Assert.Equal(EngineInputKind.AgentLegDown, told[^1].Kind);
        Assert.Single(told, s => s.Kind == EngineInputKind.AgentLegDown);
        Assert.True(told.Count(s => s.Kind == EngineInputKind.AgentLegUp) <= 1);
        Assert.DoesNotContain(told, s => s.Kind is EngineInputKind.CallEnded or EngineInputKind.CallAnswered or EngineInputKind.CallRinging);
    }
}
