namespace Dialer.Core.Routing.Policies;

/// <summary>The longest idle who may serve; an agent who becomes free takes who has waited longest.</summary>
internal sealed class LongestIdle : IRoutingPolicy
{
    public string Name => RoutingPolicies.LongestIdle;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.IdleSince;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
