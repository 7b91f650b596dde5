using Dialer.Core.Pacing;

namespace Dialer.Server.Monitoring;

/// <summary>
/// One line of the event stream. <see cref="Type"/> is the SSE event name; what does not belong to a type is left out.
/// </summary>
public sealed record DialerEvent
{
    public required string Type { get; init; }

    /// <summary>Grows by one; left out: of the moment alone. Read on after it.</summary>
    public long? Number { get; init; }
    public DateTimeOffset At { get; init; }
    public int? Campaign { get; init; }
    public int? Agent { get; init; }
    public int? Queue { get; init; }
    public int? Trunk { get; init; }
    public long? Attempt { get; init; }

    /// <summary>The conversation, from queued or connected on; the name that commands know it by. Never used again.</summary>
    public long? Interaction { get; init; }
    public long? Call { get; init; }

    /// <summary>New state of an agent, a campaign or a trunk.</summary>
    public string? State { get; init; }

    /// <summary>Why: a pause, a refusal, a trunk that is away.</summary>
    public string? Reason { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Remedy { get; init; }

    /// <summary>What was configured: its kind, its name, and who did it as in the audit.</summary>
    public string? Resource { get; init; }
    public string? Name { get; init; }
    public string? By { get; init; }

    /// <summary>Of work that is no call: by which medium.</summary>
    public string? Channel { get; init; }

    /// <summary>The other party's number as shown; of work that is no call, its reference.</summary>
    public string? Party { get; init; }
    public string? Result { get; init; }
    public string? Verdict { get; init; }
    public string? Disposition { get; init; }

    /// <summary>The disposition was given after the end of the conversation.</summary>
    public bool? Late { get; init; }

    /// <summary>How the network ended a call: who, the SIP status with its phrase, the Q.850 cause and the text of the Reason header, as received.</summary>
    public string? EndedBy { get; init; }
    public int? SipStatus { get; init; }
    public int? Cause { get; init; }
    public string? Phrase { get; init; }
    public string? ReasonText { get; init; }

    /// <summary>How many leads were given back.</summary>
    public int? Leads { get; init; }
    public double? WaitSeconds { get; init; }

    /// <summary>What happened in a conversation beside talking.</summary>
    public string? Step { get; init; }

    /// <summary>Of a step: whom it goes to or who is asked, where the person is parked, or why it came to nothing.</summary>
    public string? About { get; init; }

    /// <summary>What the agent who handed a person on wrote for the next.</summary>
    public string? Note { get; init; }

    /// <summary>Each step of a caller's way: the rules that fitted, the doors that were closed, what was chosen.</summary>
    public string? Way { get; init; }

    /// <summary>Of a recording that a caller left: the mailbox, where it lies, how long it is.</summary>
    public string? Mailbox { get; init; }
    public string? File { get; init; }
    public double? Seconds { get; init; }

    /// <summary>How the call's audio arrived.</summary>
    public AudioEvent? Audio { get; init; }

    /// <summary>Who is on the line.</summary>
    public LeadEvent? Lead { get; init; }
    public PacingExplanation? Pacing { get; init; }

    /// <summary>How the campaign dials from now on.</summary>
    public DialModeView? Dialing { get; init; }

    /// <summary>When somebody will be called back.</summary>
    public DateTimeOffset? CallBackAt { get; init; }

    /// <summary>Events that are not there any more.</summary>
    public long? Lost { get; init; }

    /// <summary>Of a reader that is cut off: the last that it was sent.</summary>
    public long? LastNumber { get; init; }
}
