using Dialer.Core.Channels;
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

    private readonly IRoutingPolicy _policy;
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
    private readonly Dictionary<(int Queue, IReadOnlyList<RelaxStep> Steps, int Step, int Priority, Channel Channel), WaitLine> _lineOf = [];
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

    /// <param name="policy">Made for this distributor alone: it learns from what happens here.</param>
    public Distributor(IRoutingPolicy policy)
    {
        _policy = policy;
        for (int channel = 0; channel < _setsFree.Length; channel++)
            _setsFree[channel] = new NumberSet();
        _desk = new DeskView(_queues, _sets, _lines);
    }

    public string Policy => _policy.Name;

    /// <summary>When something relaxes, ages, is no longer kept for one agent, or is to be looked at again.</summary>
    public Instant? NextDeadline => _deadlines.Next;

    /// <summary>Interactions that wait for an agent.</summary>
    public int Waiting { get; private set; }

    /// <summary>Sets of skills that differ.</summary>
    public int DistinctSets => _sets.Count;

    /// <summary>Lets the policy go on learning, so many steps; false: there is nothing to do. Between decisions, never within one.</summary>
    public bool Think(int steps) => _policy.Holding?.Think(steps) ?? false;

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
    /// <see cref="Handled"/> or <see cref="Return"/>.
    /// </summary>
    public bool TryNext(Instant now, out Assignment assignment)
    {
        AdvanceTo(now);
        if (_areRanksOld)
            RankAgain(now);
        return IsHolding ? TryWeighed(now, out assignment) : TryOrdered(now, out assignment);
    }

    private bool IsHolding => _policy.Holding is { IsReady: true };

    private void Tell(RoutingEventKind kind, int queue, int set, TimeSpan span, Instant now) =>
        _policy.Observe(new RoutingEvent(kind, _desk, queue, set, span), now);
}
