namespace Dialer.Core.Engine.Messages;

public enum EngineInputKind : byte
{
    /// <summary>Nothing but the passing of time; ends a recorded log.</summary>
    Tick = 0,

    // Commands.
    ConfigureTrunk,
    ConfigureQueue,
    ConfigureAgent,
    ConfigureCampaign,
    RestoreAbandonHistory,
    RestoreCallHistory,
    StartCampaign,

    /// <summary>No new calls; those in flight go on.</summary>
    PauseCampaign,
    StopCampaign,
    AddDoNotCall,
    LeadsLoaded,
    AgentLogIn,
    AgentLogOut,
    AgentReady,
    AgentNotReady,
    AgentHangUp,
    AgentHold,
    AgentRetrieve,
    SubmitDisposition,

    /// <summary>Preview: the agent takes the lead, or passes it on.</summary>
    AcceptPreview,
    SkipPreview,

    /// <summary>No new calls at all; conversations end or meet the deadline.</summary>
    Drain,

    // Signals of the telephone line.
    CallRinging,
    CallAnswered,
    AnswerClassified,

    /// <summary>The end of a machine's greeting or its beep: the message may start now.</summary>
    MessageMoment,
    CallEnded,
    InboundCall,
    AgentLegUp,
    AgentLegDown,
    LegsBridged,
    PlaybackEnded,
    DigitPressed,
    TrunkUnavailable,
    TrunkAvailable,

    // Signals of the consumers of outputs.
    /// <summary>A consumer is behind: no new attempts until it says otherwise.</summary>
    OutletCongested,
    OutletRelieved,

    /// <summary>The list has leads that may be dialed now and that the engine was not told of.</summary>
    LeadsAdded,

    /// <summary>Command: how a campaign dials from now on.</summary>
    ChangeDialMode,

    /// <summary>Signal: an agent's leg was transferred to another phone.</summary>
    AgentLegMoved,

    /// <summary>Command: people whom nobody may call any more.</summary>
    PeopleObjected,

    /// <summary>The answer to FindCaller.</summary>
    CallerFound,

    /// <summary>Command: what an agent says of a conversation that is over, with what the store knows of it; the answer to LoadConversation.</summary>
    DescribeConversation,

    // Signals of the telephone line.
    /// <summary>An agent's leg is up, is not on hold, and neither audio nor reports come from it: it gets nobody.</summary>
    AgentLegSilent,

    /// <summary>Such a leg is heard again.</summary>
    AgentLegHeard,

    /// <summary>The first packet with the person's voice has left for the agent.</summary>
    CustomerHeard,

    /// <summary>Signal: a live verdict is taken back.</summary>
    AnswerRevoked,

    /// <summary>Command: leave the message on what has answered, and give the agent the next call.</summary>
    AgentLeaveMessage,

    /// <summary>Command: the way of callers, from the next one on.</summary>
    ConfigureCallers,

    /// <summary>The answer to AskCompany.</summary>
    CompanyAnswered,

    /// <summary>Signal of the telephone line: what a caller said into a mailbox is in a file.</summary>
    MessageRecorded,

    /// <summary>Command: what was learned of a campaign's numbers, of earlier runs.</summary>
    RestoreLeadModel,

    /// <summary>Signal of the telephone line: before the answer the network plays what no answer follows.</summary>
    ToneHeard,

    /// <summary>Command: numbers that share a kind of list and an end are not dialed from now on.</summary>
    AddDoNotCallEntries,

    /// <summary>Command: numbers are off a list, and people took their objection back.</summary>
    RemoveDoNotCall,

    // Commands around a conversation.
    /// <summary>What agents may do with people beside speaking.</summary>
    ConfigureHandovers,

    /// <summary>Hand the person on, and leave.</summary>
    AgentTransfer,

    /// <summary>Ask somebody else while the person holds.</summary>
    AgentConsult,

    /// <summary>From whoever is asked to the person, and the other way.</summary>
    AgentSwap,

    /// <summary>All three hear each other.</summary>
    AgentConference,

    /// <summary>Whoever is asked gets the person.</summary>
    AgentCompleteTransfer,

    /// <summary>Whoever is asked goes, and the agent is with the person.</summary>
    AgentEndConsult,
    AgentPark,
    AgentPickUp,
    AgentMute,

    /// <summary>Keys to the other party.</summary>
    AgentSendKeys,
    AgentRecord,
    AgentExtendWrapUp,
    AgentFinishWrapUp,

    /// <summary>Signal of the telephone line: an agent's phone asks to hand the person on (REFER).</summary>
    PhoneAsksTransfer,

    /// <summary>Command: a piece of work that is no call, to be dealt with by an agent.</summary>
    PostWork,

    // Commands: an agent takes it on, has answered for the first time, or is not to have it.
    AcceptWork,
    AnswerWork,
    DeclineWork,

    /// <summary>Command: it is done, or not wanted any more.</summary>
    CloseWork,
}
