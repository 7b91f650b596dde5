using Dialer.Core.Agents;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Benchmarks.Engine;

/// <summary>
/// A call centre's busy hours as a list of inputs: recorded once against an engine that answers, then given to fresh
/// engines as fast as they take them. What is measured then is the engine alone.
/// </summary>
internal sealed class BusyHour
{
    private enum Happens : byte
    {
        Ring,
        Answer,
        Classify,
        EndAnswered,
        EndNoAnswer,
        EndByUs,
        AgentLegUp,
        Dispose,
        Bridged,
    }

    private static readonly Disposition Said = new("sale");
    private static readonly TrunkId Trunk = new(1);
    private static readonly QueueId Queue = new(1);
    private static readonly CampaignId Campaign = new(1);
    private readonly PriorityQueue<(Happens What, CallId Call, AgentId Agent), (long, long)> _events = new();
    private readonly SeededRandom _random = new(5);
    private readonly HashSet<long> _up = [];
    private readonly DialerEngine _engine;
    private readonly int _agents;
    private readonly double _answered;
    private readonly (EngineInput Input, Instant At)[] _inputs;
    private int _count;
    private long _sequence;
    private long _leads;
    private Instant _now = Begin;

    private BusyHour(int agents, string pacer, int inputs, double answered, Func<string, IPacer?> pacers, Instant until)
    {
        _agents = agents;
        _answered = answered;
        _inputs = new (EngineInput, Instant)[inputs];
        _engine = NewEngine(pacers);
        Configure(pacer);
        Record(until);
    }

    public static readonly Instant Begin = Instant.From(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public static (EngineInput Input, Instant At)[] Inputs(int agents, string pacer, int inputs) =>
        new BusyHour(agents, pacer, inputs, 0.5, Pacers.Create, Instant.Never)._inputs;

    /// <summary>The inputs until an instant, at most <paramref name="most"/>, with pacers of the caller's.</summary>
    /// <param name="answered">Share of calls that are answered; every other answer is a person.</param>
    public static (EngineInput Input, Instant At)[] Inputs(int agents, double answered, Func<string, IPacer?> pacers, Instant until, int most)
    {
        var hour = new BusyHour(agents, Pacers.Predictive, most, answered, pacers, until);
        return hour._inputs[..hour._count];
    }

    public static DialerEngine NewEngine(Func<string, IPacer?>? pacers = null) => new(new EngineOptions(1, pacers ?? Pacers.Create));

    private void Configure(string pacer)
    {
        Send(EngineInput.ConfigureTrunk(new TrunkSettings(Trunk, "trunk", 100_000, 50_000)));
        Send(EngineInput.ConfigureQueue(new QueueSettings(Queue, "queue", [], 0, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(30))));
        var mode = pacer == Pacers.Progressive ? DialMode.Progressive : DialMode.Predictive;
        Send(EngineInput.ConfigureCampaign(new CampaignSettings { Id = Campaign, Name = "campaign", Trunk = Trunk, Queue = Queue, Mode = mode, Pacer = pacer }));
        for (int i = 1; i <= _agents; i++)
            Send(EngineInput.ConfigureAgent(new AgentSettings(new AgentId(i), "agent", [], [Campaign])));
        Send(EngineInput.StartCampaign(Campaign));
        for (int i = 1; i <= _agents; i++)
        {
            Send(EngineInput.AgentLogIn(new AgentId(i)));
            Send(EngineInput.AgentReady(new AgentId(i)));
        }
    }

    private void Record(Instant until)
    {
        while (_count < _inputs.Length && _now < until)
        {
            var due = _engine.NextDeadline ?? Instant.Never;
            if (_events.TryPeek(out _, out var at) && at.Item1 < due.Ticks)
            {
                var (what, call, agent) = _events.Dequeue();
                _now = new Instant(at.Item1);
                Happen(what, call, agent);
            }
            else
            {
                _now = due;
                _engine.AdvanceTo(due);
                Carry();
            }
        }
    }

    private void Happen(Happens what, CallId call, AgentId agent)
    {
        if (what is not (Happens.Dispose or Happens.AgentLegUp or Happens.EndByUs) && !_up.Contains(call.Value))
            return;
        switch (what)
        {
            case Happens.Ring: Send(EngineInput.CallRinging(call)); break;
            case Happens.Answer: Send(EngineInput.CallAnswered(call)); break;
            case Happens.Classify:
                Send(EngineInput.AnswerClassified(call, call.Value % 2 == 0 ? CpaVerdict.LiveVoice : CpaVerdict.AnsweringMachine, 0.9f, TimeSpan.Zero));
                break;
            case Happens.Bridged: Send(EngineInput.LegsBridged(call, TimeSpan.FromMilliseconds(3))); break;
            case Happens.EndAnswered: End(call, CallResult.Answered, EndedBy.CalledParty); break;
            case Happens.EndNoAnswer: End(call, CallResult.NoAnswer, EndedBy.Dialer); break;
            case Happens.EndByUs when _up.Contains(call.Value): End(call, CallResult.Answered, EndedBy.Dialer); break;
            case Happens.AgentLegUp: Send(EngineInput.AgentLegUp(agent, call)); break;
            case Happens.Dispose: Send(EngineInput.SubmitDisposition(agent, Said, new InteractionId(call.Value))); break;
            default: break;
        }
    }

    private void End(CallId call, CallResult result, EndedBy by)
    {
        _up.Remove(call.Value);
        Send(EngineInput.CallEnded(call, result, by, 200, 16, trunkFault: false));
    }

    private void Send(in EngineInput input)
    {
        if (_count == _inputs.Length)
            return;
        _inputs[_count++] = (input, _now);
        _engine.Apply(input, _now);
        Carry();
    }

    private void Carry()
    {
        int leads = 0;
        foreach (ref readonly var output in _engine.Outbox.Outputs)
            switch (output.Kind)
            {
                case EngineOutputKind.PlaceCall: Dial(output.Call); break;
                case EngineOutputKind.HangUp: After(0.02, Happens.EndByUs, output.Call, default); break;
                case EngineOutputKind.PlaceAgentCall: After(1, Happens.AgentLegUp, output.Call, output.Agent); break;
                case EngineOutputKind.BridgeLegs: After(0.01, Happens.Bridged, output.Call, default); break;
                case EngineOutputKind.LoadLeads: leads = output.LeadsWanted; break;
                case EngineOutputKind.AgentStateChanged when output.AgentTo == AgentState.WrapUp:
                    After(3 + (_random.NextDouble() * 20), Happens.Dispose, new CallId(output.Interaction.Value), output.Agent); // The conversation's number, in place of a call's.
                    break;
                default: break;
            }
        _engine.Outbox.Clear();
        if (leads > 0)
            Send(EngineInput.LeadsLoaded(Campaign, new LeadBatch([.. Enumerable.Range(0, leads).Select(_ => Lead())], Instant.Never)));
    }

    private HopperLead Lead()
    {
        long number = ++_leads;
        return new HopperLead(new LeadId(number), 1, [new LeadPhone($"+331{number:D8}", PhoneKind.Landline)], 0, 0, TimeZoneInfo.Utc);
    }

    private void Dial(CallId call)
    {
        _up.Add(call.Value);
        After(0.5, Happens.Ring, call, default);
        if (_random.NextDouble() < _answered)
        {
            double ring = 3 + (_random.NextDouble() * 15);
            After(ring, Happens.Answer, call, default);
            After(ring + 0.8, Happens.Classify, call, default);
            After(ring + 30 + (_random.NextDouble() * 200), Happens.EndAnswered, call, default);
        }
        else
            After(28, Happens.EndNoAnswer, call, default);
    }

    private void After(double seconds, Happens what, CallId call, AgentId agent) =>
        _events.Enqueue((what, call, agent), ((_now + TimeSpan.FromSeconds(seconds)).Ticks, ++_sequence));
}
