namespace Dialer.Core.Routing.Policies;

/// <summary>The highest level, then the longest idle; a free agent takes the queue of his highest level, then who has waited longest.</summary>
internal sealed class MostSkilled : IRoutingPolicy
{
    public string Name => RoutingPolicies.MostSkilled;

    public int SetOrder(in ServingSet set) => -set.Level;

    public AgentOrder AgentOrder => AgentOrder.IdleSince;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => set.Level;
}
