using Dialer.Core.Pacing;
using Dialer.Simulation.Public;
using Dialer.Simulation.Virtual;
using Xunit;

namespace Dialer.Simulation.Tests.Virtual;

public sealed class MarkovTwinTests
{
    /// <summary>
    /// The rule's form (launch while the chance of finding no agent is at most a price) against the optimum, at the share of
    /// lost answers that it had itself: within 0.3 points of utilisation. Without the guard, which is no part of the twin.
    /// </summary>
    [Theory]
    [InlineData(5, 30)]
    public void The_rule_is_within_0_3_points_of_the_optimum(int agents, int days)
    {
        var scenario = Scenario.Default with
        {
            Agents = agents,
            Hours = 24,
            Answer = new AnswerShares { Live = 0.3, Machine = 0.7, Busy = 0 },
            Ring = new RingModel { Live = Distribution.Gamma(12, 2, 0), Machine = Distribution.Gamma(12, 2, 0), TimeoutSeconds = 120 },
            TalkSeconds = Distribution.Exponential(230),
            WrapUpSeconds = Distribution.Constant(0),

            // As good as none: the verdict itself is given the engine's least time.
            Abandon = Scenario.Default.Abandon with { After = TimeSpan.FromSeconds(0.15) },
        };
        var world = new VirtualWorld(scenario, 21, PredictivePacer.WithForesight);
        double busy = 0, logged = 0;
        long lost = 0, answers = 0;
        for (int day = 0; day < days; day++)
        {
            var report = world.RunDay(day);
            if (day < 2)
                continue; // It learns.
            (busy, logged) = (busy + report.TalkSeconds, logged + report.AgentSeconds);
            (lost, answers) = (lost + report.Abandoned, answers + report.Connected + report.Abandoned);
        }
        double best = new MarkovTwin(agents, 230, 12, 0.3, 24).BestBusyShare((double)lost / answers);
        Assert.InRange(best, 0.85, 0.90);
        Assert.True(busy / logged > best - 0.003, $"{busy / logged:0.0000} of {best:0.0000} at {(double)lost / answers:P2}");
    }
}
