using System.Diagnostics;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Engine.Books;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// A campaign at run time. What a pacer looks at is kept here in dense arrays that change with each event, so that a
/// decision is given spans and nothing is rebuilt.
/// </summary>
internal sealed class Campaign
{
    private BusyAgent[] _busy = new BusyAgent[16];
    private Agent[] _busyAgents = new Agent[16];
    private CallInFlight[] _inFlight = new CallInFlight[64];
    private Attempt[] _inFlightAttempts = new Attempt[64];

    public Campaign(CampaignSettings settings, Trunk trunk, Queue queue, IPacer? pacer)
    {
        Settings = settings;
        Trunk = trunk;
        Pacer = pacer;
        Group = new ServiceGroup(queue, this);
        Allowance = new AbandonAllowance(settings.Abandon, settings.TimeZone);
    }

    public CampaignId Id => Settings.Id;
    public CampaignSettings Settings { get; set; }

    /// <summary>By which it dials now: its own, unless that refuses everything.</summary>
    public Trunk Trunk { get; set; }

    /// <summary>Null where the mode has no policy: preview and agentless.</summary>
    public IPacer? Pacer { get; set; }
    public ServiceGroup Group { get; }
    public AbandonAllowance Allowance { get; set; }
    public CampaignState State { get; private set; }

    /// <summary>Never shorter than the least time that a phone must ring.</summary>
    public TimeSpan RingTimeout => Settings.RingTimeout > Settings.MinimumRing ? Settings.RingTimeout : Settings.MinimumRing;

    /// <summary>Channels that it may take now.</summary>
    public int FreeLines => Math.Min(Trunk.FreeChannels, RefusalWatch.Room);

    /// <summary>By how much its pass moves on with each turn it has.</summary>
    public long Stride => 1_000_000 / Math.Clamp(Settings.Weight, 1, 1_000_000);
    public Hopper Hopper { get; } = new();

    /// <summary>Each call's own chance, from what is known of it.</summary>
    public LeadModel Model { get; } = new();

    /// <summary>Mean of <see cref="LeadChance.Factor"/> over the last hundred or so that were dialed.</summary>
    public double DialedFactor { get; set; } = 1;

    /// <summary>Leads that came with this load or before have been chosen from once.</summary>
    public long ChosenFrom { get; set; }

    /// <summary>The last order for leads brought fewer than it asked for: nobody is passed over.</summary>
    public bool IsShort { get; set; }

    /// <summary>Whether its trunks let its calls through.</summary>
    public RefusalWatch RefusalWatch { get; } = new();

    /// <summary>While it dials by another trunk than its own: when its own is asked again, and how long to wait the next time.</summary>
    public DeadlineHandle OwnTrunkDeadline;
    public TimeSpan OwnTrunkAfter { get; set; }

    /// <summary>Leads promised to one agent, in the order in which they came.</summary>
    public List<HopperLead> Promised { get; } = [];

    /// <summary>Until when each of <see cref="Promised"/> waits for its own agent, by place.</summary>
    public List<Instant> PromisedUntil { get; } = [];
    public bool LoadOutstanding { get; set; }

    /// <summary>Leads whose fate changed while the store was asked for more: what it sends of them is out of date.</summary>
    public List<LeadId> ChangedMeanwhile { get; } = [];
    public int Asked { get; set; }

    /// <summary>Leads were added since the store was last asked, of which one may go before all that are held.</summary>
    public bool HasNewLeads { get; set; }

    /// <summary>The last order for leads wanted appointments only.</summary>
    public bool AskedAppointments { get; set; }

    /// <summary>When to ask the store again; Never: the list is finished as far as is known.</summary>
    public Instant AskAt { get; set; } = Instant.Epoch;
    public DeadlineHandle AskDeadline;
    public DeadlineHandle TickDeadline;
    public long Ticks { get; set; }

    /// <summary>Attempts that have not closed.</summary>
    public int Open { get; set; }

    /// <summary>Of these, not answered yet.</summary>
    public int Unanswered { get; set; }

    /// <summary>Ready agents that this campaign's pacing counts on, without those who are leaving.</summary>
    public int Idle { get; set; }
    public int LoggedIn { get; set; }

    /// <summary>Agents of these whom it leaves to callers, as their queues ask.</summary>
    public int RoomForCallers { get; set; }

    /// <summary>Agents who asked to leave while ready, held back for calls already dialed.</summary>
    public int LeavingReady { get; set; }

    /// <summary>Leads shown to agents and not dialed yet.</summary>
    public int Previewing { get; set; }

    /// <summary>Agents who accepted a preview that no channel or call rate was free for yet.</summary>
    public List<Agent> AcceptedPreviews { get; } = [];

    /// <summary>Its situation changed since the last pacing moment.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Wanted to launch and could not for want of a channel or of call rate.</summary>
    public bool IsHungry { get; set; }
    public Instant HungrySince { get; set; }

    /// <summary>What kept the last pacing moment from asking the pacer; None where it was asked.</summary>
    public PacingLimit Limit { get; set; } = PacingLimit.Paused;

    /// <summary>Stride scheduling (Waldspurger and Weihl 1995): the campaign with the least pass takes the next shared agent.</summary>
    public long AgentPass { get; set; }
    public long LaunchPass { get; set; }

    /// <summary>Leads that the store had to dial beyond the hopper when it was last asked; MaxValue: unknown.</summary>
    public long LeadsBeyond { get; set; } = long.MaxValue;

    /// <summary>When today's calling hours end, and until when this answer holds.</summary>
    public Instant DialingEnds { get; set; } = Instant.Never;
    public Instant DialingEndsKnownUntil { get; set; } = Instant.Epoch;

    /// <summary>Launches in the present and the last half minute, by which the hopper is sized.</summary>
    public int LaunchedLately { get; set; }
    public int LaunchedBefore { get; set; }

    /// <summary>Answered, verdict open: with an agent reserved, and without.</summary>
    public OpenAnswers Reserved { get; } = new();
    public OpenAnswers Unreserved { get; } = new();

    public CampaignCounters Counters;

    /// <summary>Its open attempts.</summary>
    public CountByPlace Places;

    /// <summary>What a trunk did with its calls since it was started last; null: nothing is known against any.</summary>
    public RefusalPattern? Refused { get; set; }

    /// <summary>Summed over its agents while a snapshot is filled.</summary>
    public CountByState AgentStates { get; private set; }
    public StateTimes AgentTimes { get; private set; }

    public int BusyCount { get; private set; }
    public int InFlightCount { get; private set; }
    public ReadOnlySpan<BusyAgent> Busy => _busy.AsSpan(0, BusyCount);
    public ReadOnlySpan<CallInFlight> InFlight => _inFlight.AsSpan(0, InFlightCount);

    /// <summary>Has somebody to dial, so that it may claim shared agents.</summary>
    public bool Wants => State == CampaignState.Running && (Hopper.Count > 0 || InFlightCount > 0 || Promised.Count > 0 || (Settings.Mode == DialMode.Agentless && Open > 0));

    /// <summary>Calls in flight for whom no agent is reserved yet: after a change to preview they still need the free ones.</summary>
    public int CallsWithoutAgent
    {
        get
        {
            int count = 0;
            for (int i = 0; i < InFlightCount; i++)
                if (_inFlightAttempts[i].Agent is null)
                    count++;
            return count;
        }
    }

    public void MoveTo(CampaignState next)
    {
        if (!CampaignTransitions.Allows(State, next))
            throw new UnreachableException($"campaign {Id.Value}: {State} to {next}");
        State = next;
        if (next is CampaignState.Running or CampaignState.Stopped)
            Refused = null;
    }

    public void ClearAgents()
    {
        AgentStates = default;
        AgentTimes = default;
    }

    public void AddAgent(AgentState state, in StateTimes times)
    {
        var states = AgentStates;
        states.Add(state);
        AgentStates = states;
        var sum = AgentTimes;
        sum.Add(times);
        AgentTimes = sum;
    }

    public void AddBusy(Agent agent, in BusyAgent busy)
    {
        if (BusyCount == _busy.Length)
        {
            Array.Resize(ref _busy, BusyCount * 2);
            Array.Resize(ref _busyAgents, BusyCount * 2);
        }
        agent.BusyIndex = BusyCount;
        _busyAgents[BusyCount] = agent;
        _busy[BusyCount++] = busy;
    }

    public void RemoveBusy(Agent agent)
    {
        int at = agent.BusyIndex;
        int last = --BusyCount;
        if (at != last)
        {
            _busy[at] = _busy[last];
            _busyAgents[at] = _busyAgents[last];
            _busyAgents[at].BusyIndex = at;
        }
        _busyAgents[last] = null!;
        agent.BusyIndex = -1;
    }

    public void AddInFlight(Attempt attempt)
    {
        if (InFlightCount == _inFlight.Length)
        {
            Array.Resize(ref _inFlight, InFlightCount * 2);
            Array.Resize(ref _inFlightAttempts, InFlightCount * 2);
        }
        attempt.InFlightIndex = InFlightCount;
        _inFlightAttempts[InFlightCount] = attempt;
        _inFlight[InFlightCount++] = new CallInFlight(attempt.Id, attempt.StartedAt, attempt.Segment, attempt.AnsweredAt, attempt.RingingAt) { Chance = attempt.Chance };
    }

    public void InFlightRings(Attempt attempt)
    {
        if (attempt.InFlightIndex >= 0)
            _inFlight[attempt.InFlightIndex] = _inFlight[attempt.InFlightIndex] with { RingingAt = attempt.RingingAt };
    }

    public void InFlightAnswered(Attempt attempt)
    {
        if (attempt.InFlightIndex >= 0)
            _inFlight[attempt.InFlightIndex] = _inFlight[attempt.InFlightIndex] with { AnsweredAt = attempt.AnsweredAt };
    }

    public void RemoveInFlight(Attempt attempt)
    {
        int at = attempt.InFlightIndex;
        if (at < 0)
            return;
        int last = --InFlightCount;
        if (at != last)
        {
            _inFlight[at] = _inFlight[last];
            _inFlightAttempts[at] = _inFlightAttempts[last];
            _inFlightAttempts[at].InFlightIndex = at;
        }
        _inFlightAttempts[last] = null!;
        attempt.InFlightIndex = -1;
    }
}
