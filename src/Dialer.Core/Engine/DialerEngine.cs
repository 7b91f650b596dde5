using System.Diagnostics;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// The deciding engine: a single writer. Each input runs to completion and never awaits; what follows from it lies
/// in the <see cref="Outbox"/>. Same inputs at the same instants, same outputs, bit for bit.
/// <para>
/// One file per concern: Configuring (settings), Running (campaign states, leads), Launching (pacing moments),
/// Answering (what the line says of an attempt), Conversations (agents with people), Describing (what came of them), AgentDesk
/// (agents' commands and their phones), SilentLegs (phones that say nothing), Recalling (phones that the network took), Supply
/// (who is counted where), Inbound, Previewing, Refusals (a trunk that lets nothing through), Draining, Closing, Facts.
/// </para>
/// </summary>
public sealed partial class DialerEngine
{
    private readonly DeadlineQueue<Due> _deadlines = new();
    private readonly DialGate _gate = new();
    private readonly Dictionary<int, Trunk> _trunks = [];
    private readonly Dictionary<int, Queue> _queues = [];
    private readonly Dictionary<int, Agent> _agents = [];
    private readonly Dictionary<int, Campaign> _campaigns = [];

    // The same in the order in which they were configured: what is walked through must not depend on hashing.
    private readonly List<Queue> _queueList = [];
    private readonly List<Agent> _agentList = [];
    private readonly List<Campaign> _campaignList = [];

    /// <summary>Those that have not closed, by their id.</summary>
    private readonly Dictionary<long, Interaction> _interactions = [];

    /// <summary>Attempt, Interaction (inbound) or Agent by the number of the leg.</summary>
    private readonly Dictionary<long, object> _legs = [];

    /// <summary>Campaigns whose situation changed in this turn.</summary>
    private readonly List<Campaign> _dirty = [];
    private long _nextId;
    private Instant _now = Instant.Epoch;

    public DialerEngine(EngineOptions options)
    {
        Options = options;
        _nextId = options.FirstAttempt;
    }

    public EngineOptions Options { get; }

    public Outbox Outbox { get; } = new();

    /// <summary>When the next deadline falls due; null: none.</summary>
    public Instant? NextDeadline => _deadlines.Next;

    /// <summary>Signals of calls and agents that are no longer (or never were) known, or that no longer matter: ignored.</summary>
    public long IgnoredSignals { get; private set; }

    /// <summary>Advances to <paramref name="now"/>, then takes the input. Time never runs backwards: an earlier instant counts as the latest one.</summary>
    public void Apply(in EngineInput input, Instant now)
    {
        AdvanceTo(now);
        Take(input);
        PaceDirty();
    }

    /// <summary>Fires each due deadline, in (deadline, sequence) order, at its own instant.</summary>
    public void AdvanceTo(Instant now)
    {
        while (_deadlines.TryTake(now, out var at, out var due))
        {
            _now = Instant.Max(_now, at);
            Fire(due);
            PaceDirty();
        }
        _now = Instant.Max(_now, now);
    }

    private void Take(in EngineInput input)
    {
        switch (input.Kind)
        {
            case EngineInputKind.Tick: break;
            case EngineInputKind.ConfigureTrunk: ConfigureTrunk(input.TrunkSettings); break;
            case EngineInputKind.ConfigureQueue: ConfigureQueue(input.QueueSettings); break;
            case EngineInputKind.ConfigureAgent: ConfigureAgent(input.AgentSettings); break;
            case EngineInputKind.ConfigureCampaign: ConfigureCampaign(input.CampaignSettings); break;
            case EngineInputKind.RestoreAbandonHistory: RestoreAbandonHistory(input.Campaign, input.AbandonHistory); break;
            case EngineInputKind.RestoreCallHistory: _gate.Restore(input.CallHistory); break;
            case EngineInputKind.StartCampaign: StartCampaign(input.Campaign); break;
            case EngineInputKind.PauseCampaign: PauseCampaign(input.Campaign); break;
            case EngineInputKind.StopCampaign: StopCampaign(input.Campaign); break;
            case EngineInputKind.LeadsAdded: LeadsAdded(input.Campaign); break;
            case EngineInputKind.ChangeDialMode: ChangeDialMode(input.Campaign, input.DialModeChange); break;
            case EngineInputKind.AddDoNotCall: Object(input.Number); break;
            case EngineInputKind.PeopleObjected: Object(input.Objectors); break;
            case EngineInputKind.CallerFound: CallerFound(input.Call, input.Caller); break;
            case EngineInputKind.LeadsLoaded: LeadsLoaded(input.Campaign, input.Leads); break;
            case EngineInputKind.AgentLogIn: AgentLogIn(input.Agent); break;
            case EngineInputKind.AgentLogOut: AgentLogOut(input.Agent); break;
            case EngineInputKind.AgentReady: AgentReady(input.Agent); break;
            case EngineInputKind.AgentNotReady: AgentNotReady(input.Agent, input.Reason); break;
            case EngineInputKind.AgentHangUp: AgentHangUp(input); break;
            case EngineInputKind.AgentHold: AgentHold(input); break;
            case EngineInputKind.AgentRetrieve: AgentRetrieve(input); break;
            case EngineInputKind.SubmitDisposition: SubmitDisposition(input); break;
            case EngineInputKind.DescribeConversation: DescribeConversation(input); break;
            case EngineInputKind.AcceptPreview: AcceptPreview(input.Agent); break;
            case EngineInputKind.SkipPreview: SkipPreview(input.Agent); break;
            case EngineInputKind.Drain: Drain(input.Within); break;
            case EngineInputKind.CallRinging: CallRinging(input); break;
            case EngineInputKind.CallAnswered: CallAnswered(input); break;
            case EngineInputKind.AnswerClassified: AnswerClassified(input); break;
            case EngineInputKind.AnswerRevoked: AnswerRevoked(input); break;
            case EngineInputKind.AgentLeaveMessage: AgentLeaveMessage(input); break;
            case EngineInputKind.MessageMoment: MessageMoment(input.Call); break;
            case EngineInputKind.CallEnded: CallEnded(input); break;
            case EngineInputKind.InboundCall: InboundCall(input); break;
            case EngineInputKind.AgentLegUp: AgentLegUp(input.Agent, input.Call); break;
            case EngineInputKind.AgentLegDown: AgentLegDown(input); break;
            case EngineInputKind.AgentLegMoved: AgentLegMoved(input); break;
            case EngineInputKind.LegsBridged: LegsBridged(input); break;
            case EngineInputKind.CustomerHeard: CustomerHeard(input); break;
            case EngineInputKind.AgentLegSilent: AgentLegSilent(input.Agent, input.Call); break;
            case EngineInputKind.AgentLegHeard: AgentLegHeard(input.Agent, input.Call); break;
            case EngineInputKind.PlaybackEnded: PlaybackEnded(input.Call); break;
            case EngineInputKind.DigitPressed: DigitPressed(input.Call, input.Digit); break;
            case EngineInputKind.TrunkUnavailable: TrunkUnavailable(input.Trunk, input.Reason, input.IsStarting); break;
            case EngineInputKind.TrunkAvailable: TrunkAvailable(input.Trunk, input.Reason); break;
            case EngineInputKind.OutletCongested: OutletCongested(input.Outlet); break;
            case EngineInputKind.OutletRelieved: OutletRelieved(input.Outlet); break;
            default: throw new UnreachableException($"nobody handles {input.Kind}");
        }
    }

    private void Fire(in Due due)
    {
        switch (due.Kind)
        {
            case DueKind.RingGuard: RingGuard((Attempt)due.Subject!); break;
            case DueKind.AbandonSoon: AbandonSoon((Attempt)due.Subject!); break;
            case DueKind.Abandon: AbandonDue((Attempt)due.Subject!); break;
            case DueKind.AnalysisLimit: AnalysisLimit((Attempt)due.Subject!); break;
            case DueKind.PlaybackLimit: PlaybackLimit((Attempt)due.Subject!); break;
            case DueKind.HangUpGuard: HangUpGuard((Attempt)due.Subject!); break;
            case DueKind.InboundHangUpGuard: InboundHangUpGuard((Interaction)due.Subject!); break;
            case DueKind.LogInGuard: LogInGuard((Agent)due.Subject!); break;
            case DueKind.WrapUpLimit: WrapUpLimit((Agent)due.Subject!); break;
            case DueKind.PreviewLimit: PreviewLimit((Agent)due.Subject!); break;
            case DueKind.LeavingLimit: LeavingLimit((Agent)due.Subject!); break;
            case DueKind.CampaignTick: CampaignTick((Campaign)due.Subject!); break;
            case DueKind.NobodyThere: NobodyThere((Interaction)due.Subject!); break;
            case DueKind.Recall: Recall((Agent)due.Subject!); break;
            case DueKind.OwnTrunk: OwnTrunkDue((Campaign)due.Subject!); break;
            case DueKind.AskLeads: AskLeads((Campaign)due.Subject!); break;
            case DueKind.TrunkRate: TrunkRate((Trunk)due.Subject!); break;
            case DueKind.DrainLimit: DrainLimit(); break;
            default: throw new UnreachableException($"nobody handles {due.Kind}");
        }
    }

    private DeadlineHandle In(TimeSpan span, DueKind kind, object subject) => _deadlines.Add(_now + span, new Due(kind, subject));

    private void Replace(ref DeadlineHandle handle, Instant at, DueKind kind, object subject)
    {
        _deadlines.Cancel(ref handle);
        handle = _deadlines.Add(at, new Due(kind, subject));
    }

    /// <summary>What a deadline ends.</summary>
    private enum DueKind : byte
    {
        RingGuard,
        AbandonSoon,
        Abandon,
        AnalysisLimit,
        PlaybackLimit,
        HangUpGuard,
        InboundHangUpGuard,
        LogInGuard,
        WrapUpLimit,
        PreviewLimit,
        LeavingLimit,
        CampaignTick,
        AskLeads,
        OwnTrunk,
        NobodyThere,
        Recall,
        TrunkRate,
        DrainLimit,
    }

    private readonly record struct Due(DueKind Kind, object? Subject);
}
