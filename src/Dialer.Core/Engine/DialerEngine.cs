using System.Diagnostics;
using Dialer.Core.Engine.Books;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Engine.State;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine;

/// <summary>
/// The deciding engine: a single writer. Each input runs to completion and never awaits; what follows from it lies
/// in the <see cref="Outbox"/>. Same inputs at the same instants, same outputs, bit for bit.
/// <para>
/// It keeps time and dispatches. The work is done by parts, each in a file of its name; the constructor lists them from the
/// lowest to the highest, and each is given those below it that it asks.
/// </para>
/// </summary>
public sealed class DialerEngine
{
    private readonly Turn _turn;
    private readonly DialGate _gate = new();
    private readonly Distribution _distribution;
    private readonly WorkDesk _works;
    private readonly LeadSupply _leads;
    private readonly Trunks _trunks;
    private readonly Refusals _refusals;
    private readonly Previews _previews;
    private readonly RunningCampaigns _running;
    private readonly WriteUps _writeUps;
    private readonly Conversations _conversations;
    private readonly Answers _answers;
    private readonly Handing _handing;
    private readonly Parking _parking;
    private readonly TalkControls _controls;
    private readonly AgentDesk _desk;
    private readonly Revoking _revoking;
    private readonly Descriptions _descriptions;
    private readonly Launching _launching;
    private readonly Reception _reception;
    private readonly Inbound _inbound;
    private readonly Endings _endings;
    private readonly AgentKeys _keys;
    private readonly Draining _draining;
    private readonly Configuring _configuring;
    private readonly Snapshots _snapshots;
    private readonly Explaining _explaining;

    public DialerEngine(EngineOptions options)
    {
        Options = options;
        _turn = new Turn(options.FirstAttempt);
        var facts = new Facts(_turn);
        var roster = new Roster(facts);
        var legs = new Legs(_turn);
        var moments = new Moments();
        var freeAgents = new FreeAgents();
        _distribution = new Distribution(_turn, roster, legs);
        var blending = new Blending(_turn, roster);
        var supply = new Supply(_turn, facts, roster, moments, _distribution);
        _works = new WorkDesk(_turn, facts, roster, supply, _distribution);
        var counting = new Counting(_turn, facts, moments);
        _leads = new LeadSupply(_turn, facts, roster, moments);
        var leadGate = new LeadGate(_turn, facts, _gate, _leads);
        _trunks = new Trunks(_turn, facts, roster, moments);
        _refusals = new Refusals(_turn, facts, roster, moments, _leads);
        _previews = new Previews(_turn, facts, roster, moments, freeAgents, supply, _leads, leadGate);
        _running = new RunningCampaigns(_turn, facts, roster, moments, supply, _leads, _refusals, _previews, blending);
        var closing = new Closing(_turn, facts, legs, moments, _gate, _leads, _refusals, _running, _distribution, blending);
        var control = new CallControl(_turn, facts, moments, freeAgents);
        _writeUps = new WriteUps(_turn, facts, legs, _gate, control);
        _conversations = new Conversations(_turn, facts, roster, legs, freeAgents, supply, counting, _distribution, closing, control, _writeUps, blending, _works);
        _answers = new Answers(_turn, facts, legs, moments, counting, _refusals, _distribution, closing, control, _writeUps, _conversations);
        _handing = new Handing(_turn, facts, roster, legs, freeAgents, supply, _trunks, _distribution, _conversations);
        _parking = new Parking(_turn, facts, roster, legs, _distribution, _conversations, _handing);
        _controls = new TalkControls(_turn, facts, roster, _conversations);
        _desk = new AgentDesk(_turn, facts, roster, legs, supply, _distribution, _previews, control, _works, _conversations, _handing);
        freeAgents.Freed += _desk.BecomeReady;
        _conversations.ShownFirst += _handing.OfferWaiting;
        _revoking = new Revoking(_turn, facts, legs, supply, counting, closing, control, _writeUps, _conversations, _answers, _desk);
        var callBacks = new CallBacks(_turn, facts, roster, moments, _gate, _leads, _running);
        _descriptions = new Descriptions(_turn, facts, roster, legs, moments, _gate, _leads, _previews, _running, _writeUps, _conversations, callBacks);
        _launching = new Launching(_turn, facts, roster, legs, moments, _gate, supply, counting, _leads, leadGate, _trunks, _previews, _running, control, _desk);
        _reception = new Reception(_turn, facts, roster, legs, _gate, _trunks, _distribution, closing, _conversations, callBacks, blending);
        _inbound = new Inbound(_turn, facts, roster, legs, _trunks, closing, _conversations, _handing, _reception, callBacks);
        _endings = new Endings(_turn, legs, counting, _trunks, closing, control, _conversations, _handing, _desk, _reception, _inbound);
        _keys = new AgentKeys(_turn, facts, legs, _handing, _parking, _answers, _revoking, _desk, _descriptions);
        _draining = new Draining(_turn, facts, roster, legs, _leads, _previews, closing, control, _works, _conversations, _desk);
        _configuring = new Configuring(options.Pacers, _turn, facts, roster, legs, moments, _gate, supply, _leads, _refusals, _running, _distribution);
        _snapshots = new Snapshots(_turn, facts, roster, legs, _distribution, _conversations);
        _explaining = new Explaining(_turn, roster, legs, _gate);
    }

    public EngineOptions Options { get; }

    public Outbox Outbox => _turn.Outbox;

    /// <summary>When the next deadline falls due; null: none.</summary>
    public Instant? NextDeadline => _turn.NextDeadline;

    /// <summary>Signals of calls and agents that are no longer (or never were) known, or that no longer matter: ignored.</summary>
    public long IgnoredSignals => _turn.IgnoredSignals;

    /// <summary>From the answer to the first packet sent to an agent who was reserved or free, as the line measured it.</summary>
    public LatencyHistogram AnswerToAgent => _conversations.AnswerToAgent;

    /// <summary>From the answer to the first packet with the person's voice that left for an agent, as the line measured it.</summary>
    public LatencyHistogram CustomerHeardAfter => _conversations.CustomerHeardAfter;

    /// <summary>Advances to <paramref name="now"/>, then takes the input. Time never runs backwards: an earlier instant counts as the latest one.</summary>
    public void Apply(in EngineInput input, Instant now)
    {
        AdvanceTo(now);
        Take(input);
        Pace();
    }

    /// <summary>Fires each due deadline, in (deadline, sequence) order, at its own instant.</summary>
    public void AdvanceTo(Instant now)
    {
        while (_turn.TryTakeDue(now, out var due))
        {
            Fire(due);
            Pace();
        }
        _turn.AdvanceTo(now);
    }

    /// <summary>Fills a snapshot at the engine's present instant. Costs a walk over agents and their campaigns; allocates nothing once it fits.</summary>
    public void Fill(EngineSnapshot snapshot) => _snapshots.Fill(snapshot, _launching.CongestedOutlets);

    /// <summary>One agent at the present instant; null: there is none of this number. Costs nothing of the others.</summary>
    public AgentSnapshot? Look(AgentId agent) => _snapshots.Of(agent);

    /// <summary>Where a caller who is in the house went and why they wait; null: there is no such caller. For people: it may cost more than a decision.</summary>
    public CallerExplanation? Explain(InteractionId interaction) => _snapshots.Explain(interaction);

    /// <summary>Why a lead is, or is not, dialed at the engine's present instant; null: no such campaign.</summary>
    /// <param name="from">The moment from which it is due; earlier: it is due now.</param>
    public LeadVerdict? Explain(CampaignId campaign, HopperLead lead, Instant from) => _explaining.Explain(campaign, lead, from, _launching.CongestedOutlets > 0);

    private void Pace()
    {
        _conversations.Match();
        _launching.PaceTouched();
        _draining.DrainedIfDone();
        _distribution.Plan();
    }

    private void Take(in EngineInput input)
    {
        switch (input.Kind)
        {
            case EngineInputKind.Tick: break;
            case EngineInputKind.ConfigureTrunk: _configuring.ConfigureTrunk(input.TrunkSettings); break;
            case EngineInputKind.ConfigureQueue: _configuring.ConfigureQueue(input.QueueSettings); break;
            case EngineInputKind.ConfigureCallers: _reception.ConfigureCallers(input.CallerPlan); break;
            case EngineInputKind.ConfigureAgent: _configuring.ConfigureAgent(input.AgentSettings); break;
            case EngineInputKind.ConfigureCampaign: _configuring.ConfigureCampaign(input.CampaignSettings); break;
            case EngineInputKind.RestoreAbandonHistory: _configuring.RestoreAbandonHistory(input.Campaign, input.AbandonHistory); break;
            case EngineInputKind.RestoreLeadModel: _configuring.RestoreLeadModel(input.Campaign, input.LeadModelState); break;
            case EngineInputKind.RestoreCallHistory: _gate.Restore(input.CallHistory); break;
            case EngineInputKind.StartCampaign: _running.StartCampaign(input.Campaign); break;
            case EngineInputKind.PauseCampaign: _running.PauseCampaign(input.Campaign); break;
            case EngineInputKind.StopCampaign: _running.StopCampaign(input.Campaign); break;
            case EngineInputKind.LeadsAdded: _running.LeadsAdded(input.Campaign, input.MayGoFirst); break;
            case EngineInputKind.ChangeDialMode: _configuring.ChangeDialMode(input.Campaign, input.DialModeChange); break;
            case EngineInputKind.AddDoNotCall: _writeUps.Object(input.Number); break;
            case EngineInputKind.PeopleObjected: _writeUps.Object(input.Objectors); break;
            case EngineInputKind.AddDoNotCallEntries: _writeUps.Object(input.DoNotCallEntries); break;
            case EngineInputKind.RemoveDoNotCall: _gate.RemoveDoNotCall(input.DoNotCallRemoval); break;
            case EngineInputKind.CallerFound: _inbound.CallerFound(input.Call, input.Caller); break;
            case EngineInputKind.LeadsLoaded: _leads.LeadsLoaded(input.Campaign, input.Leads); break;
            case EngineInputKind.AgentLogIn: _desk.AgentLogIn(input.Agent); break;
            case EngineInputKind.AgentLogOut: _desk.AgentLogOut(input.Agent); break;
            case EngineInputKind.AgentReady: _desk.AgentReady(input.Agent); break;
            case EngineInputKind.AgentNotReady: _desk.AgentNotReady(input.Agent, input.Reason); break;
            case EngineInputKind.AgentHangUp: _handing.AgentHangUp(input); break;
            case EngineInputKind.AgentHold: _handing.AgentHold(input); break;
            case EngineInputKind.AgentRetrieve: _handing.AgentRetrieve(input); break;
            case EngineInputKind.ConfigureHandovers: _handing.Configure(input.HandoverSettings); break;
            case EngineInputKind.AgentTransfer: _handing.Transfer(input); break;
            case EngineInputKind.AgentConsult: _handing.Consult(input); break;
            case EngineInputKind.AgentSwap: _handing.Swap(input); break;
            case EngineInputKind.AgentConference: _handing.Conference(input); break;
            case EngineInputKind.AgentCompleteTransfer: _handing.CompleteTransfer(input); break;
            case EngineInputKind.AgentEndConsult: _handing.EndConsult(input); break;
            case EngineInputKind.PhoneAsksTransfer: _handing.PhoneAsksTransfer(input); break;
            case EngineInputKind.AgentPark: _parking.Park(input); break;
            case EngineInputKind.AgentPickUp: _parking.PickUp(input); break;
            case EngineInputKind.AgentMute: _controls.Mute(input); break;
            case EngineInputKind.AgentSendKeys: _controls.SendKeys(input); break;
            case EngineInputKind.AgentRecord: _controls.Record(input); break;
            case EngineInputKind.AgentExtendWrapUp: _controls.ExtendWrapUp(input); break;
            case EngineInputKind.AgentFinishWrapUp: _controls.FinishWrapUp(input.Agent); break;
            case EngineInputKind.SubmitDisposition: _descriptions.SubmitDisposition(input); break;
            case EngineInputKind.DescribeConversation: _descriptions.DescribeConversation(input); break;
            case EngineInputKind.AcceptPreview: _previews.AcceptPreview(input.Agent); break;
            case EngineInputKind.SkipPreview: _previews.SkipPreview(input.Agent); break;
            case EngineInputKind.Drain: _draining.Drain(input.Within); break;
            case EngineInputKind.PostWork: _works.Post(input.Queue, input.PostedWork); break;
            case EngineInputKind.AcceptWork: _works.Accept(input); break;
            case EngineInputKind.AnswerWork: _works.Answer(input); break;
            case EngineInputKind.DeclineWork: _works.Decline(input); break;
            case EngineInputKind.CloseWork: _works.Close(input); break;
            case EngineInputKind.CompanyAnswered: _reception.CompanyAnswered(input.Call, input.CompanyAnswer); break;
            case EngineInputKind.MessageRecorded: _reception.MessageRecorded(input.Call, input.File, input.Length); break;
            case EngineInputKind.CallRinging when _reception.IsForward(input.Call) || _handing.IsTarget(input.Call): break;
            case EngineInputKind.CallRinging: _answers.CallRinging(input); break;
            case EngineInputKind.CallAnswered when _reception.IsForward(input.Call): _reception.ForwardAnswered(input.Call); break;
            case EngineInputKind.CallAnswered when _handing.IsTarget(input.Call): _handing.LegAnswered(input.Call); break;
            case EngineInputKind.CallAnswered: _answers.CallAnswered(input); break;
            case EngineInputKind.ToneHeard: _answers.ToneHeard(input); break;
            case EngineInputKind.AnswerClassified: _answers.AnswerClassified(input); break;
            case EngineInputKind.AnswerRevoked: _revoking.AnswerRevoked(input); break;
            case EngineInputKind.AgentLeaveMessage: _revoking.AgentLeaveMessage(input); break;
            case EngineInputKind.MessageMoment: _answers.MessageMoment(input.Call); break;
            case EngineInputKind.CallEnded: _endings.CallEnded(input); break;
            case EngineInputKind.InboundCall: _inbound.InboundCall(input); break;
            case EngineInputKind.AgentLegUp: _desk.AgentLegUp(input.Agent, input.Call); break;
            case EngineInputKind.AgentLegDown: _desk.AgentLegDown(input); break;
            case EngineInputKind.AgentLegMoved: _desk.AgentLegMoved(input); break;
            case EngineInputKind.LegsBridged: _conversations.LegsBridged(input); break;
            case EngineInputKind.CustomerHeard: _conversations.CustomerHeard(input); break;
            case EngineInputKind.AgentLegSilent: _desk.AgentLegSilent(input.Agent, input.Call); break;
            case EngineInputKind.AgentLegHeard: _desk.AgentLegHeard(input.Agent, input.Call); break;
            case EngineInputKind.PlaybackEnded when _reception.IsGuest(input.Call): _reception.PlaybackEnded(input.Call); break;
            case EngineInputKind.PlaybackEnded: _answers.PlaybackEnded(input.Call); break;
            case EngineInputKind.DigitPressed when _reception.IsGuest(input.Call): _reception.DigitPressed(input.Call, input.Digit); break;
            case EngineInputKind.DigitPressed: _keys.DigitPressed(input.Call, input.Digit); break;
            case EngineInputKind.TrunkUnavailable: _trunks.TrunkUnavailable(input.Trunk, input.Reason, input.IsStarting); break;
            case EngineInputKind.TrunkAvailable: _trunks.TrunkAvailable(input.Trunk, input.Reason); break;
            case EngineInputKind.OutletCongested: _launching.OutletCongested(input.Outlet); break;
            case EngineInputKind.OutletRelieved: _launching.OutletRelieved(input.Outlet); break;
            default: throw new UnreachableException($"nobody handles {input.Kind}");
        }
    }

    private void Fire(in Due due)
    {
        switch (due.Kind)
        {
            case DueKind.RingGuard: _answers.RingGuard((Attempt)due.Subject!); break;
            case DueKind.AbandonSoon: _answers.AbandonSoon((Attempt)due.Subject!); break;
            case DueKind.Abandon: _answers.AbandonDue((Attempt)due.Subject!); break;
            case DueKind.AnalysisLimit: _answers.AnalysisLimit((Attempt)due.Subject!); break;
            case DueKind.PlaybackLimit: _answers.PlaybackLimit((Attempt)due.Subject!); break;
            case DueKind.HangUpGuard: _endings.HangUpGuard((Attempt)due.Subject!); break;
            case DueKind.InboundHangUpGuard: _inbound.InboundHangUpGuard((Interaction)due.Subject!); break;
            case DueKind.LogInGuard: _desk.LogInGuard((Agent)due.Subject!); break;
            case DueKind.WrapUpLimit: _conversations.WrapUpLimit((Agent)due.Subject!); break;
            case DueKind.PreviewLimit: _previews.PreviewLimit((Agent)due.Subject!); break;
            case DueKind.LeavingLimit: _desk.LeavingLimit((Agent)due.Subject!); break;
            case DueKind.Rested: _desk.Rested((Agent)due.Subject!); break;
            case DueKind.AcceptWork: _works.AcceptDue((WorkItem)due.Subject!); break;
            case DueKind.CampaignTick: CampaignTick((Campaign)due.Subject!); break;
            case DueKind.Routing: _distribution.Due(); break;
            case DueKind.Thinking: _distribution.ThinkOn(); break;
            case DueKind.Visit: _reception.VisitDue((Visit)due.Subject!); break;
            case DueKind.Handover: _handing.Due((Handover)due.Subject!); break;
            case DueKind.HoldLimit: _handing.HoldLimit((Interaction)due.Subject!); break;
            case DueKind.ParkLimit: _parking.ParkLimit((Interaction)due.Subject!); break;
            case DueKind.NobodyThere when _handing.SendBack((Interaction)due.Subject!): break;
            case DueKind.NobodyThere when _reception.SendOn((Interaction)due.Subject!): break;
            case DueKind.NobodyThere: _conversations.NobodyThere((Interaction)due.Subject!); break;
            case DueKind.Recall: _desk.Recall((Agent)due.Subject!); break;
            case DueKind.OwnTrunk: _refusals.OwnTrunkDue((Campaign)due.Subject!); break;
            case DueKind.AskLeads: _leads.AskLeads((Campaign)due.Subject!); break;
            case DueKind.TrunkRate: _trunks.TrunkRate((Trunk)due.Subject!); break;
            case DueKind.DrainLimit: _draining.DrainLimit(); break;
            default: throw new UnreachableException($"nobody handles {due.Kind}");
        }
    }

    private void CampaignTick(Campaign campaign)
    {
        _running.Tick(campaign);
        Pace();
        _running.AfterTick(campaign);
    }
}
