using Dialer.Simulation.Public;

namespace Dialer.Simulation.Desk;

/// <summary>Rehearses routing policies, one after another, on the same callers.</summary>
public static class ServiceDesk
{
    /// <param name="scenario">With queues.</param>
    /// <param name="routing">One of <see cref="Core.Routing.Policies.RoutingPolicies.All"/>.</param>
    public static RoutingResult Rehearse(Scenario scenario, string routing, ulong seed, int days, CancellationToken cancellation = default) =>
        new DeskWorld(scenario, routing, seed, days).Run(days, cancellation);
}
