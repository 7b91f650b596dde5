using System.Diagnostics;
using Dialer.Core.Attempts;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>One conversation waiting for or with an agent; pooled.</summary>
internal sealed class Interaction
{
    public InteractionId Id { get; private set; }
    public InteractionState State { get; private set; }

    /// <summary>Those who may take it.</summary>
    public ServiceGroup Group { get; set; } = null!;
    public Queue Queue => Group.Queue;
    public CallId Call { get; private set; }

    /// <summary>Null for inbound.</summary>
    public Attempt? Attempt { get; private set; }

    /// <summary>The trunk an inbound call came in by.</summary>
    public Trunk? Trunk;

    /// <summary>Who that is; null: not known yet, or outbound.</summary>
    public Caller? Caller;
    public string Party { get; private set; } = "";

    /// <summary>The way of a caller; null: outbound.</summary>
    public Visit? Visit;
    public Agent? Agent;

    /// <summary>Agents who had it and have it no more, their phone lost or the person handed on: they may still say what they heard. Null: none.</summary>
    public List<AgentId>? FormerAgents;

    /// <summary>Who is asked, or to whom the person goes; null: nobody.</summary>
    public Handover? Handover;

    /// <summary>An agent handed it on: whoever left after that had spoken with us.</summary>
    public bool WasHandedOn;

    /// <summary>Whose it was before it was handed on to another queue; null: it was not.</summary>
    public ServiceGroup? Home;

    /// <summary>What the agent who handed it on wants the next one to know.</summary>
    public string? Note;

    /// <summary>Where it is parked; 0: nowhere.</summary>
    public int ParkedAt;

    /// <summary>The present agent has said all: no wrap-up follows.</summary>
    public bool SaidByAgent;
    public Disposition? Disposition;
    public Instant ArrivedAt;
    public Instant ConnectedAt;
    public Instant EndedAt;

    /// <summary>Its agent's leg dropped: it waits before all others, and was counted as connected already.</summary>
    public bool AgentWasLost;

    /// <summary>The line broke while it was with an agent.</summary>
    public bool CutOff;

    /// <summary>Since when it waits; anew after its agent was lost.</summary>
    public Instant WaitingSince;

    /// <summary>It stands in line.</summary>
    public bool IsInLine;

    /// <summary>Who spoke with this person last, or owns the lead; null: nobody that is known.</summary>
    public AgentId? Preferred;

    /// <summary>HangUp is ordered and the line has not confirmed it: who asked is known by then.</summary>
    public DeadlineHandle Deadline;
    public bool HangingUp;

    /// <summary>The caller is to be called back, and hears so.</summary>
    public bool CallBackOrdered;
    public bool LeftVoicemail;

    /// <summary>Ended by us, since nobody who could take it was logged in.</summary>
    public bool NobodyThere;

    /// <summary>Position among the open inbound interactions.</summary>
    public int OpenIndex;
    public Interaction? NextFree;

    public void Begin(InteractionId id, ServiceGroup group, CallId call, Attempt? attempt, string party, Instant now)
    {
        Id = id;
        State = InteractionState.Waiting;
        Group = group;
        Call = call;
        Attempt = attempt;
        Trunk = null;
        Caller = null;
        Visit = null;
        Party = party;
        Agent = null;
        Disposition = null;
        FormerAgents = null;
        Handover = null;
        Home = null;
        Note = null;
        ParkedAt = 0;
        WasHandedOn = false;
        ArrivedAt = WaitingSince = now;
        Preferred = null;
        ConnectedAt = EndedAt = Instant.Never;
        HangingUp = AgentWasLost = SaidByAgent = CutOff = NobodyThere = CallBackOrdered = LeftVoicemail = IsInLine = false;
    }

    /// <summary>Its end is ordered, and the line has not confirmed it.</summary>
    public bool IsHangingUp => HangingUp || Attempt is { State: AttemptState.HangingUp };

    /// <summary>How it ended where an agent had it; what the agent said goes before.</summary>
    public InteractionEnd EndAfterAgent => this is { CutOff: true, Disposition: null } ? InteractionEnd.CutOff : InteractionEnd.Handled;

    /// <summary>How it ended where it was waiting.</summary>
    public InteractionEnd EndWhileWaiting
    {
        get
        {
            if (AgentWasLost)
                return EndAfterAgent;
            if (WasHandedOn && !HangingUp)
                return InteractionEnd.LeftInTransfer;
            if (NobodyThere)
                return InteractionEnd.NobodyThere;
            return HangingUp ? InteractionEnd.Interrupted : InteractionEnd.CallerHungUpInQueue;
        }
    }

    /// <summary>While it was with an agent, and nobody has said that all was said.</summary>
    public void LineBroke()
    {
        CutOff = true;
        if (Attempt is { } attempt)
            attempt.CutOff = true;
    }

    public void LeaveToOthers(Agent agent) => (FormerAgents ??= []).Add(agent.Id);

    public void MoveTo(InteractionState next)
    {
        if (!InteractionTransitions.Allows(State, next))
            throw new UnreachableException($"interaction {Id.Value}: {State} to {next}");
        State = next;
    }

    public InteractionRecord ToRecord(InteractionEnd end, Instant now) => new()
    {
        Interaction = Id,
        Queue = Queue.Settings.Id,
        Call = Call,
        Attempt = Attempt?.Id ?? default,
        Party = Party,
        End = end,
        Agent = ConnectedAt == Instant.Never ? null : Agent?.Id,
        Disposition = Disposition,
        ArrivedAt = ArrivedAt,
        ConnectedAt = ConnectedAt,
        EndedAt = EndedAt,
        ClosedAt = now,
        Called = Visit?.Called ?? "",
        Value = Caller?.Value,
        Way = Visit?.Way ?? "",
        Keyed = Visit?.Walk?.Entries ?? [],
    };
}
