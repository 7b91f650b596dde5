namespace Dialer.Core.Routing.Policies;

/// <summary>In turn: whose last turn is longest ago, whatever became of it; a free agent takes who has waited longest.</summary>
internal sealed class RoundRobin : IRoutingPolicy
{
    public string Name => RoutingPolicies.RoundRobin;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.LastTurn;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
