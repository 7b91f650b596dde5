namespace Dialer.Core.Routing.Policies;

/// <summary>Who does best, by results drawn towards everybody's rate, then the longest idle; a free agent takes who has waited longest. Value goes before it as priority, so that those who do best meet valuable customers first.</summary>
internal sealed class MostSuccessful : IRoutingPolicy
{
    public string Name => RoutingPolicies.MostSuccessful;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.Success;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
