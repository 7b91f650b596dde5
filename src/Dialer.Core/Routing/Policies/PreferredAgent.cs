namespace Dialer.Core.Routing.Policies;

/// <summary>
/// Who spoke with this person last, or owns the lead, is alone asked for so long; then, or where he is not there, the longest
/// idle. A free agent takes what is kept for him before what has no more priority.
/// </summary>
internal sealed class PreferredAgent(TimeSpan preferredFor) : IRoutingPolicy
{
    public string Name => RoutingPolicies.PreferredAgent;

    public TimeSpan PreferredFor => preferredFor;

    public int SetOrder(in ServingSet set) => 0;

    public AgentOrder AgentOrder => AgentOrder.IdleSince;

    public double WorkOrder(in ServingSet set, TimeSpan overTarget) => 0;
}
