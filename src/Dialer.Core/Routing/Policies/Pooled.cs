namespace Dialer.Core.Routing.Policies;

/// <summary>A bound, not a way to work: everybody serves all, the longest idle first.</summary>
internal sealed class Pooled : IRoutingPolicy
{
    public string Name => RoutingPolicies.Pooled;

    public bool IgnoresSkills => true;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.IdleSince;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
