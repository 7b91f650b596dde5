namespace Dialer.Core.Routing.Policies;

/// <summary>Who serves the fewest queues, then the highest level, then the longest idle: generalists stay free. A free agent takes the greatest wait over target.</summary>
internal sealed class SpecialistsFirst : IRoutingPolicy
{
    public string Name => RoutingPolicies.SpecialistsFirst;

    public int SetOrder(in ServingSet set) => (set.QueuesServed * 16) - set.Level;

    public AgentOrder AgentOrder => AgentOrder.IdleSince;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => overTarget.TotalSeconds;
}
