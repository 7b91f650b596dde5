using System.Runtime.CompilerServices;
using Dialer.Core.Agents;
using Dialer.Core.Callers;
using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Compliance;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Leads;
using Dialer.Core.Pacing;
using Dialer.Core.Routing;

namespace Dialer.Core.Engine.Messages;

/// <summary>
/// One command or signal: a flat value, so that nothing is allocated for signals. Who and what it is about has one field for
/// all kinds; what a kind carries beside that has a name of its own (<see cref="SipStatus"/>, <see cref="Digit"/>), and
/// asking a message for what its kind does not carry is a bug, and throws. The factories say what each kind takes.
/// </summary>
public readonly record struct EngineInput
{
    public EngineInputKind Kind { get; internal init; }
    public CampaignId Campaign { get; init; }
    public AgentId Agent { get; init; }
    public QueueId Queue { get; init; }
    public TrunkId Trunk { get; init; }
    public CallId Call { get; init; }

    /// <summary>The conversation that a command means; 0: whichever the agent is in.</summary>
    public InteractionId Interaction { get; init; }
    public CallResult Result { get; init; }
    public CpaVerdict Verdict { get; init; }
    public EndedBy EndedBy { get; init; }

    /// <summary>The trunk, not the called party, is at fault: the attempt does not count against the lead.</summary>
    public bool TrunkFault { get; init; }

    /// <summary>0: none.</summary>
    public int Q850Cause { get; init; }
    public float Confidence { get; init; }

    // What kinds share, as the log writes it; read by the names below.
    internal int CodeSlot { get; init; }
    internal TimeSpan SpanSlot { get; init; }
    internal string? TextSlot { get; init; }
    internal string? DetailSlot { get; init; }
    internal object? PayloadSlot { get; init; }

    /// <summary>Of a CallEnded or AgentLegDown; 0: none came.</summary>
    public int SipStatus => Of(CodeSlot, Kind is EngineInputKind.CallEnded or EngineInputKind.AgentLegDown);

    /// <summary>'0' to '9', '*', '#'.</summary>
    public char Digit => Of((char)CodeSlot, Kind is EngineInputKind.DigitPressed);

    /// <summary>Why a live verdict is taken back.</summary>
    public RevocationCause Revocation => Of((RevocationCause)CodeSlot, Kind is EngineInputKind.AnswerRevoked);

    /// <summary>Of a TrunkUnavailable: its first word is awaited.</summary>
    public bool IsStarting => Of(CodeSlot != 0, Kind is EngineInputKind.TrunkUnavailable);

    /// <summary>Of the leads that were added.</summary>
    public bool MayGoFirst => Of(CodeSlot != 0, Kind is EngineInputKind.LeadsAdded);

    /// <summary>Of a Drain: conversations still going on after this are ended.</summary>
    public TimeSpan Within => Of(SpanSlot, Kind is EngineInputKind.Drain);

    /// <summary>What the network plays.</summary>
    public ProgressTone Tone => Of((ProgressTone)(CodeSlot & 0xFF), Kind is EngineInputKind.ToneHeard);

    /// <summary>The class of special information tones; None: they say none, or it is another tone.</summary>
    public SitClass Sit => Of((SitClass)(CodeSlot >> 8), Kind is EngineInputKind.ToneHeard);

    /// <summary>How long before now the person's greeting ended; zero where unknown.</summary>
    public TimeSpan SinceGreetingEnd => Of(SpanSlot, Kind is EngineInputKind.AnswerClassified);

    /// <summary>Of a LegsBridged or CustomerHeard: from the 200 OK.</summary>
    public TimeSpan SinceAnswer => Of(SpanSlot, Kind is EngineInputKind.LegsBridged or EngineInputKind.CustomerHeard);

    /// <summary>Of an AgentLegSilent: since the last packet of any kind.</summary>
    public TimeSpan SilentFor => Of(SpanSlot, Kind is EngineInputKind.AgentLegSilent);

    /// <summary>Of a pause, a phone that went, a trunk that is away or whose calls may not arrive; null: none is given.</summary>
    public string? Reason => Of(TextSlot, Kind is EngineInputKind.AgentNotReady or EngineInputKind.AgentLegDown or EngineInputKind.TrunkUnavailable or EngineInputKind.TrunkAvailable);

    /// <summary>E.164, of an AddDoNotCall; as shown and maybe empty, of an InboundCall.</summary>
    public string Number => Of(TextSlot ?? "", Kind is EngineInputKind.AddDoNotCall or EngineInputKind.InboundCall);

    /// <summary>The number that a caller dialed, as rules have it.</summary>
    public string Called => Of(DetailSlot ?? "", Kind is EngineInputKind.InboundCall);

    /// <summary>Where a message was recorded.</summary>
    public string File => Of(TextSlot ?? "", Kind is EngineInputKind.MessageRecorded);
    public TimeSpan Length => Of(SpanSlot, Kind is EngineInputKind.MessageRecorded);

    /// <summary>To whom an agent's leg was transferred.</summary>
    public string MovedTo => Of(TextSlot ?? "", Kind is EngineInputKind.AgentLegMoved);

    /// <summary>The consumer that is behind, or is no longer.</summary>
    public string Outlet => Of(TextSlot ?? "", Kind is EngineInputKind.OutletCongested or EngineInputKind.OutletRelieved);

    /// <summary>The reason phrase of the status with which a call ended, as received.</summary>
    public string? Phrase => Of(TextSlot, Kind is EngineInputKind.CallEnded);

    /// <summary>The Reason header's text, as received.</summary>
    public string? ReasonText => Of(DetailSlot, Kind is EngineInputKind.CallEnded);

    /// <summary>To whom, of a person that is handed on or of somebody who is asked: an agent, a queue (<see cref="Queue"/>) or a number; the one that is given.</summary>
    public AgentId ToAgent => Of(new AgentId(CodeSlot), IsHandover);
    public string ToNumber => Of(TextSlot ?? "", IsHandover);

    /// <summary>What whoever takes the person should know.</summary>
    public string? HandoverNote => Of(DetailSlot, IsHandover || Kind is EngineInputKind.AgentPark);

    /// <summary>Where a person is parked; 0: the conversation is named.</summary>
    public int ParkedAt => Of(CodeSlot, Kind is EngineInputKind.AgentPickUp);
    public bool IsMuted => Of(CodeSlot != 0, Kind is EngineInputKind.AgentMute);
    public string Keys => Of(TextSlot ?? "", Kind is EngineInputKind.AgentSendKeys);
    public RecordingCommand RecordingCommand => Of((RecordingCommand)CodeSlot, Kind is EngineInputKind.AgentRecord);

    /// <summary>Of an AgentExtendWrapUp: from now.</summary>
    public TimeSpan WrapUpFor => Of(SpanSlot, Kind is EngineInputKind.AgentExtendWrapUp);

    private bool IsHandover => Kind is EngineInputKind.AgentTransfer or EngineInputKind.AgentConsult or EngineInputKind.PhoneAsksTransfer;

    public HandoverSettings HandoverSettings => Carried<HandoverSettings>();
    public TrunkSettings TrunkSettings => Carried<TrunkSettings>();
    public QueueSettings QueueSettings => Carried<QueueSettings>();
    public AgentSettings AgentSettings => Carried<AgentSettings>();
    public CallerPlan CallerPlan => Carried<CallerPlan>();
    public CompanyAnswer CompanyAnswer => Carried<CompanyAnswer>();
    public CampaignSettings CampaignSettings => Carried<CampaignSettings>();
    public AbandonHistory AbandonHistory => Carried<AbandonHistory>();
    public LeadModelState LeadModelState => Carried<LeadModelState>();
    public CallHistory CallHistory => Carried<CallHistory>();
    public LeadBatch Leads => Carried<LeadBatch>();
    public Objectors Objectors => Carried<Objectors>();
    public DoNotCallEntries DoNotCallEntries => Carried<DoNotCallEntries>();
    public DoNotCallRemoval DoNotCallRemoval => Carried<DoNotCallRemoval>();
    public Caller Caller => Carried<Caller>();
    public DialModeChange DialModeChange => Carried<DialModeChange>();
    public Disposition Disposition => Carried<Disposition>();
    public PostedWork PostedWork => Carried<PostedWork>();
    public LateDescription LateDescription => Carried<LateDescription>();

    public override string ToString() => $"{Kind} campaign {Campaign.Value} agent {Agent.Value} call {Call.Value} {Result} {Verdict} {CodeSlot} {TextSlot}";

    private T Of<T>(T value, bool isCarried, [CallerMemberName] string what = "") =>
        isCarried ? value : throw new InvalidOperationException($"{Kind} carries no {what}");

    private T Carried<T>()
        where T : class => PayloadSlot as T ?? throw new InvalidOperationException($"{Kind} carries no {typeof(T).Name}");

    public static EngineInput Tick() => default;

    public static EngineInput ConfigureTrunk(TrunkSettings trunk) => new() { Kind = EngineInputKind.ConfigureTrunk, Trunk = trunk.Id, PayloadSlot = trunk };

    public static EngineInput ConfigureQueue(QueueSettings queue) => new() { Kind = EngineInputKind.ConfigureQueue, Queue = queue.Id, PayloadSlot = queue };

    public static EngineInput ConfigureAgent(AgentSettings agent) => new() { Kind = EngineInputKind.ConfigureAgent, Agent = agent.Id, PayloadSlot = agent };

    /// <summary>New, or a change that takes effect at the next decision.</summary>
    public static EngineInput ConfigureCampaign(CampaignSettings campaign) => new() { Kind = EngineInputKind.ConfigureCampaign, Campaign = campaign.Id, PayloadSlot = campaign };

    public static EngineInput RestoreAbandonHistory(CampaignId campaign, AbandonHistory history) => new() { Kind = EngineInputKind.RestoreAbandonHistory, Campaign = campaign, PayloadSlot = history };

    /// <summary>What earlier runs learned of each call's chance, where this one has learned nothing yet. What does not fit this version is left.</summary>
    public static EngineInput RestoreLeadModel(CampaignId campaign, LeadModelState state) => new() { Kind = EngineInputKind.RestoreLeadModel, Campaign = campaign, PayloadSlot = state };

    /// <summary>What earlier runs dialed, for the gate's limits per number.</summary>
    public static EngineInput RestoreCallHistory(CallHistory history) => new() { Kind = EngineInputKind.RestoreCallHistory, PayloadSlot = history };

    public static EngineInput StartCampaign(CampaignId campaign) => new() { Kind = EngineInputKind.StartCampaign, Campaign = campaign };

    public static EngineInput PauseCampaign(CampaignId campaign) => new() { Kind = EngineInputKind.PauseCampaign, Campaign = campaign };

    public static EngineInput StopCampaign(CampaignId campaign) => new() { Kind = EngineInputKind.StopCampaign, Campaign = campaign };

    public static EngineInput AddDoNotCall(string number) => new() { Kind = EngineInputKind.AddDoNotCall, TextSlot = number };

    public static EngineInput AddDoNotCallEntries(DoNotCallEntries entries) => new() { Kind = EngineInputKind.AddDoNotCallEntries, PayloadSlot = entries };

    public static EngineInput RemoveDoNotCall(DoNotCallRemoval removal) => new() { Kind = EngineInputKind.RemoveDoNotCall, PayloadSlot = removal };

    /// <summary>The number alone is <see cref="AddDoNotCall"/>; this binds people by every number of theirs.</summary>
    public static EngineInput PeopleObjected(Objectors people) => new() { Kind = EngineInputKind.PeopleObjected, PayloadSlot = people };

    public static EngineInput CallerFound(CallId call, Caller caller) => new() { Kind = EngineInputKind.CallerFound, Call = call, PayloadSlot = caller };

    /// <summary>For new calls at once; calls in flight and previews on agents' screens end as they began.</summary>
    public static EngineInput ChangeDialMode(CampaignId campaign, DialModeChange change) => new() { Kind = EngineInputKind.ChangeDialMode, Campaign = campaign, PayloadSlot = change };

    public static EngineInput LeadsLoaded(CampaignId campaign, LeadBatch batch) => new() { Kind = EngineInputKind.LeadsLoaded, Campaign = campaign, PayloadSlot = batch };

    /// <param name="mayGoFirst">Some may go before those that the engine holds: they are asked for whatever it holds.</param>
    public static EngineInput LeadsAdded(CampaignId campaign, bool mayGoFirst = false) => new() { Kind = EngineInputKind.LeadsAdded, Campaign = campaign, CodeSlot = mayGoFirst ? 1 : 0 };

    public static EngineInput AgentLogIn(AgentId agent) => new() { Kind = EngineInputKind.AgentLogIn, Agent = agent };

    public static EngineInput AgentLogOut(AgentId agent) => new() { Kind = EngineInputKind.AgentLogOut, Agent = agent };

    public static EngineInput AgentReady(AgentId agent) => new() { Kind = EngineInputKind.AgentReady, Agent = agent };

    public static EngineInput AgentNotReady(AgentId agent, string reason) => new() { Kind = EngineInputKind.AgentNotReady, Agent = agent, TextSlot = reason };

    /// <param name="agent">0 where the conversation alone is named: then who is in it.</param>
    public static EngineInput AgentHangUp(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentHangUp, Agent = agent, Interaction = interaction };

    public static EngineInput AgentHold(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentHold, Agent = agent, Interaction = interaction };

    /// <summary>A machine has answered: the message is left on it.</summary>
    public static EngineInput AgentLeaveMessage(AgentId agent, InteractionId interaction) => new() { Kind = EngineInputKind.AgentLeaveMessage, Agent = agent, Interaction = interaction };

    public static EngineInput AgentLeaveMessage(AgentId agent) => AgentLeaveMessage(agent, default);

    public static EngineInput AgentRetrieve(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentRetrieve, Agent = agent, Interaction = interaction };

    public static EngineInput ConfigureHandovers(HandoverSettings settings) => new() { Kind = EngineInputKind.ConfigureHandovers, PayloadSlot = settings };

    /// <param name="to">Another agent.</param>
    public static EngineInput AgentTransfer(AgentId agent, InteractionId interaction, AgentId to, string? note = null) => HandOver(EngineInputKind.AgentTransfer, agent, interaction, to, default, null, note);

    public static EngineInput AgentTransfer(AgentId agent, InteractionId interaction, QueueId to, string? note = null) => HandOver(EngineInputKind.AgentTransfer, agent, interaction, default, to, null, note);

    /// <param name="to">At the PBX; one that the settings allow.</param>
    public static EngineInput AgentTransfer(AgentId agent, InteractionId interaction, string to, string? note = null) => HandOver(EngineInputKind.AgentTransfer, agent, interaction, default, default, to, note);

    public static EngineInput AgentConsult(AgentId agent, InteractionId interaction, AgentId to, string? note = null) => HandOver(EngineInputKind.AgentConsult, agent, interaction, to, default, null, note);

    /// <param name="to">Whoever of it is free next.</param>
    public static EngineInput AgentConsult(AgentId agent, InteractionId interaction, QueueId to, string? note = null) => HandOver(EngineInputKind.AgentConsult, agent, interaction, default, to, null, note);

    public static EngineInput AgentConsult(AgentId agent, InteractionId interaction, string to, string? note = null) => HandOver(EngineInputKind.AgentConsult, agent, interaction, default, default, to, note);

    private static EngineInput HandOver(EngineInputKind kind, AgentId agent, InteractionId interaction, AgentId toAgent, QueueId toQueue, string? toNumber, string? note) =>
        new() { Kind = kind, Agent = agent, Interaction = interaction, CodeSlot = toAgent.Value, Queue = toQueue, TextSlot = toNumber, DetailSlot = note };

    public static EngineInput AgentSwap(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentSwap, Agent = agent, Interaction = interaction };

    public static EngineInput AgentConference(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentConference, Agent = agent, Interaction = interaction };

    public static EngineInput AgentCompleteTransfer(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentCompleteTransfer, Agent = agent, Interaction = interaction };

    public static EngineInput AgentEndConsult(AgentId agent, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentEndConsult, Agent = agent, Interaction = interaction };

    public static EngineInput AgentPark(AgentId agent, InteractionId interaction = default, string? note = null) => new() { Kind = EngineInputKind.AgentPark, Agent = agent, Interaction = interaction, DetailSlot = note };

    /// <param name="interaction">0: whoever is parked at <paramref name="at"/>.</param>
    public static EngineInput AgentPickUp(AgentId agent, InteractionId interaction, int at = 0) => new() { Kind = EngineInputKind.AgentPickUp, Agent = agent, Interaction = interaction, CodeSlot = at };

    public static EngineInput AgentMute(AgentId agent, bool isMuted, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentMute, Agent = agent, Interaction = interaction, CodeSlot = isMuted ? 1 : 0 };

    /// <param name="keys">Of 0 to 9, * and #.</param>
    public static EngineInput AgentSendKeys(AgentId agent, string keys, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentSendKeys, Agent = agent, Interaction = interaction, TextSlot = keys };

    public static EngineInput AgentRecord(AgentId agent, RecordingCommand command, InteractionId interaction = default) => new() { Kind = EngineInputKind.AgentRecord, Agent = agent, Interaction = interaction, CodeSlot = (int)command };

    /// <param name="by">From now; the engine bounds it.</param>
    public static EngineInput AgentExtendWrapUp(AgentId agent, TimeSpan by) => new() { Kind = EngineInputKind.AgentExtendWrapUp, Agent = agent, SpanSlot = by };

    public static EngineInput AgentFinishWrapUp(AgentId agent) => new() { Kind = EngineInputKind.AgentFinishWrapUp, Agent = agent };

    /// <param name="call">The agent's leg.</param>
    /// <param name="to">The agent whose phone is meant; 0: <paramref name="number"/>.</param>
    public static EngineInput PhoneAsksTransfer(AgentId agent, CallId call, AgentId to, string number) =>
        new() { Kind = EngineInputKind.PhoneAsksTransfer, Agent = agent, Call = call, CodeSlot = to.Value, TextSlot = number };

    public static EngineInput PostWork(QueueId queue, PostedWork work) => new() { Kind = EngineInputKind.PostWork, Queue = queue, PayloadSlot = work };

    /// <param name="agent">0, here and below: whoever has it.</param>
    public static EngineInput AcceptWork(AgentId agent, InteractionId work) => new() { Kind = EngineInputKind.AcceptWork, Agent = agent, Interaction = work };

    public static EngineInput AnswerWork(AgentId agent, InteractionId work) => new() { Kind = EngineInputKind.AnswerWork, Agent = agent, Interaction = work };

    public static EngineInput DeclineWork(AgentId agent, InteractionId work) => new() { Kind = EngineInputKind.DeclineWork, Agent = agent, Interaction = work };

    public static EngineInput CloseWork(AgentId agent, InteractionId work, Disposition disposition) =>
        new() { Kind = EngineInputKind.CloseWork, Agent = agent, Interaction = work, PayloadSlot = disposition };

    /// <param name="interaction">Named, it may also be over: LoadConversation asks for what the store knows of it.</param>
    public static EngineInput SubmitDisposition(AgentId agent, Disposition disposition, InteractionId interaction = default) =>
        new() { Kind = EngineInputKind.SubmitDisposition, Agent = agent, Interaction = interaction, PayloadSlot = disposition };

    /// <param name="agent">Who says it; 0: not an agent's word, and so not bound to those who were in the conversation.</param>
    public static EngineInput DescribeConversation(AgentId agent, LateDescription said) =>
        new() { Kind = EngineInputKind.DescribeConversation, Agent = agent, Interaction = said.Conversation.Interaction, PayloadSlot = said };

    public static EngineInput AcceptPreview(AgentId agent) => new() { Kind = EngineInputKind.AcceptPreview, Agent = agent };

    public static EngineInput SkipPreview(AgentId agent) => new() { Kind = EngineInputKind.SkipPreview, Agent = agent };

    /// <param name="within">Conversations still going on then are ended.</param>
    public static EngineInput Drain(TimeSpan within) => new() { Kind = EngineInputKind.Drain, SpanSlot = within };

    /// <param name="by">The trunk that has the call; default: the one that was ordered.</param>
    public static EngineInput CallRinging(CallId call, TrunkId by = default) => new() { Kind = EngineInputKind.CallRinging, Call = call, Trunk = by };

    public static EngineInput CallAnswered(CallId call, TrunkId by = default) => new() { Kind = EngineInputKind.CallAnswered, Call = call, Trunk = by };

    /// <param name="sinceGreetingEnd">How long before now the person's greeting ended; zero where unknown.</param>
    public static EngineInput AnswerClassified(CallId call, CpaVerdict verdict, float confidence, TimeSpan sinceGreetingEnd) =>
        new() { Kind = EngineInputKind.AnswerClassified, Call = call, Verdict = verdict, Confidence = confidence, SpanSlot = sinceGreetingEnd };

    /// <summary>Before the answer only.</summary>
    public static EngineInput ToneHeard(CallId call, ProgressTone tone, SitClass sit) => new() { Kind = EngineInputKind.ToneHeard, Call = call, CodeSlot = (int)tone | ((int)sit << 8) };

    /// <summary>After a live verdict only.</summary>
    public static EngineInput AnswerRevoked(CallId call, RevocationCause cause) => new() { Kind = EngineInputKind.AnswerRevoked, Call = call, CodeSlot = (int)cause };

    public static EngineInput MessageMoment(CallId call) => new() { Kind = EngineInputKind.MessageMoment, Call = call };

    /// <summary>The leg is gone, for whatever reason, answered or not; the last signal of a call.</summary>
    /// <param name="phrase">The status's reason phrase, as received.</param>
    /// <param name="reasonText">The Reason header's text, as received.</param>
    /// <param name="servedBy">The trunk that had the call at last; default: the one that was ordered.</param>
    public static EngineInput CallEnded(CallId call, CallResult result, EndedBy by, int sipStatus, int q850Cause, bool trunkFault, string? phrase = null, string? reasonText = null, TrunkId servedBy = default) =>
        new() { Kind = EngineInputKind.CallEnded, Call = call, Result = result, EndedBy = by, CodeSlot = sipStatus, Q850Cause = q850Cause, TrunkFault = trunkFault, TextSlot = phrase, DetailSlot = reasonText, Trunk = servedBy };

    /// <summary>A caller whose queue is known, past the rules.</summary>
    /// <param name="from">The caller's number as shown; may be empty.</param>
    public static EngineInput InboundCall(CallId call, TrunkId trunk, QueueId queue, string from) =>
        new() { Kind = EngineInputKind.InboundCall, Call = call, Trunk = trunk, Queue = queue, TextSlot = from };

    /// <param name="called">The number that was dialed, as rules have it where one names it.</param>
    /// <param name="from">The caller's number as shown; may be empty.</param>
    public static EngineInput InboundCall(CallId call, TrunkId trunk, string called, string from) =>
        new() { Kind = EngineInputKind.InboundCall, Call = call, Trunk = trunk, TextSlot = from, DetailSlot = called };

    public static EngineInput ConfigureCallers(CallerPlan plan) => new() { Kind = EngineInputKind.ConfigureCallers, PayloadSlot = plan };

    public static EngineInput CompanyAnswered(CallId call, CompanyAnswer answer) => new() { Kind = EngineInputKind.CompanyAnswered, Call = call, PayloadSlot = answer };

    public static EngineInput MessageRecorded(CallId call, string file, TimeSpan length) => new() { Kind = EngineInputKind.MessageRecorded, Call = call, TextSlot = file, SpanSlot = length };

    public static EngineInput AgentLegUp(AgentId agent, CallId call) => new() { Kind = EngineInputKind.AgentLegUp, Agent = agent, Call = call };

    /// <param name="why">Of a phone that was never up: why not; null: it did not answer.</param>
    /// <param name="by">Network: the phone was taken from the agent, who did not hang up.</param>
    public static EngineInput AgentLegDown(AgentId agent, CallId call, int sipStatus, string? why = null, EndedBy by = EndedBy.Agent) =>
        new() { Kind = EngineInputKind.AgentLegDown, Agent = agent, Call = call, CodeSlot = sipStatus, TextSlot = why, EndedBy = by };

    /// <param name="to">Who is at its far end now.</param>
    public static EngineInput AgentLegMoved(AgentId agent, CallId call, string to) => new() { Kind = EngineInputKind.AgentLegMoved, Agent = agent, Call = call, TextSlot = to };

    /// <param name="sinceAnswer">From the 200 OK to the first packet sent to the agent.</param>
    public static EngineInput LegsBridged(CallId call, TimeSpan sinceAnswer) => new() { Kind = EngineInputKind.LegsBridged, Call = call, SpanSlot = sinceAnswer };

    /// <summary>Once a person: <paramref name="sinceAnswer"/> is from the 200 OK to the first packet with the person's voice that was sent to an agent.</summary>
    public static EngineInput CustomerHeard(CallId call, TimeSpan sinceAnswer) => new() { Kind = EngineInputKind.CustomerHeard, Call = call, SpanSlot = sinceAnswer };

    /// <param name="silentFor">Since the last packet of any kind.</param>
    public static EngineInput AgentLegSilent(AgentId agent, CallId call, TimeSpan silentFor) => new() { Kind = EngineInputKind.AgentLegSilent, Agent = agent, Call = call, SpanSlot = silentFor };

    public static EngineInput AgentLegHeard(AgentId agent, CallId call) => new() { Kind = EngineInputKind.AgentLegHeard, Agent = agent, Call = call };

    public static EngineInput PlaybackEnded(CallId call) => new() { Kind = EngineInputKind.PlaybackEnded, Call = call };

    public static EngineInput DigitPressed(CallId call, char digit) => new() { Kind = EngineInputKind.DigitPressed, Call = call, CodeSlot = digit };

    /// <param name="isStarting">Its first word is awaited: no reason to warn.</param>
    public static EngineInput TrunkUnavailable(TrunkId trunk, string why, bool isStarting = false) =>
        new() { Kind = EngineInputKind.TrunkUnavailable, Trunk = trunk, TextSlot = why, CodeSlot = isStarting ? 1 : 0 };

    /// <param name="doubt">Calls may go out, but nothing says that they arrive; null: it answers.</param>
    public static EngineInput TrunkAvailable(TrunkId trunk, string? doubt = null) => new() { Kind = EngineInputKind.TrunkAvailable, Trunk = trunk, TextSlot = doubt };

    public static EngineInput OutletCongested(string outlet) => new() { Kind = EngineInputKind.OutletCongested, TextSlot = outlet };

    public static EngineInput OutletRelieved(string outlet) => new() { Kind = EngineInputKind.OutletRelieved, TextSlot = outlet };
}
