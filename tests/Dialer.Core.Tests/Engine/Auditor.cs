using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Engine;

/// <summary>
/// Watches an engine's outputs from outside and keeps its own books. It shares no code with the engine: what it
/// believes follows from the outputs alone.
/// </summary>
internal sealed class Auditor
{
    private sealed class Leg
    {
        public bool Answered;
        public int Abandoned;
        public int HangUps;
        public LeadId Lead;
        public CampaignId Campaign;
        public DialMode Mode;
        public Instant BridgedAt = Instant.Never;
        public Instant AnsweredAt = Instant.Never;
        public bool Served;
        public bool Machine;
    }

    private sealed class Person
    {
        public AgentState State;
        public Instant Since;
        public CallId Leg;
        public CallId With;
        public bool Silent;
        public Dictionary<AgentState, long> Ticks = [];
    }

    private readonly Dictionary<long, Leg> _open = [];
    private readonly Dictionary<int, Person> _agents = [];
    private readonly HashSet<long> _closed = [];
    private readonly HashSet<long> _started = [];
    private readonly HashSet<long> _inbound = [];
    private readonly HashSet<long> _leadsOpen = [];
    private readonly HashSet<long> _interactionsClosed = [];
    private readonly Dictionary<long, bool> _waiting = [];
    private readonly HashSet<string> _doNotCall = [];
    private readonly Dictionary<long, HopperLead> _leads = [];
    private readonly Dictionary<long, List<string>> _callers = [];
    private readonly Dictionary<string, int> _inCalls = [];
    private readonly Dictionary<int, CampaignSettings> _settings = [];
    private readonly Dictionary<int, DialMode> _modes = [];
    private Instant _last = Instant.Epoch;
    private bool _drained;
    private readonly List<EngineOutput> _history = [];
    private readonly ConversationAuditor _conversations = new();
    private readonly LawAuditor _law = new();
    private readonly ServiceAuditor _service = new();

    public int ServedAfterWaiting => _service.Served;
    private readonly PlaceAuditor _places = new();

    /// <summary>Agents pass people on, past whom the distributor would choose.</summary>
    private bool _handedAround;
    private readonly HashSet<long> _asked = [];
    private readonly HashSet<long> _agentLegs = [];

    /// <summary>So often each step was taken.</summary>
    public IReadOnlyDictionary<ConversationStep, int> Steps => _places.Steps;

    public int LateDescriptions => _conversations.Late;
    public int Attempts { get; private set; }
    public int Connected { get; private set; }
    public int AbandonedCount { get; private set; }
    public Dictionary<CallResult, int> Results { get; } = [];

    public void Hear(EngineInput input, Instant now)
    {
        _conversations.Hear(input, now);
        if (!_handedAround)
            _service.Hear(input);
        _handedAround |= input.Kind == EngineInputKind.ConfigureHandovers;
        _places.Hear(input);
        if (input.PayloadSlot is CampaignSettings settings)
        {
            _settings[settings.Id.Value] = settings;
            _modes[settings.Id.Value] = settings.Mode;
        }
        if (input.PayloadSlot is LeadBatch batch)
            foreach (var lead in batch.Leads)
                _leads[lead.Id.Value] = lead;
        if (input.Kind == EngineInputKind.InboundCall)
            _callers[input.Call.Value] = [input.Number];
        if (input.PayloadSlot is Caller caller && _inbound.Contains(input.Call.Value))
            foreach (var known in caller.Persons)
            {
                _callers[input.Call.Value].Add($"person {known.Value}");
                Enter([$"person {known.Value}"]);
            }
        if (input.Kind == EngineInputKind.AgentLegDown && _agents.TryGetValue(input.Agent.Value, out var person) && person.Leg == input.Call && input.Call != CallId.None)
            person.Leg = CallId.None;
        if (input.Kind is EngineInputKind.AgentLegSilent or EngineInputKind.AgentLegHeard && _agents.TryGetValue(input.Agent.Value, out var heard) && heard.Leg == input.Call)
            heard.Silent = input.Kind == EngineInputKind.AgentLegSilent;
    }

    public void Watch(Outbox outbox, Instant now)
    {
        foreach (ref readonly var output in outbox.Outputs)
        {
            Assert.True(output.At >= _last, $"{output.Kind} at {output.At} after {_last}");
            Assert.True(output.At <= now, $"{output.Kind} at {output.At}, now {now}");
            Assert.False(_drained && IsWork(output.Kind), $"{output.Kind} after Drained");
            _last = output.At;
            _history.Add(output);
            See(output, outbox);
            _conversations.See(output, outbox);
            if (!_handedAround)
                _service.See(output);
            _places.See(output);
        }
        if (!_handedAround)
            _service.Rest(now);
        _places.TurnOver(now);
        foreach (var (id, person) in _agents)
            if (person.With != CallId.None && !_agentLegs.Contains(person.With.Value))
                foreach (var (otherId, other) in _agents)
                    Assert.False(id != otherId && other.With == person.With, "a call with two agents");
    }

    /// <summary>What was said of the call and the agent that the last output speaks of, newest last.</summary>
    public string Story()
    {
        var last = _history[^1];
        var with = _history.LastOrDefault(output => output.Call == last.Call && output.Agent.Value != 0).Agent;
        var about = _history.Where(output => (output.Call == last.Call && last.Call != CallId.None) || (output.Agent == with && with.Value != 0)).TakeLast(30);
        return string.Join('\n', about.Select(output => $"{output.At} {output.Kind} agent {output.Agent.Value} {output.AgentFrom}-{output.AgentTo} call {output.Call.Value} {output.OtherCall.Value} {output.Verdict} {output.TextSlot}"));
    }

    private static bool IsWork(EngineOutputKind kind) =>
        kind is EngineOutputKind.PlaceCall or EngineOutputKind.BridgeLegs or EngineOutputKind.LoadLeads or EngineOutputKind.AttemptClosed;

    private void See(in EngineOutput output, Outbox outbox)
    {
        switch (output.Kind)
        {
            case EngineOutputKind.AttemptStarted: Started(output); break;
            case EngineOutputKind.PlaceCall:
                if (output.Attempt.Value == 0)
                {
                    _asked.Add(output.Call.Value);
                    break;
                }
                Assert.True(_started.Contains(output.Call.Value), "a call is placed whose attempt has not started");
                Assert.DoesNotContain(output.Number, _doNotCall);
                break;
            case EngineOutputKind.AttemptAnswered:
                _open[output.Call.Value].Answered = true;
                _open[output.Call.Value].AnsweredAt = output.At;
                break;
            case EngineOutputKind.AttemptClassified:
                _open[output.Call.Value].Machine = output.Verdict is CpaVerdict.AnsweringMachine or CpaVerdict.Fax;
                break;
            case EngineOutputKind.AttemptRevoked:
                _open[output.Call.Value].Machine = true;
                break;
            case EngineOutputKind.Play: Served(output); break;
            case EngineOutputKind.CallBackPromised:
                _law.Promised(output, _settings[output.Campaign.Value], null);
                break;
            case EngineOutputKind.ConversationDescribed when outbox.DescriptionOf(output).Disposition is { CallBackAt: { } at, CallBackLocal: null } && output.Lead.Value != 0:
                _law.Promised(output with { Until = at }, _settings[output.Campaign.Value], _leads[output.Lead.Value]);
                break;
            case EngineOutputKind.ConversationDescribed when outbox.DescriptionOf(output).Disposition.CallBackLocal is not null:
                Assert.Fail("a promise was accepted that is no moment");
                break;
            case EngineOutputKind.ConversationDescribed when outbox.DescriptionOf(output) is { Disposition.DoNotCall: true } objection:
                _doNotCall.Add(objection.Party);
                break;
            case EngineOutputKind.AttemptClosed: Closed(outbox.AttemptOf(output)); break;
            case EngineOutputKind.BridgeLegs: Bridged(output); break;
            case EngineOutputKind.UnbridgeLegs: Unbridged(output); break;
            case EngineOutputKind.AgentStateChanged: Changed(output); break;
            case EngineOutputKind.PlaceAgentCall:
                PersonOf(output.Agent).Leg = output.Call;
                _agentLegs.Add(output.Call.Value);
                PersonOf(output.Agent).Silent = false;
                break;
            case EngineOutputKind.CallAbandoned:
                AbandonedCount++;
                Assert.Equal(1, ++_open[output.Call.Value].Abandoned);
                break;
            case EngineOutputKind.AnswerCall:
                _inbound.Add(output.Call.Value);
                Enter(_callers[output.Call.Value]);
                break;
            case EngineOutputKind.HangUp: HungUp(output); break;
            case EngineOutputKind.InteractionQueued: _waiting[output.Interaction.Value] = true; break;
            case EngineOutputKind.InteractionConnected:
                Connected++;
                _waiting.Remove(output.Interaction.Value);
                break;
            case EngineOutputKind.InteractionClosed: InteractionClosed(output, outbox.InteractionOf(output)); break;
            case EngineOutputKind.DialModeChanged: _modes[output.Campaign.Value] = output.DialMode; break;
            case EngineOutputKind.Drained: Drained(); break;
            default: break;
        }
    }

    private void Started(in EngineOutput output)
    {
        Attempts++;
        Assert.True(_started.Add(output.Call.Value), "an attempt starts twice");
        Assert.True(_leadsOpen.Add(output.Lead.Value), "a lead is dialed twice at once");
        string[] names = NamesOf(_leads[output.Lead.Value]);
        Assert.Contains(output.Number, names);
        Assert.DoesNotContain(names, name => _inCalls.GetValueOrDefault(name) > 0);
        if (_leads[output.Lead.Value].Person.Value != 0)
            Assert.DoesNotContain($"person {_leads[output.Lead.Value].Person.Value}", _doNotCall);
        _law.Started(output, _settings[output.Campaign.Value], _leads[output.Lead.Value]);
        Enter(names);
        _open.Add(output.Call.Value, new Leg { Lead = output.Lead, Campaign = output.Campaign, Mode = _modes[output.Campaign.Value] });
    }

    /// <summary>What a person is known by: the numbers, and the person where the list says whose they are.</summary>
    private static string[] NamesOf(HopperLead lead) =>
        [.. lead.Phones.Select(phone => phone.Number), .. lead.Person.Value == 0 ? Array.Empty<string>() : [$"person {lead.Person.Value}"]];

    private void Enter(IEnumerable<string> names)
    {
        foreach (string name in names)
            _inCalls[name] = _inCalls.GetValueOrDefault(name) + 1;
    }

    private void Leave(IEnumerable<string> names)
    {
        foreach (string name in names)
            Assert.True(--_inCalls[name] >= 0, $"{name} leaves a call twice");
    }

    private void Closed(in AttemptOutcome outcome)
    {
        Assert.True(_closed.Add(outcome.Attempt.Value), "an attempt closes twice");
        Assert.True(_open.Remove(outcome.Call.Value, out var leg), "an attempt closes that was not open");
        Assert.True(_leadsOpen.Remove(outcome.Lead.Value));
        Leave(NamesOf(_leads[outcome.Lead.Value]));
        Assert.NotEqual(CallResult.None, outcome.Result);
        Assert.Equal(leg!.Abandoned == 1, outcome.Abandoned);
        Assert.Equal(leg.Answered, outcome.AnsweredAt != Instant.Never);
        Assert.Equal(leg.BridgedAt, outcome.ConnectedAt);
        Assert.Equal(outcome.ConnectedAt != Instant.Never, outcome.Agent is not null);
        if (outcome.Result == CallResult.Answered)
            Assert.True(leg.Answered, "Answered without an answer");
        if (outcome.Abandoned)
            Assert.Equal(Instant.Never, outcome.ConnectedAt);
        Assert.True(outcome.StartedAt <= outcome.EndedAt && outcome.EndedAt <= outcome.ClosedAt);
        if (outcome.Disposition is { DoNotCall: true })
            _doNotCall.UnionWith(NamesOf(_leads[outcome.Lead.Value]));
        Results[outcome.Result] = Results.GetValueOrDefault(outcome.Result) + 1;
        foreach (var person in _agents.Values)
            Assert.False(person.With == outcome.Call && person.State is AgentState.Talking or AgentState.OnHold, "an attempt closes while an agent talks on it");
    }

    /// <summary>A person hears an agent or a prompt, or is hung up on, before the rule's time and the analyzer's are over.</summary>
    private void Served(in EngineOutput output)
    {
        if (!_open.TryGetValue(output.Call.Value, out var leg) || leg.Served || leg.AnsweredAt == Instant.Never)
            return;
        leg.Served = true;
        var settings = _settings[leg.Campaign.Value];
        var allowed = settings.Abandon.After;
        if (settings.Abandon.From == AbandonClock.GreetingEnd || leg.Mode == DialMode.Agentless)
            allowed += settings.AnalysisLimit;
        if (!leg.Machine)
            Assert.True(output.At - leg.AnsweredAt <= allowed, $"a person waited {(output.At - leg.AnsweredAt).TotalSeconds} s for {output.Kind}");
    }

    private void Bridged(in EngineOutput output)
    {
        if (_asked.Contains(output.OtherCall.Value))
        {
            Assert.Equal(0, output.Agent.Value);
            return;
        }
        if (_asked.Contains(output.Call.Value))
        {
            Assert.Equal((AgentState.OnHold, output.OtherCall), (PersonOf(output.Agent).State, PersonOf(output.Agent).Leg));
            return;
        }
        var call = output.Call;
        if (_agents.Values.FirstOrDefault(each => each.Leg == call) is { } asker)
        {
            var asked = PersonOf(output.Agent);
            Assert.Equal(asked.Leg, output.OtherCall);
            Assert.Equal(AgentState.OnHold, asker.State);
            Assert.True(asked.With == CallId.None ? asked.State == AgentState.Reserved : asked.With == call && asked.State == AgentState.Talking, $"asked while {asked.State}");
            asked.With = call;
            return;
        }
        Served(output);
        var person = PersonOf(output.Agent);
        Assert.Equal(person.Leg, output.OtherCall);
        Assert.NotEqual(CallId.None, output.OtherCall);
        Assert.False(person.Silent, "a person is given to a phone that says nothing");
        bool wasAsked = person.State == AgentState.Talking && _agentLegs.Contains(person.With.Value);
        Assert.True(wasAsked || person.With == CallId.None || person.With == call, "an agent with two calls");
        Assert.True(person.State is AgentState.Ready or AgentState.Reserved or AgentState.NotReady or AgentState.WrapUp ? person.With == CallId.None : person.With == call || wasAsked, $"bridged while {person.State}");
        person.With = output.Call;
        if (_open.TryGetValue(output.Call.Value, out var leg))
        {
            Assert.Equal(0, leg.Abandoned);
            if (leg.BridgedAt == Instant.Never)
                leg.BridgedAt = output.At;
        }
        else
            Assert.Contains(output.Call.Value, _inbound);
    }

    private void Unbridged(in EngineOutput output)
    {
        var call = output.Call;
        Assert.Contains(_agents.Values, person => person.With == call || person.Leg == call);
    }

    private void Changed(in EngineOutput output)
    {
        var person = PersonOf(output.Agent);
        Assert.Equal(person.State, output.AgentFrom);
        if (output.AgentFrom == output.AgentTo && output.AgentTo != AgentState.NotReady)
            return;
        Assert.True(AgentTransitions.Allows(output.AgentFrom, output.AgentTo));
        person.Ticks[person.State] = person.Ticks.GetValueOrDefault(person.State) + (output.At - person.Since).Ticks;
        person.State = output.AgentTo;
        person.Since = output.At;
        if (output.AgentTo is AgentState.WrapUp or AgentState.LoggedOut or AgentState.Ready or AgentState.NotReady)
            person.With = CallId.None;
        if (output.AgentTo is AgentState.Talking)
            Assert.NotEqual(CallId.None, person.With);
        if (output.AgentTo == AgentState.LoggedOut)
            person.Leg = CallId.None;
    }

    private void HungUp(in EngineOutput output)
    {
        Served(output);
        if (_open.TryGetValue(output.Call.Value, out var leg))
            Assert.Equal(1, ++leg.HangUps);
    }

    private void InteractionClosed(in EngineOutput output, in InteractionRecord record)
    {
        Assert.True(_interactionsClosed.Add(record.Interaction.Value), "an interaction closes twice");
        _waiting.Remove(record.Interaction.Value);
        if (record.End == InteractionEnd.Abandoned)
            Assert.Equal(Instant.Never, record.ConnectedAt);
        if (record.Attempt.Value == 0)
        {
            Assert.True(_inbound.Remove(output.Call.Value), "an inbound call closes twice");
            Leave(_callers[output.Call.Value]);
            if (record.Disposition is { DoNotCall: true })
                _doNotCall.UnionWith(_callers[output.Call.Value]);
        }
    }

    private void Drained()
    {
        _drained = true;
        Assert.Empty(_open);
        Assert.Empty(_waiting);
        Assert.Empty(_inbound);
        foreach (var person in _agents.Values)
            Assert.Equal(AgentState.LoggedOut, person.State);
    }

    /// <summary>At the end: the engine's books against these.</summary>
    public void Finish(DialerEngine engine)
    {
        Assert.True(_drained, "the world never drained");
        Assert.Equal(Attempts, _closed.Count);
        Assert.Equal(Attempts, Results.Values.Sum());
        var snapshot = new EngineSnapshot();
        engine.Fill(snapshot);
        Assert.Equal(Attempts, snapshot.Campaigns.Sum(campaign => campaign.Counters.Attempts));
        Assert.Equal(Attempts, snapshot.Campaigns.Sum(campaign => campaign.Counters.Closed));
        Assert.Equal(AbandonedCount, snapshot.Campaigns.Sum(campaign => campaign.Counters.Abandoned));
        foreach (var result in Enum.GetValues<CallResult>())
            Assert.Equal(Results.GetValueOrDefault(result), snapshot.Campaigns.Sum(campaign => campaign.Counters.Results.Of(result)));
        foreach (var campaign in snapshot.Campaigns)
        {
            Assert.Equal(0, campaign.Ringing);
            Assert.Equal(0, campaign.Waiting);
        }
        foreach (var agent in snapshot.Agents)
            foreach (var state in Enum.GetValues<AgentState>())
                if (state != AgentState.LoggedOut)
                    Assert.Equal(PersonOf(agent.Agent).Ticks.GetValueOrDefault(state), agent.Times.Of(state).Ticks);
    }

    private Person PersonOf(AgentId id)
    {
        if (!_agents.TryGetValue(id.Value, out var person))
            _agents.Add(id.Value, person = new Person());
        return person;
    }
}
