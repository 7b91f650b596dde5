using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>Somebody who waits, or whom an agent holds.</summary>
internal struct InteractionRow
{
    public OfferedInteraction Offered;
    public IReadOnlyList<RelaxStep> Steps;
    public long Sequence;

    /// <summary>Index of the line; -1: waits for the preferred agent alone, or waits no more.</summary>
    public int Line;
    public int Step;

    /// <summary>Row of the agent who holds it, or is waited for; -1: nobody.</summary>
    public int Agent;

    /// <summary>The set of skills that the agent had when it was assigned.</summary>
    public int Set;
    public WaitingFor State;
    public Instant AssignedAt;

    /// <summary>When the target is missed.</summary>
    public Instant Due;
    public DeadlineHandle Next;
    public DeadlineHandle Look;

    public readonly InteractionId Id => Offered.Id;
}
