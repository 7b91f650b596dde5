using Dialer.Core.Time;

namespace Dialer.Core.Routing;

/// <summary>
/// A routing policy: which free agent gets the next interaction, and which interaction the next free agent. One file per
/// policy, chosen by name. Priority comes before it; within one queue and priority it is first come, first served.
/// </summary>
public interface IRoutingPolicy
{
    string Name { get; }

    /// <summary>Everybody serves all: a bound, not a way to work.</summary>
    bool IgnoresSkills => false;

    /// <summary>How long only the preferred agent is asked, where an interaction names one who is logged in.</summary>
    TimeSpan PreferredFor => TimeSpan.Zero;

    /// <summary>Sets of skills for an interaction: the smaller goes first. Settled when queues and agents change.</summary>
    int SetOrder(in ServingSet set);

    /// <summary>Free agents whose sets are equal.</summary>
    AgentOrder AgentOrder { get; }

    /// <summary>What waits, for a free agent: the greater is taken first, then who has waited longest.</summary>
    /// <param name="overTarget">How long the first in line has waited beyond the target; negative: so much is left.</param>
    double WorkOrder(in ServingSet set, TimeSpan overTarget);

    /// <summary>Which pair to join where a policy also says "not yet"; null: no ready agent is ever kept from work.</summary>
    IHoldingPolicy? Holding => null;

    /// <summary>What happened, for learning. Called for every event, before the next decision.</summary>
    void Observe(in RoutingEvent happened, Instant now)
    {
    }
}
