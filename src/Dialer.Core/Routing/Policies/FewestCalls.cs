namespace Dialer.Core.Routing.Policies;

/// <summary>Who has taken the fewest, then the longest idle; a free agent takes who has waited longest.</summary>
internal sealed class FewestCalls : IRoutingPolicy
{
    public string Name => RoutingPolicies.FewestCalls;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.Taken;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
