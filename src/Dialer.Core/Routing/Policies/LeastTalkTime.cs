namespace Dialer.Core.Routing.Policies;

/// <summary>Who has been busy the shortest, then the longest idle; a free agent takes who has waited longest.</summary>
internal sealed class LeastTalkTime : IRoutingPolicy
{
    public string Name => RoutingPolicies.LeastTalkTime;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.Busy;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
