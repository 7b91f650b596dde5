using System.Runtime.CompilerServices;
using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Channels;
using Dialer.Core.Compliance;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Messages;

/// <summary>
/// One order or fact, in the engine's own sequence: a flat value. Who and what it is about has one field for all kinds; what a
/// kind carries beside that has a name of its own (<see cref="Number"/>, <see cref="Prompt"/>), and asking a message for what
/// its kind does not carry is a bug, and throws. The factories say what each kind takes. The long records
/// (<see cref="AttemptOutcome"/>, <see cref="InteractionRecord"/>) lie beside it in the <see cref="Outbox"/>, at
/// <see cref="Record"/>.
/// </summary>
public readonly record struct EngineOutput
{
    public EngineOutputKind Kind { get; internal init; }
    public Instant At { get; init; }
    public CampaignId Campaign { get; init; }
    public AgentId Agent { get; init; }
    public QueueId Queue { get; init; }
    public TrunkId Trunk { get; init; }
    public LeadId Lead { get; init; }
    public AttemptId Attempt { get; init; }

    /// <summary>The conversation, in every fact about it from its begin on; 0: none yet.</summary>
    public InteractionId Interaction { get; init; }
    public CallId Call { get; init; }

    /// <summary>The agent's leg, in BridgeLegs, UnbridgeLegs and JoinLegs.</summary>
    public CallId OtherCall { get; init; }
    public AgentState AgentFrom { get; init; }
    public AgentState AgentTo { get; init; }
    public CpaVerdict Verdict { get; init; }
    public DialRefusal Refusal { get; init; }

    /// <summary>In DialRefused and LeadReturned: not before then; Never: not again. Epoch: whenever. In CallBackPromised: the moment promised.</summary>
    public Instant Until { get; init; }

    /// <summary>Index of the long record in the outbox; -1: none.</summary>
    public int Record { get; init; }

    // What kinds share; read by the names below.
    internal int CodeSlot { get; init; }
    internal bool FlagSlot { get; init; }
    internal bool OtherFlagSlot { get; init; }
    internal TimeSpan SpanSlot { get; init; }
    internal string? TextSlot { get; init; }

    /// <summary>To dial, to look up or that was not dialed; E.164.</summary>
    public string Number => Of(TextSlot ?? "", Kind is EngineOutputKind.PlaceCall or EngineOutputKind.FindCaller or EngineOutputKind.AttemptStarted
        or EngineOutputKind.DialRefused or EngineOutputKind.PreviewOffered);

    /// <summary>By which medium.</summary>
    public Channel Channel => Of((Channel)CodeSlot, Kind is EngineOutputKind.InteractionStarted or EngineOutputKind.InteractionQueued or EngineOutputKind.InteractionOffered
        or EngineOutputKind.InteractionConnected or EngineOutputKind.WorkAnswered or EngineOutputKind.InteractionClosed);

    /// <summary>The other party of a conversation or of a promised call back: the number as shown, maybe empty; of what is no call, its reference.</summary>
    public string Party => Of(TextSlot ?? "", Kind is EngineOutputKind.InteractionStarted or EngineOutputKind.InteractionQueued or EngineOutputKind.InteractionConnected
        or EngineOutputKind.InteractionClosed or EngineOutputKind.ConversationDescribed or EngineOutputKind.CallBackPromised or EngineOutputKind.VoicemailLeft
        or EngineOutputKind.InteractionOffered or EngineOutputKind.WorkAnswered);

    /// <summary>Each step of a caller's way so far.</summary>
    public string Way => Of(TextSlot ?? "", Kind is EngineOutputKind.CallerSent or EngineOutputKind.CallerRefused);

    /// <summary>Into which mailbox a caller speaks.</summary>
    public string Mailbox => Of(TextSlot ?? "", Kind is EngineOutputKind.RecordMessage);

    /// <summary>Of a VoicemailLeft.</summary>
    public TimeSpan Length => Of(SpanSlot, Kind is EngineOutputKind.VoicemailLeft);

    /// <summary>What to play.</summary>
    public string Prompt => Of(TextSlot ?? "", Kind is EngineOutputKind.Play);

    /// <summary>Until it is stopped.</summary>
    public bool Loops => Of(FlagSlot, Kind is EngineOutputKind.Play);

    /// <summary>The agent hears a short tone before the person.</summary>
    public bool ZipTone => Of(FlagSlot, Kind is EngineOutputKind.BridgeLegs);

    /// <summary>As the line measured it, of a call for which nobody had to wait.</summary>
    public TimeSpan SinceAnswer => Of(SpanSlot, Kind is EngineOutputKind.AnswerToAgentMeasured or EngineOutputKind.CustomerHeardMeasured);
    public TimeSpan RingTimeout => Of(SpanSlot, Kind is EngineOutputKind.PlaceCall);

    /// <summary>To refuse a caller with; with which a trunk refuses calls; with which a phone was not reached (0: none).</summary>
    public int SipStatus => Of(CodeSlot, Kind is EngineOutputKind.RejectCall or EngineOutputKind.CallerRefused or EngineOutputKind.CallsRefused or EngineOutputKind.LogInFailed);

    /// <summary>Its reason phrase, as received.</summary>
    public string? Phrase => Of(TextSlot, Kind is EngineOutputKind.CallsRefused);

    /// <summary>Of a CallsRefused: another trunk is tried from now on; else the campaign pauses.</summary>
    public bool HasFailover => Of(FlagSlot, Kind is EngineOutputKind.CallsRefused);

    /// <summary>Of a LoadLeads: how many.</summary>
    public int LeadsWanted => Of(CodeSlot, Kind is EngineOutputKind.LoadLeads);

    /// <summary>Of a LoadLeads: leads at the moment promised to them, and no others.</summary>
    public bool AppointmentsOnly => Of(FlagSlot, Kind is EngineOutputKind.LoadLeads);

    /// <summary>Of a LoadLeads: of one priority as many tried leads as new ones, and what became of each, to choose from by their chances.</summary>
    public bool ToChooseFrom => Of(OtherFlagSlot, Kind is EngineOutputKind.LoadLeads);

    /// <summary>Of a DialRefused: the lead goes back to the store; else another of its numbers is tried at once.</summary>
    public bool LeavesHopper => Of(FlagSlot, Kind is EngineOutputKind.DialRefused);

    /// <summary>How long the person has waited.</summary>
    public TimeSpan Waited => Of(SpanSlot, Kind is EngineOutputKind.InteractionStarted or EngineOutputKind.InteractionQueued or EngineOutputKind.InteractionConnected
        or EngineOutputKind.InteractionClosed or EngineOutputKind.ConversationDescribed or EngineOutputKind.CallerSent);
    public CampaignState CampaignState => Of((CampaignState)CodeSlot, Kind is EngineOutputKind.CampaignStateChanged);
    public DialMode DialMode => Of((DialMode)CodeSlot, Kind is EngineOutputKind.DialModeChanged);
    public CommandRefusal CommandRefusal => Of((CommandRefusal)CodeSlot, Kind is EngineOutputKind.CommandRefused);

    /// <summary>Why a live verdict was taken back.</summary>
    public RevocationCause Revocation => Of((RevocationCause)CodeSlot, Kind is EngineOutputKind.AttemptRevoked);

    /// <summary>Of a TrunkStateChanged.</summary>
    public bool IsAvailable => Of(FlagSlot, Kind is EngineOutputKind.TrunkStateChanged);

    /// <summary>Of a TrunkStateChanged: its first word is awaited.</summary>
    public bool IsStarting => Of(CodeSlot != 0, Kind is EngineOutputKind.TrunkStateChanged);

    /// <summary>Why; of a trunk that is available what says that calls may not arrive. Null: none is given.</summary>
    public string? Reason => Of(TextSlot, Kind is EngineOutputKind.AgentStateChanged or EngineOutputKind.LeadReturned or EngineOutputKind.CommandRefused
        or EngineOutputKind.LogInFailed or EngineOutputKind.TrunkStateChanged);

    public ConversationStep Step => Of((ConversationStep)CodeSlot, Kind is EngineOutputKind.ConversationStepped);

    /// <summary>Of a ConversationStepped: whom it went to, where it is parked, or why. Null: nothing is to be said.</summary>
    public string? About => Of(TextSlot, Kind is EngineOutputKind.ConversationStepped);
    public bool IsMuted => Of(FlagSlot, Kind is EngineOutputKind.MuteLeg);
    public string Keys => Of(TextSlot ?? "", Kind is EngineOutputKind.SendKeys);
    public RecordingCommand RecordingCommand => Of((RecordingCommand)CodeSlot, Kind is EngineOutputKind.ControlRecording);

    /// <summary>Of an AnswerTransfer.</summary>
    public bool IsTransferred => Of(FlagSlot, Kind is EngineOutputKind.AnswerTransfer);

    /// <summary>Is this for the telephone line?</summary>
    public bool IsLineOrder => Kind is (>= EngineOutputKind.PlaceCall and <= EngineOutputKind.StopPlaying) or EngineOutputKind.RecordMessage
        or (>= EngineOutputKind.JoinLegs and <= EngineOutputKind.AnswerTransfer);

    /// <summary>Dial a called person. The line starts analysis at the answer as the campaign's mode says.</summary>
    public static EngineOutput PlaceCall(Instant at, CampaignId campaign, TrunkId trunk, AttemptId attempt, CallId call, string number, TimeSpan ringTimeout) =>
        new() { Kind = EngineOutputKind.PlaceCall, At = at, Campaign = campaign, Trunk = trunk, Attempt = attempt, Call = call, TextSlot = number, SpanSlot = ringTimeout, Record = -1 };

    /// <summary>Call the agent's phone and keep its leg up.</summary>
    public static EngineOutput PlaceAgentCall(Instant at, AgentId agent, CallId call) =>
        new() { Kind = EngineOutputKind.PlaceAgentCall, At = at, Agent = agent, Call = call, Record = -1 };

    public static EngineOutput AnswerCall(Instant at, CallId call) => new() { Kind = EngineOutputKind.AnswerCall, At = at, Call = call, Record = -1 };

    public static EngineOutput RejectCall(Instant at, CallId call, int sipStatus) => new() { Kind = EngineOutputKind.RejectCall, At = at, Call = call, CodeSlot = sipStatus, Record = -1 };

    /// <summary>End a leg in any state: CANCEL, BYE or a refusal. A CallEnded follows.</summary>
    public static EngineOutput HangUp(Instant at, CallId call) => new() { Kind = EngineOutputKind.HangUp, At = at, Call = call, Record = -1 };

    /// <summary>Join a party's leg to an agent's, at once; stops what plays on either.</summary>
    /// <param name="queue">Of a caller: whose rule of recording holds.</param>
    public static EngineOutput BridgeLegs(Instant at, CallId call, CallId agentCall, AgentId agent, bool zipTone, QueueId queue = default) =>
        new() { Kind = EngineOutputKind.BridgeLegs, At = at, Queue = queue, Call = call, OtherCall = agentCall, Agent = agent, FlagSlot = zipTone, Record = -1 };

    public static EngineOutput UnbridgeLegs(Instant at, CallId call, CallId agentCall) =>
        new() { Kind = EngineOutputKind.UnbridgeLegs, At = at, Call = call, OtherCall = agentCall, Record = -1 };

    /// <summary>Play a prompt; PlaybackEnded follows unless it loops or is stopped.</summary>
    public static EngineOutput Play(Instant at, CallId call, string prompt, bool loop) =>
        new() { Kind = EngineOutputKind.Play, At = at, Call = call, TextSlot = prompt, FlagSlot = loop, Record = -1 };

    /// <param name="call">Who joins.</param>
    public static EngineOutput JoinLegs(Instant at, CallId call, CallId agentCall, AgentId agent) => new() { Kind = EngineOutputKind.JoinLegs, At = at, Call = call, OtherCall = agentCall, Agent = agent, Record = -1 };

    public static EngineOutput MuteLeg(Instant at, CallId agentCall, bool isMuted) => new() { Kind = EngineOutputKind.MuteLeg, At = at, Call = agentCall, FlagSlot = isMuted, Record = -1 };

    public static EngineOutput SendKeys(Instant at, CallId call, string keys) => new() { Kind = EngineOutputKind.SendKeys, At = at, Call = call, TextSlot = keys, Record = -1 };

    /// <param name="queue">Of a caller: whose rule of recording holds.</param>
    public static EngineOutput ControlRecording(Instant at, CallId call, RecordingCommand command, QueueId queue) => new() { Kind = EngineOutputKind.ControlRecording, At = at, Call = call, Queue = queue, CodeSlot = (int)command, Record = -1 };

    /// <param name="agentCall">The leg whose phone asked.</param>
    public static EngineOutput AnswerTransfer(Instant at, CallId agentCall, bool isTransferred) => new() { Kind = EngineOutputKind.AnswerTransfer, At = at, Call = agentCall, FlagSlot = isTransferred, Record = -1 };

    public static EngineOutput StopPlaying(Instant at, CallId call) => new() { Kind = EngineOutputKind.StopPlaying, At = at, Call = call, Record = -1 };

    public static EngineOutput LoadLeads(Instant at, CampaignId campaign, int count, bool appointmentsOnly, bool toChooseFrom = false) =>
        new() { Kind = EngineOutputKind.LoadLeads, At = at, Campaign = campaign, CodeSlot = count, FlagSlot = appointmentsOnly, OtherFlagSlot = toChooseFrom, Record = -1 };

    public static EngineOutput FindCaller(Instant at, CallId call, string number) => new() { Kind = EngineOutputKind.FindCaller, At = at, Call = call, TextSlot = number, Record = -1 };

    public static EngineOutput LoadConversation(Instant at, AgentId agent, InteractionId interaction) =>
        new() { Kind = EngineOutputKind.LoadConversation, At = at, Agent = agent, Interaction = interaction, Record = -1 };

    public static EngineOutput AnswerToAgentMeasured(Instant at, CampaignId campaign, AttemptId attempt, CallId call, TimeSpan sinceAnswer) =>
        new() { Kind = EngineOutputKind.AnswerToAgentMeasured, At = at, Campaign = campaign, Attempt = attempt, Call = call, SpanSlot = sinceAnswer, Record = -1 };

    public static EngineOutput CustomerHeardMeasured(Instant at, CampaignId campaign, AttemptId attempt, CallId call, TimeSpan sinceAnswer) =>
        new() { Kind = EngineOutputKind.CustomerHeardMeasured, At = at, Campaign = campaign, Attempt = attempt, Call = call, SpanSlot = sinceAnswer, Record = -1 };

    /// <summary>Comes before its PlaceCall, which leaves for the line only once this is durable.</summary>
    public static EngineOutput AttemptStarted(Instant at, CampaignId campaign, LeadId lead, AttemptId attempt, CallId call, string number) =>
        new() { Kind = EngineOutputKind.AttemptStarted, At = at, Campaign = campaign, Lead = lead, Attempt = attempt, Call = call, TextSlot = number, Record = -1 };

    /// <summary>The gate refused; the lead goes back to the store, to be loaded again at <paramref name="until"/> (Never: not again).</summary>
    public static EngineOutput DialRefused(Instant at, CampaignId campaign, LeadId lead, string number, DialRefusal refusal, Instant until) =>
        new() { Kind = EngineOutputKind.DialRefused, At = at, Campaign = campaign, Lead = lead, TextSlot = number, Refusal = refusal, Until = until, FlagSlot = true, Record = -1 };

    /// <summary>The lead goes back to the store undialed, unchanged.</summary>
    public static EngineOutput LeadReturned(Instant at, CampaignId campaign, LeadId lead) =>
        new() { Kind = EngineOutputKind.LeadReturned, At = at, Campaign = campaign, Lead = lead, Record = -1 };

    public static EngineOutput AgentStateChanged(Instant at, AgentId agent, AgentState from, AgentState to, string? reason) =>
        new() { Kind = EngineOutputKind.AgentStateChanged, At = at, Agent = agent, AgentFrom = from, AgentTo = to, TextSlot = reason, Record = -1 };

    /// <summary>All that it carries.</summary>
    public override string ToString() =>
        $"{Kind} at {At} campaign {Campaign.Value} queue {Queue.Value} trunk {Trunk.Value} lead {Lead.Value} attempt {Attempt.Value} interaction {Interaction.Value} "
        + $"call {Call.Value} {OtherCall.Value} agent {Agent.Value} {AgentFrom}-{AgentTo} {Verdict} {Refusal} until {Until} {CodeSlot} {FlagSlot} {SpanSlot} {TextSlot}";

    private T Of<T>(T value, bool isCarried, [CallerMemberName] string what = "") =>
        isCarried ? value : throw new InvalidOperationException($"{Kind} carries no {what}");
}
