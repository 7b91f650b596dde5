using Dialer.Core.Campaigns;

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
    /// <summary>Code: how many. Flag: appointments only, leads at the moment promised to them.</summary>
    LoadLeads,

    /// <summary>Who calls by this number (Text); CallerFound follows.</summary>
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

    /// <summary>From equal to To: a pause or log-out was asked for and takes effect later (Text: its reason), or was taken back.</summary>
    AgentStateChanged,

    /// <summary>Code: the <see cref="CampaignState"/>; Text: its name.</summary>
    CampaignStateChanged,

    /// <summary>A campaign dials otherwise from now on; Code: the <see cref="DialMode"/>.</summary>
    DialModeChanged,

    /// <summary>
    /// A number (Text) was not dialed: <see cref="EngineOutput.Refusal"/> says why. Flag: the lead leaves the hopper, and
    /// <see cref="EngineOutput.Until"/> says when asking again makes sense (Never: it does not). Without the flag another
    /// number of the lead is tried at once.
    /// </summary>
    DialRefused,

    /// <summary>A lead goes back to the store undialed (campaign stopped, hopper full, preview skipped); Text says why.</summary>
    LeadReturned,

    /// <summary>The agent is shown Lead, whose number is Text, until it accepts, skips or the preview's limit passes.</summary>
    PreviewOffered,
    PacingDecided,

    /// <summary>Flag: available; Text: why not, or why that is in doubt. Code 1: its first word is awaited.</summary>
    TrunkStateChanged,

    /// <summary>A command made no sense; Text says why, Code the <see cref="CommandRefusal"/>. Nothing has changed.</summary>
    CommandRefused,

    /// <summary>
    /// A trunk ends the campaign's calls at once and nobody is reached. Flag: another is tried from now on; else the campaign
    /// pauses. Code: the SIP status; Text: its phrase.
    /// </summary>
    CallsRefused,

    /// <summary>An agent's phone was not reached: Text says why, Code is the SIP status (0: none).</summary>
    LogInFailed,

    /// <summary>An attempt that closed does not count after all: its lead stands as before it.</summary>
    LeadGivenBack,

    /// <summary>A caller (Text) was promised a call back at Until by Campaign: a lead of it.</summary>
    CallBackPromised,

    /// <summary>After Drain: nothing is left, every attempt has closed, agents are logged out.</summary>
    Drained,

    /// <summary>A live verdict was taken back; Code: the <see cref="Dialer.Core.Ids.RevocationCause"/>, Verdict: what it became, Agent: who has the call, if anybody.</summary>
    AttemptRevoked,
}
