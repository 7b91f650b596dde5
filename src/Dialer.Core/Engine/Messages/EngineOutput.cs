using Dialer.Core.Agents;
using Dialer.Core.Attempts;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.Messages;

/// <summary>
/// One order or fact, in the engine's own sequence. A flat value: each factory names the fields its kind uses.
/// The long records (<see cref="AttemptOutcome"/>, <see cref="InteractionRecord"/>) lie beside it in the
/// <see cref="Outbox"/>, at <see cref="Record"/>.
/// </summary>
public readonly record struct EngineOutput
{
    public EngineOutputKind Kind { get; init; }
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

    /// <summary>The agent's leg, in BridgeLegs and UnbridgeLegs.</summary>
    public CallId OtherCall { get; init; }
    public AgentState AgentFrom { get; init; }
    public AgentState AgentTo { get; init; }
    public CpaVerdict Verdict { get; init; }
    public DialRefusal Refusal { get; init; }

    /// <summary>SIP status to refuse with; number of leads wanted; by kind.</summary>
    public int Code { get; init; }

    /// <summary>True: loop the prompt; zip tone before the bridge; by kind.</summary>
    public bool Flag { get; init; }

    /// <summary>Ring time-out; wait so far; by kind.</summary>
    public TimeSpan Span { get; init; }

    /// <summary>In DialRefused and LeadReturned: not before then; Never: not again. Epoch: whenever.</summary>
    public Instant Until { get; init; }

    /// <summary>Index of the long record in the outbox; -1: none.</summary>
    public int Record { get; init; }

    /// <summary>Number to dial, prompt name, reason; by kind.</summary>
    public string? Text { get; init; }

    /// <summary>Is this for the telephone line?</summary>
    public bool IsLineOrder => Kind is >= EngineOutputKind.PlaceCall and <= EngineOutputKind.StopPlaying;

    /// <summary>Dial a called person. The line starts analysis at the answer as the campaign's mode says.</summary>
    public static EngineOutput PlaceCall(Instant at, CampaignId campaign, TrunkId trunk, AttemptId attempt, CallId call, string number, TimeSpan ringTimeout) =>
        new() { Kind = EngineOutputKind.PlaceCall, At = at, Campaign = campaign, Trunk = trunk, Attempt = attempt, Call = call, Text = number, Span = ringTimeout, Record = -1 };

    /// <summary>Call the agent's phone and keep its leg up.</summary>
    public static EngineOutput PlaceAgentCall(Instant at, AgentId agent, CallId call) =>
        new() { Kind = EngineOutputKind.PlaceAgentCall, At = at, Agent = agent, Call = call, Record = -1 };

    public static EngineOutput AnswerCall(Instant at, CallId call) => new() { Kind = EngineOutputKind.AnswerCall, At = at, Call = call, Record = -1 };

    public static EngineOutput RejectCall(Instant at, CallId call, int sipStatus) => new() { Kind = EngineOutputKind.RejectCall, At = at, Call = call, Code = sipStatus, Record = -1 };

    /// <summary>End a leg in any state: CANCEL, BYE or a refusal. A CallEnded follows.</summary>
    public static EngineOutput HangUp(Instant at, CallId call) => new() { Kind = EngineOutputKind.HangUp, At = at, Call = call, Record = -1 };

    /// <summary>Join a party's leg to an agent's, at once; stops what plays on either.</summary>
    public static EngineOutput BridgeLegs(Instant at, CallId call, CallId agentCall, AgentId agent, bool zipTone) =>
        new() { Kind = EngineOutputKind.BridgeLegs, At = at, Call = call, OtherCall = agentCall, Agent = agent, Flag = zipTone, Record = -1 };

    public static EngineOutput UnbridgeLegs(Instant at, CallId call, CallId agentCall) =>
        new() { Kind = EngineOutputKind.UnbridgeLegs, At = at, Call = call, OtherCall = agentCall, Record = -1 };

    /// <summary>Play a prompt; PlaybackEnded follows unless it loops or is stopped.</summary>
    public static EngineOutput Play(Instant at, CallId call, string prompt, bool loop) =>
        new() { Kind = EngineOutputKind.Play, At = at, Call = call, Text = prompt, Flag = loop, Record = -1 };

    public static EngineOutput StopPlaying(Instant at, CallId call) => new() { Kind = EngineOutputKind.StopPlaying, At = at, Call = call, Record = -1 };

    public static EngineOutput LoadLeads(Instant at, CampaignId campaign, int count, bool appointmentsOnly) =>
        new() { Kind = EngineOutputKind.LoadLeads, At = at, Campaign = campaign, Code = count, Flag = appointmentsOnly, Record = -1 };

    public static EngineOutput FindCaller(Instant at, CallId call, string number) => new() { Kind = EngineOutputKind.FindCaller, At = at, Call = call, Text = number, Record = -1 };

    public static EngineOutput LoadConversation(Instant at, AgentId agent, InteractionId interaction) =>
        new() { Kind = EngineOutputKind.LoadConversation, At = at, Agent = agent, Interaction = interaction, Record = -1 };

    /// <summary>Comes before its PlaceCall, which leaves for the line only once this is durable.</summary>
    public static EngineOutput AttemptStarted(Instant at, CampaignId campaign, LeadId lead, AttemptId attempt, CallId call, string number) =>
        new() { Kind = EngineOutputKind.AttemptStarted, At = at, Campaign = campaign, Lead = lead, Attempt = attempt, Call = call, Text = number, Record = -1 };

    /// <summary>The gate refused; the lead goes back to the store, to be loaded again at <paramref name="until"/> (Never: not again).</summary>
    public static EngineOutput DialRefused(Instant at, CampaignId campaign, LeadId lead, string number, DialRefusal refusal, Instant until) =>
        new() { Kind = EngineOutputKind.DialRefused, At = at, Campaign = campaign, Lead = lead, Text = number, Refusal = refusal, Until = until, Flag = true, Record = -1 };

    /// <summary>The lead goes back to the store undialed, unchanged.</summary>
    public static EngineOutput LeadReturned(Instant at, CampaignId campaign, LeadId lead) =>
        new() { Kind = EngineOutputKind.LeadReturned, At = at, Campaign = campaign, Lead = lead, Record = -1 };

    public static EngineOutput AgentStateChanged(Instant at, AgentId agent, AgentState from, AgentState to, string? reason) =>
        new() { Kind = EngineOutputKind.AgentStateChanged, At = at, Agent = agent, AgentFrom = from, AgentTo = to, Text = reason, Record = -1 };
}
