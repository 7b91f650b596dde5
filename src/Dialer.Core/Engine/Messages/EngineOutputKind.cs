namespace Dialer.Core.Engine.Messages;

public enum EngineOutputKind : byte
{
    None = 0,

    // Orders to the telephone line.
    PlaceCall,
    PlaceAgentCall,
    AnswerCall,
    RejectCall,
    HangUp,
    BridgeLegs,
    UnbridgeLegs,
    Play,
    StopPlaying,

    // Orders to the store.
    /// <summary>LeadsWanted: how many. AppointmentsOnly: leads at the moment promised to them.</summary>
    LoadLeads,

    /// <summary>Who calls by this Number; CallerFound follows.</summary>
    FindCaller,

    /// <summary>An agent describes a conversation that is open no more: DescribeConversation follows where the store knows it, and nothing where it does not.</summary>
    LoadConversation,

    // Facts.
    AttemptStarted,
    AttemptRinging,
    AttemptAnswered,
    AttemptClassified,
    AttemptClosed,

    /// <summary>A caller is accepted. Comes before the AnswerCall, which leaves for the line only once this is durable.</summary>
    InteractionStarted,

    /// <summary>It has to wait; one for whom an agent was there goes straight to InteractionConnected.</summary>
    InteractionQueued,

    /// <summary>Span: how long it waited.</summary>
    InteractionConnected,
    InteractionClosed,

    /// <summary>An agent has said what came of a conversation, before or after its end; what was said is durable with this.</summary>
    ConversationDescribed,
    CallAbandoned,

    /// <summary>From equal to To: a pause or log-out was asked for and takes effect later (Reason: why), or was taken back.</summary>
    AgentStateChanged,

    CampaignStateChanged,

    /// <summary>A campaign dials otherwise from now on.</summary>
    DialModeChanged,

    /// <summary>
    /// A Number was not dialed: <see cref="EngineOutput.Refusal"/> says why. LeavesHopper: the lead goes back, and
    /// <see cref="EngineOutput.Until"/> says when asking again makes sense (Never: it does not). Else another
    /// number of the lead is tried at once.
    /// </summary>
    DialRefused,

    /// <summary>A lead goes back to the store undialed (campaign stopped, hopper full, preview skipped); Reason says why.</summary>
    LeadReturned,

    /// <summary>The agent is shown Lead, to dial at Number, until it accepts, skips or the preview's limit passes.</summary>
    PreviewOffered,
    PacingDecided,

    /// <summary>IsAvailable; Reason: why not, or why that is in doubt. IsStarting: its first word is awaited.</summary>
    TrunkStateChanged,

    /// <summary>A command made no sense; Reason says why, and CommandRefusal where a program may have to tell it apart. Nothing has changed.</summary>
    CommandRefused,

    /// <summary>
    /// A trunk ends the campaign's calls at once and nobody is reached. HasFailover: another is tried from now on; else the
    /// campaign pauses. SipStatus and Phrase: with what.
    /// </summary>
    CallsRefused,

    /// <summary>An agent's phone was not reached: Reason says why, SipStatus with what (0: none).</summary>
    LogInFailed,

    /// <summary>An attempt that closed does not count after all: its lead stands as before it.</summary>
    LeadGivenBack,

    /// <summary>A caller (Party) was promised a call back at Until by Campaign: a lead of it.</summary>
    CallBackPromised,

    /// <summary>After Drain: nothing is left, every attempt has closed, agents are logged out.</summary>
    Drained,

    /// <summary>A live verdict was taken back; Revocation: why, Verdict: what it became, Agent: who has the call, if anybody.</summary>
    AttemptRevoked,

    /// <summary>Order to the company's own system: what it is asked of a caller lies beside, as a <see cref="Dialer.Core.Callers.CompanyQuestion"/>; CompanyAnswered follows.</summary>
    AskCompany,

    /// <summary>Order to the line: after a tone record what the caller says into the mailbox; MessageRecorded follows when the recording is over.</summary>
    RecordMessage,

    /// <summary>A caller went on: out of a menu into a queue, from one queue to another, or to a number at the PBX.</summary>
    CallerSent,

    /// <summary>A caller was not let in: the way so far says why.</summary>
    CallerRefused,

    /// <summary>A caller has spoken into a mailbox; where it is recorded lies beside, as a <see cref="Dialer.Core.Callers.Voicemail"/>.</summary>
    VoicemailLeft,

    /// <summary>The agent's first packet after an answer, where nobody waited for an agent: SinceAnswer.</summary>
    AnswerToAgentMeasured,

    /// <summary>Of the same calls, the first packet with the person's voice for the agent: SinceAnswer.</summary>
    CustomerHeardMeasured,

    /// <summary>What was learned of a campaign's numbers so far, to be kept: a <see cref="Dialer.Core.Pacing.LeadModelState"/> lies beside.</summary>
    ChancesLearned,

    /// <summary>Order to the line: Call joins the conversation that the agent's leg OtherCall is in; all three hear each other, until any of them is bridged, parted or gone.</summary>
    JoinLegs,

    /// <summary>Order to the line: nothing of an agent's leg is heard by others, or it is again.</summary>
    MuteLeg,

    /// <summary>Order to the line: keys to the far end of a leg.</summary>
    SendKeys,

    /// <summary>Order to the line: the recording of a person's conversation.</summary>
    ControlRecording,

    /// <summary>Order to the line: what came of a phone's wish to hand its person on.</summary>
    AnswerTransfer,

    /// <summary>Something happened in a conversation beside talking: <see cref="EngineOutput.Step"/>. Agent: who did it, or whom it is shown to.</summary>
    ConversationStepped,

    /// <summary>A piece of work that is no call has its agent, who is to accept it; InteractionConnected follows then, or InteractionQueued again.</summary>
    InteractionOffered,

    /// <summary>An agent has answered it for the first time.</summary>
    WorkAnswered,
}
