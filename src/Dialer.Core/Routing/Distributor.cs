using Dialer.Core.Channels;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>
/// Who gets whom. Agents are kept by set of skills, and those who wait by line (queue, what they ask for, priority,
/// channel); a decision goes over the sets that may serve, or over the lines that are not empty, 64 at a time, never over
/// agents or callers. Knows no telephone: interactions of any channel are offered, withdrawn, assigned and handled. Takes
/// <c>now</c> as an argument, allocates nothing in steady state, and gives the same answers to the same inputs.
/// After each input, <see cref="TryNext"/> is asked until it says no.
/// </summary>
public sealed partial class Distributor
{
    /// <summary>Most interactions at once, waiting or held; what is offered beyond is refused.</summary>
    public const int MaxInteractions = 200_000;

    /// <summary>Most different lines: queues times what is asked for times priorities times channels.</summary>
    public const int MaxLines = 50_000;

    private readonly IRoutingPolicy _usual;
    private readonly Dictionary<int, IRoutingPolicy> _groups = [];
    private readonly List<IRoutingPolicy> _policies = [];
    private readonly bool[] _orders = new bool[SkillSet.Orders];
    private readonly DeskView _desk;

    // Agents.
    private readonly Dictionary<int, int> _agentRows = [];
    private readonly List<SkillSet> _sets = [];
    private readonly Dictionary<int, List<SkillSet>> _setsByHash = [];
    private readonly NumberSet[] _setsFree = new NumberSet[ChannelLimits.Channels];
    private readonly Places _freePlaces = new();
    private AgentRow[] _agents = new AgentRow[64];
    private OrderedHeap?[] _personal = new OrderedHeap?[64];
    private int _agentCount;
    private long _allSuccesses;
    private long _allResults;

    // Who waits.
    private readonly Dictionary<int, QueueRow> _queueRows = [];
    private readonly List<QueueRow> _queues = [];
    private readonly List<Claim> _claims = [];
    private readonly List<WaitLine> _lines = [];
    private readonly Dictionary<(int Queue, IReadOnlyList<RelaxStep> Steps, int Step, int Priority, Channel Channel, CampaignId Campaign), WaitLine> _lineOf = [];
    private readonly NumberSet _linesWaiting = new();
    private LineHead[] _heads = new LineHead[64];
    private readonly Places _waitPlaces = new();
    private readonly Places _personalPlaces = new();
    private readonly Dictionary<long, int> _interactionRows = [];
    private readonly DeadlineQueue<(int Row, bool IsLook)> _deadlines = new();
    private InteractionRow[] _interactions = new InteractionRow[256];
    private int _interactionsUsed;
    private int _freeRow = -1;
    private long _sequence;
    private long _turn;

    // What is to be looked at.
    private readonly Queue<int> _stirredAgents = new(64);
    private readonly Queue<int> _stirredLines = new(64);
    private bool _isDeskStirred;
    private bool _areRanksOld;
    private int _weighing;

    /// <param name="policy">Of every group that no other is set for. Made for this distributor alone: it learns from what happens here.</param>
    public Distributor(IRoutingPolicy policy)
    {
        _usual = policy;
        _policies.Add(policy);
        _orders[(int)policy.AgentOrder] = true;
        for (int channel = 0; channel < _setsFree.Length; channel++)
            _setsFree[channel] = new NumberSet();
        IsLearning = policy.Holding is not null;
        _desk = new DeskView(_queues, _sets, _lines);
    }

    /// <summary>When something relaxes, ages, is no longer kept for one agent, or is to be looked at again.</summary>
    public Instant? NextDeadline => _deadlines.Next;

    /// <summary>Interactions that wait for an agent.</summary>
    public int Waiting { get; private set; }

    /// <summary>Sets of skills that differ.</summary>
    public int DistinctSets => _sets.Count;

    /// <summary>Lets the policy go on learning, so many steps; false: there is nothing to do. Between decisions, never within one.</summary>
    public bool Think(int steps)
    {
        bool isMore = false;
        foreach (var policy in _policies)
            isMore |= policy.Holding?.Think(steps) ?? false;
        return isMore;
    }

    /// <summary>Some policy learns by thinking.</summary>
    public bool IsLearning { get; private set; }

    /// <summary>Fires what is due, each at its own instant.</summary>
    public void AdvanceTo(Instant now)
    {
        while (_deadlines.TryTake(now, out var at, out var what))
        {
            ref var row = ref _interactions[what.Row];
            if (what.IsLook)
            {
                row.Look = DeadlineHandle.None;
                LookAgain(what.Row, at);
            }
            else
            {
                row.Next = DeadlineHandle.None;
                Relax(what.Row, at);
            }
        }
    }

    /// <summary>
    /// The next pair to join; false: nobody more for now. The interaction is then the agent's until
    /// <see cref="Handled"/> or <see cref="Return"/>. Where some queues' pairs are weighed and others follow an order, the
    /// higher priority goes first, then the order.
    /// </summary>
    public bool TryNext(Instant now, out Assignment assignment)
    {
        AdvanceTo(now);
        if (_areRanksOld)
            RankAgain(now);
        if (IsLearning)
            LookWhoWeighs();
        bool any = TryOrdered(now, out int row, out int agent);
        if (IsLearning && TryWeighed(now, out int weighed, out int itsAgent) && (!any || ClaimOf(weighed) > ClaimOf(row)))
            (row, agent, any) = (weighed, itsAgent, true);
        assignment = any ? Join(row, agent, now) : default;
        return any;
    }

    /// <summary>The priority by which it is compared: who has aged goes before all.</summary>
    private int ClaimOf(int row) => _interactions[row].Line is >= 0 and int line ? _lines[line].Priority : PriorityOf(row);

    /// <summary>The policy of a group of queues from now on, made for this distributor alone.</summary>
    public void SetGroup(int group, IRoutingPolicy policy)
    {
        _groups[group] = policy;
        foreach (var queue in _queues)
            queue.Policy = PolicyOf(queue.Settings);
        _policies.Clear();
        _policies.Add(_usual);
        foreach (var each in _groups.OrderBy(each => each.Key))
            _policies.Add(each.Value);
        IsLearning = _policies.Exists(each => each.Holding is not null);
        StandAgain();
        JudgeAgain();
    }

    private IRoutingPolicy PolicyOf(RoutedQueue queue) => _groups.GetValueOrDefault(queue.Group, _usual);

    /// <summary>Free agents stand in the orders that are asked for now.</summary>
    private void StandAgain()
    {
        for (int row = 0; row < _agentCount; row++)
            Unfree(row);
        Array.Clear(_orders);
        foreach (var policy in _policies)
            _orders[(int)policy.AgentOrder] = true;
        for (int row = 0; row < _agentCount; row++)
            Free(row);
    }

    /// <summary>Who has begun to weigh pairs, or has unlearned it, looks at everybody who waits with fresh eyes.</summary>
    private void LookWhoWeighs()
    {
        int weighing = 0;
        foreach (var policy in _policies)
            weighing += policy.Holding is { IsReady: true } ? 1 : 0;
        if (weighing == _weighing)
            return;
        _weighing = weighing;
        StirWaiting();
    }

    private void StirWaiting()
    {
        foreach (var line in _lines)
            if (line.Waiting.Count > 0)
                Stir(line);
    }

    private void JudgeAgain()
    {
        foreach (var claim in _claims)
            foreach (var set in _sets)
                claim.Judge(set);
        foreach (var set in _sets)
            set.ServeAnew(_lines);
        _areRanksOld = true;
        StirWaiting();
    }

    private void Tell(RoutingEventKind kind, int queue, int set, TimeSpan span, Instant now)
    {
        foreach (var policy in _policies)
            policy.Observe(new RoutingEvent(kind, _desk, queue, set, span), now);
    }
}
