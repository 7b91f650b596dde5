using System.ComponentModel.DataAnnotations;
using Dialer.Core.Campaigns;

namespace Dialer.Server.Http;

/// <param name="Reason">Shown to supervisors: break, training ...; at most 64 characters.</param>
public sealed record NotReadyRequest([property: Required] string? Reason);

/// <param name="Interaction">The conversation that is meant, as the events and the agent's row name it; left out: whichever the agent is in.</param>
public sealed record ConversationRequest(long? Interaction);

/// <summary>To whom a person goes, or who is asked: one of the three.</summary>
/// <param name="Agent">Name or number of another agent, who is ready.</param>
/// <param name="Queue">Name or number of a queue.</param>
/// <param name="Number">A number at the PBX that the configuration allows ("handovers").</param>
/// <param name="Note">What whoever takes the person should know; they see it before the voice. At most 4,000 characters.</param>
public sealed record HandOnRequest(string? Agent, string? Queue, string? Number, string? Note);

/// <param name="Note">What whoever picks the person up should know; at most 4,000 characters.</param>
public sealed record ParkRequest(string? Note);

/// <param name="Keys">0 to 9, * and #, at most 64.</param>
public sealed record KeysRequest([property: Required] string? Keys);

/// <summary>Who is picked up; one of the two.</summary>
/// <param name="Place">Where they are parked.</param>
/// <param name="Interaction">Their conversation.</param>
public sealed record PickUpRequest(int? Place, long? Interaction);

/// <param name="Seconds">From now, at most 3,600; an hour in all.</param>
public sealed record WrapUpRequest([property: Required] double? Seconds);

/// <summary>What the agent says of the conversation.</summary>
/// <param name="Interaction">The conversation that is meant; one that ended within a day may be. Left out: the one that the agent is in, unless it began less than 10 s ago.</param>
/// <param name="Code">From the campaign's list; at most 64 characters.</param>
/// <param name="Note">Free text, at most 4,000 characters.</param>
/// <param name="CallBackAt">A promise to call again then: a date and a time, such as 2026-12-24T14:30, on the called person's clock; with an offset that instant. Judged now: refused where the rules do not allow it then, else answered with the moment.</param>
/// <param name="Done">The lead is finished for this campaign, whatever the retry rule says. Default true, unless a call back is promised.</param>
/// <param name="DoNotCall">The person objected: the number is never called again.</param>
/// <param name="WasMachine">It was a machine, whatever the analysis said.</param>
public sealed record DispositionRequest([property: Required] string? Code, string? Note, string? CallBackAt, bool? Done, bool? DoNotCall, bool? WasMachine, long? Interaction = null);

/// <summary>A supervisor hears an agent's conversations, through all of them, until hanging up.</summary>
/// <param name="Supervisor">Name in the configuration; its phone is called.</param>
/// <param name="Mode">"listen": heard by nobody. "whisper": heard by the agent alone. "join": heard by both. "off": hung up.</param>
public sealed record SuperviseRequest([property: Required] string? Supervisor, [property: Required] string? Mode);

/// <summary>How a campaign dials from now on; what is left out stays as it is. The fields are those of a campaign in the configuration file.</summary>
/// <param name="Mode">How leads are dialed.</param>
/// <param name="Pacer">Pacing policy of the predictive mode.</param>
/// <param name="Ratio">Lines per free agent in mode ratio, 0.1 to 20.</param>
/// <param name="MaxLinesPerAgent">Never more lines than this per logged-in agent, 1 to 50.</param>
/// <param name="Preview">Of previews shown from now on.</param>
public sealed record DialModeRequest(DialMode? Mode, string? Pacer, double? Ratio, double? MaxLinesPerAgent, PreviewRequest? Preview);

/// <param name="Seconds">How long an agent is shown a lead, 5 to 3,600.</param>
/// <param name="OnTimeOut">What happens when the agent has not decided by then.</param>
public sealed record PreviewRequest(double? Seconds, PreviewTimeOut? OnTimeOut);

/// <param name="Number">International form, such as +33199001234.</param>
public sealed record DoNotCallRequest([property: Required] string? Number);

/// <param name="Released">How many leads may be dialed again.</param>
public sealed record ReleasedReply(int Released);

/// <summary>What a health check is told.</summary>
/// <param name="Status">"ok", "starting", "draining", "overloaded": no new calls until it has passed; "degraded": it works, and a trunk or a phone does not; or "failing" (503).</param>
public sealed record HealthReply(string Status, IReadOnlyList<string> Trouble);

/// <summary>What was said of a conversation is kept.</summary>
/// <param name="CallBackAt">When the call back that was promised will be; left out: none was.</param>
public sealed record CallBackReply(DateTimeOffset? CallBackAt);
