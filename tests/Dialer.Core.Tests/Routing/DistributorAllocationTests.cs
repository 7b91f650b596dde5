using Dialer.Core.Agents;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;
using Xunit;

namespace Dialer.Core.Tests.Routing;

public sealed class DistributorAllocationTests
{
    [Theory]
    [InlineData(RoutingPolicies.LongestIdle)]
    [InlineData(RoutingPolicies.MostSkilled)]
    [InlineData(RoutingPolicies.SpecialistsFirst)]
    [InlineData(RoutingPolicies.MostSuccessful)]
    [InlineData(RoutingPolicies.PreferredAgent)]
    public void A_busy_desk_costs_no_memory(string policy)
    {
        var distributor = new Distributor(RoutingPolicies.Create(policy)!);
        var random = new SeededRandom(5);
        var now = Instant.FromSeconds(1000);
        for (int queue = 0; queue < 20; queue++)
            distributor.SetQueue(new RoutedQueue(new QueueId(queue), [new RelaxStep(TimeSpan.Zero, SkillExpression.AllOf([new RequiredSkill(new SkillId(queue % 8), 3)])), new RelaxStep(TimeSpan.FromSeconds(20), null)]), now);
        for (int agent = 0; agent < 100; agent++)
        {
            distributor.SetAgent(new RoutedAgent(new AgentId(agent), [.. Enumerable.Range(0, 8).Where(_ => random.Next(2) == 0).Select(skill => new AgentSkill(new SkillId(skill), 1 + random.Next(10)))]), now);
            distributor.AgentReady(new AgentId(agent), now);
        }
        var held = new Queue<InteractionId>(256);
        long id = 0;
        SteadyState.AllocatesNothing(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                now += TimeSpan.FromSeconds(1);
                distributor.Offer(new OfferedInteraction(new InteractionId(++id), new QueueId(random.Next(20)), now) { Preferred = new AgentId(random.Next(100)) }, now);
                if (random.Next(10) == 0)
                    distributor.Withdraw(new InteractionId(id), now);
                if (held.Count > 90)
                    distributor.Handled(held.Dequeue(), now);
                while (distributor.TryNext(now, out var pair))
                    held.Enqueue(pair.Interaction);
            }
        });
    }
}
