using System.Diagnostics;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>
/// Somebody beside the agent of a conversation: whom the agent asks, or whom the person is given to. At most one a conversation, and
/// one of three: an agent, a number at the PBX, or whoever of a queue is free next.
/// </summary>
internal sealed class Handover(Interaction interaction, Agent by, string target, string? note)
{
    public Interaction Interaction => interaction;

    /// <summary>Whoever began it; gets the person back where nobody is reached.</summary>
    public Agent From { get; } = by;

    /// <summary>Who waits for whoever is meant; null: the agent has left, and the person waits.</summary>
    public Agent? Asker { get; set; } = by;

    /// <summary>As facts say it.</summary>
    public string Target => target;

    /// <summary>What whoever takes the person should know.</summary>
    public string? Note => note;
    public HandoverState State { get; private set; }

    /// <summary>Null: a number, or nobody of the queue is free yet.</summary>
    public Agent? Colleague { get; set; }

    /// <summary>Whose next free agent is meant; null: not a queue.</summary>
    public ServiceGroup? Group { get; init; }

    /// <summary>The leg to the number; None: an agent is meant.</summary>
    public CallId Leg { get; set; }

    /// <summary>Whose channel the leg holds.</summary>
    public Trunk? Trunk { get; set; }
    public DeadlineHandle Deadline;

    /// <summary>Where whoever was asked is heard.</summary>
    public CallId TargetLeg => Colleague?.Leg ?? Leg;

    public void MoveTo(HandoverState next)
    {
        if (!HandoverTransitions.Allows(State, next))
            throw new UnreachableException($"handover of interaction {interaction.Id.Value}: {State} to {next}");
        State = next;
    }
}
