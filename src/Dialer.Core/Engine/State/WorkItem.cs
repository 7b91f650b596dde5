using System.Diagnostics;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Core.Engine.State;

/// <summary>Something that is no call, waiting for an agent or with one.</summary>
internal sealed class WorkItem(InteractionId id, Queue queue, PostedWork posted, Instant now)
{
    public InteractionId Id => id;
    public Queue Queue => queue;
    public PostedWork Posted => posted;
    public WorkState State { get; private set; }

    /// <summary>Who is to accept it, or has.</summary>
    public Agent? Agent { get; set; }
    public Instant ArrivedAt => now;
    public Instant AcceptedAt { get; set; } = Instant.Never;
    public bool IsAnswered { get; set; }

    /// <summary>Until when it must be accepted.</summary>
    public DeadlineHandle Deadline;

    public void MoveTo(WorkState next)
    {
        bool isAllowed = State switch
        {
            WorkState.Waiting => next is WorkState.Offered or WorkState.Closed,
            WorkState.Offered => next is WorkState.Accepted or WorkState.Waiting or WorkState.Closed,
            WorkState.Accepted => next is WorkState.Waiting or WorkState.Closed,
            WorkState.Closed => false,
        };
        if (!isAllowed)
            throw new UnreachableException($"work {id.Value}: {State} to {next}");
        State = next;
    }

    public InteractionRecord ToRecord(InteractionEnd end, Disposition? disposition, Instant at) => new()
    {
        Interaction = id,
        Queue = queue.Settings.Id,
        Call = CallId.None,
        Party = posted.Reference,
        End = end,
        Agent = AcceptedAt == Instant.Never ? null : Agent?.Id,
        Disposition = disposition,
        ArrivedAt = now,
        ConnectedAt = AcceptedAt,
        EndedAt = at,
        ClosedAt = at,
        Called = "",
        Way = "",
        Keyed = [],
        Value = posted.Value,
        Channel = posted.Channel,
    };
}
