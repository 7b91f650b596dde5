using System.Globalization;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Dialer.Line;
using Dialer.Server.Configuration;
using Dialer.Server.Outlets;

namespace Dialer.Server.Monitoring;

/// <summary>
/// Adds up what the engine says, for the terminal, the HTTP interface and the events: a reader of facts, on its own
/// task. Congested above <see cref="CongestedAt"/>; at <see cref="Capacity"/> the oldest facts are lost and counted,
/// since a picture that is late by so much helps nobody.
/// </summary>
public sealed class Wallboard : IOutlet, IAsyncDisposable
{
    public const int CongestedAt = 32_768;
    public const int Capacity = 262_144;

    private readonly OutletQueue<BoardItem> _queue = new("wallboard", CongestedAt, Capacity, AtCapacity.DropOldest);
    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, CampaignTally> _campaigns = [];
    private readonly SortedDictionary<int, AgentTally> _agents = [];
    private readonly SortedDictionary<int, TrunkRow> _trunks = [];
    private readonly Dictionary<CallId, Answer> _answers = [];
    private readonly LatencySample _latencies = new();
    private readonly LatencySample _heard = new();

    /// <summary>Calls whose latency counts and whose voice has not been heard yet.</summary>
    private readonly HashSet<CallId> _unheard = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<Instant> _now;
    private Task _running = Task.CompletedTask;
    private volatile bool _draining;

    public Wallboard(Func<Instant> now, IEnumerable<CampaignSettings> campaigns, IEnumerable<AgentSettings> agents, IEnumerable<TrunkSettings> trunks)
    {
        _now = now;
        foreach (var campaign in campaigns)
            _campaigns.Add(campaign.Id.Value, new CampaignTally(campaign.Id.Value, campaign.Name, DialModeSettings.Of(campaign)));
        foreach (var agent in agents)
            _agents.Add(agent.Id.Value, new AgentTally(agent.Id.Value, agent.Name, now()));
        foreach (var trunk in trunks)
            _trunks.Add(trunk.Id.Value, new TrunkRow(trunk.Id.Value, trunk.Name, true, null));
    }

    public string Name => "wallboard";

    public bool IsCongested => _queue.IsCongested;

    public Action? Relieved
    {
        get => _queue.Relieved;
        set => _queue.Relieved = value;
    }

    /// <summary>Completes when the engine has drained.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Told of each fact after it has been added up, on the wallboard's task; must not block.</summary>
    public event Action<EngineOutput, object?>? Added;

    /// <summary>As <see cref="Added"/>, and with when it is durable.</summary>
    internal PassFact? Passed { get; set; }

    /// <summary>Told of each span from answer to agent that counts.</summary>
    public event Action<CallId, TimeSpan>? AnswerToAgentMeasured;

    /// <summary>Told, of the same calls, of each span from the answer to the first packet with the person's voice for the agent.</summary>
    public event Action<CallId, TimeSpan>? CustomerHeardMeasured;

    public void Start() => _running = Task.Run(RunAsync);

    public void Take(Outbox outbox, long stored)
    {
        foreach (ref readonly var output in outbox.Outputs)
            if (!output.IsLineOrder || output.Kind == EngineOutputKind.BridgeLegs)
                _queue.Add(new BoardItem(output, RecordOf(outbox, output), stored));
    }

    /// <summary>
    /// What the engine was told, after what followed from it: of interest are the line's own measurements, from the
    /// 200 OK to the first packet sent to the agent, and to the first with the person's voice.
    /// </summary>
    public void Heard(in EngineInput input)
    {
        if (input.Kind is EngineInputKind.LegsBridged or EngineInputKind.CustomerHeard)
            _queue.Add(new BoardItem(default, input, 0));
        else if (input.Kind == EngineInputKind.Drain)
            _draining = true;
    }

    /// <summary>Those of this name or number, without the rest of the board.</summary>
    internal IReadOnlyList<AgentRow> Agents(string asked)
    {
        lock (_lock)
            return [.. _agents.Where(agent => IsAsked(asked, agent.Value.Name, agent.Key)).Select(agent => agent.Value.Row(_now()))];
    }

    /// <summary>Those of this name or number, without the rest of the board.</summary>
    internal IReadOnlyList<CampaignRow> Campaigns(string asked)
    {
        lock (_lock)
            return [.. _campaigns.Where(campaign => IsAsked(asked, campaign.Value.Name, campaign.Key)).Select(campaign => campaign.Value.Row())];
    }

    private static bool IsAsked(string asked, string name, int id) => name == asked || id.ToString(CultureInfo.InvariantCulture) == asked;

    /// <param name="queues">From the engine's books.</param>
    public WallboardView View(IReadOnlyList<QueueRow> queues)
    {
        lock (_lock)
        {
            var now = _now();
            double loggedIn = _agents.Values.Sum(agent => agent.LoggedIn(now).TotalSeconds);
            double talking = _agents.Values.Sum(agent => (agent.In(AgentState.Talking, now) + agent.In(AgentState.OnHold, now)).TotalSeconds);
            return new WallboardView(
                now.ToDateTimeOffset(),
                [.. _campaigns.Values.Select(campaign => campaign.Row())],
                [.. _agents.Values.Select(agent => agent.Row(now))],
                queues,
                [.. _trunks.Values],
                Enum.GetValues<AgentState>().ToDictionary(Words.Word, state => _agents.Values.Count(agent => agent.State == state)),
                loggedIn > 0 ? talking / loggedIn : 0,
                _heard.View(),
                _latencies.View(),
                _draining,
                _queue.Dropped);
        }
    }

    public Task StopAsync()
    {
        _queue.Close();
        return _running;
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync()
    {
        while (await _queue.WaitAsync(CancellationToken.None).ConfigureAwait(false))
            while (_queue.TryTake(out var item))
            {
                if (item.Record is EngineInput { Kind: EngineInputKind.CustomerHeard } heard)
                    CustomerHeard(heard);
                else if (item.Record is EngineInput bridged)
                    Bridged(bridged);
                else
                    AddUpOne(item);
            }
    }

    private void AddUpOne(in BoardItem item)
    {
        lock (_lock)
            AddUp(item.Output, item.Record);
        Added?.Invoke(item.Output, item.Record);
        Passed?.Invoke(item.Output, item.Record, item.Stored);
    }

    /// <summary>Counts for the latency if the agent was taken no later than the person was known to be one: nobody waited for an agent.</summary>
    private void Bridged(in EngineInput bridged)
    {
        lock (_lock)
        {
            if (!_answers.Remove(bridged.Call, out var answer) || !_agents.TryGetValue(answer.Agent.Value, out var agent) || agent.TakenAt > answer.KnownAt)
                return;
            _latencies.Add(bridged.SinceAnswer);
            _unheard.Add(bridged.Call);
        }
        AnswerToAgentMeasured?.Invoke(bridged.Call, bridged.SinceAnswer);
    }

    private void CustomerHeard(in EngineInput heard)
    {
        lock (_lock)
        {
            if (!_unheard.Remove(heard.Call))
                return;
            _heard.Add(heard.SinceAnswer);
        }
        CustomerHeardMeasured?.Invoke(heard.Call, heard.SinceAnswer);
    }

    /// <summary>The outbox is reused at the next turn, so that what outlives this one is copied.</summary>
    private static object? RecordOf(Outbox outbox, in EngineOutput output)
    {
        if (output.Record < 0)
            return null;
        if (output.Kind == EngineOutputKind.AttemptClosed)
            return outbox.AttemptOf(output);
        if (output.Kind == EngineOutputKind.InteractionClosed)
            return outbox.InteractionOf(output);
        if (output.Kind == EngineOutputKind.ConversationDescribed)
            return outbox.DescriptionOf(output);
        if (output.Kind == EngineOutputKind.VoicemailLeft)
            return outbox.VoicemailOf(output);
        if (output.Kind == EngineOutputKind.DialModeChanged)
            return outbox.ModeOf(output);
        if (output.Kind == EngineOutputKind.CallsRefused)
            return outbox.RefusalOf(output);
        if (output.Kind == EngineOutputKind.LeadGivenBack)
            return outbox.StandingOf(output);
        return output.Kind == EngineOutputKind.PacingDecided ? outbox.PacingOf(output) : null;
    }

    private void AddUp(in EngineOutput fact, object? record)
    {
        if (fact.Kind == EngineOutputKind.AgentStateChanged && _agents.TryGetValue(fact.Agent.Value, out var agent))
            agent.Changed(fact);
        else if (fact.Kind == EngineOutputKind.TrunkStateChanged && _trunks.TryGetValue(fact.Trunk.Value, out var trunk))
            _trunks[fact.Trunk.Value] = trunk with { Available = fact.IsAvailable, Why = fact.Reason };
        else if (fact.Kind == EngineOutputKind.Drained)
            _drained.TrySetResult();
        else if (fact.Kind == EngineOutputKind.InteractionConnected)
            Connect(fact);
        else if (fact.Kind == EngineOutputKind.BridgeLegs)
            Bridge(fact);
        else if (_campaigns.TryGetValue(fact.Campaign.Value, out var campaign))
            AddUp(campaign, fact, record);
    }

    /// <summary>How a trunk is, as the line says it.</summary>
    public void Reported(TrunkReport report)
    {
        lock (_lock)
        {
            if (_trunks.TryGetValue(report.Trunk.Value, out var row))
                _trunks[report.Trunk.Value] = row with { State = report.Condition, Cause = report.Cause, Remedy = report.Remedy };
        }
    }

    private string NameOf(TrunkId trunk) => _trunks.TryGetValue(trunk.Value, out var row) ? row.Name : "unknown";

    private void Connect(in EngineOutput fact)
    {
        if (_agents.TryGetValue(fact.Agent.Value, out var agent))
            agent.Connected(fact);
        if (fact.Attempt.Value != 0 && _campaigns.TryGetValue(fact.Campaign.Value, out var campaign))
            campaign.Connected(fact.Attempt);
    }

    private void Bridge(in EngineOutput order)
    {
        if (_answers.TryGetValue(order.Call, out var answer))
            _answers[order.Call] = answer with { Agent = order.Agent };
    }

    private void AddUp(CampaignTally campaign, in EngineOutput fact, object? record)
    {
        switch (fact.Kind)
        {
            case EngineOutputKind.AttemptStarted: campaign.Started(fact.Attempt); break;
            case EngineOutputKind.AttemptAnswered:
                _answers[fact.Call] = new Answer(fact.At, default);
                campaign.Move(fact.Attempt, AttemptPlace.Answering);
                break;
            case EngineOutputKind.AttemptClassified:
                if (_answers.ContainsKey(fact.Call))
                    _answers[fact.Call] = new Answer(fact.At, default);
                campaign.Classified(fact.Attempt, fact.Verdict);
                break;
            case EngineOutputKind.AttemptRevoked: campaign.Classified(fact.Attempt, fact.Verdict); break;
            case EngineOutputKind.InteractionClosed: campaign.Move(fact.Attempt, AttemptPlace.WrappingUp); break;
            case EngineOutputKind.CallAbandoned: campaign.Abandoned(fact.Attempt); break;
            case EngineOutputKind.AttemptClosed when record is AttemptOutcome outcome:
                _answers.Remove(outcome.Call);
                _unheard.Remove(outcome.Call);
                campaign.Closed(outcome);
                break;
            case EngineOutputKind.DialRefused: campaign.Refused(fact.Refusal); break;
            case EngineOutputKind.CallsRefused when record is RefusalPattern pattern: campaign.Why = RefusalText.Of(pattern, NameOf); break;
            case EngineOutputKind.CampaignStateChanged: campaign.StateChanged(Words.Word(fact.CampaignState)); break;
            case EngineOutputKind.DialModeChanged when record is DialModeSettings mode: campaign.Dials(mode); break;
            case EngineOutputKind.PacingDecided when record is PacingExplanation pacing: campaign.Paced(pacing); break;
            default: break;
        }
    }

    /// <param name="Record">The long record, or an <see cref="EngineInput"/> that was heard.</param>
    private readonly record struct BoardItem(EngineOutput Output, object? Record, long Stored);

    /// <param name="KnownAt">When the call was answered or, later, classified.</param>
    /// <param name="Agent">Whom it was given to; none yet: 0.</param>
    private readonly record struct Answer(Instant KnownAt, AgentId Agent);
}
