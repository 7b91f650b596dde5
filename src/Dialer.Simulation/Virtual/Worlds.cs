using Dialer.Core.Campaigns;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Virtual;

/// <summary>The worlds that are measured: the default one at several sizes, and those that try to break the cap.</summary>
public static class Worlds
{
    public static IReadOnlyList<int> Sizes { get; } = [5, 10, 20, 50, 100, 500];

    public static Scenario WithAgents(this Scenario scenario, int agents) => scenario with { Agents = agents };

    public static Scenario WithLive(this Scenario scenario, double live) => scenario with { Answer = scenario.Answer with { Live = live } };

    public static Scenario WithCap(this Scenario scenario, double cap) => scenario with { Abandon = scenario.Abandon with { Cap = cap } };

    public static Scenario WithTalk(this Scenario scenario, double seconds) => scenario with { TalkSeconds = Distribution.Lognormal(seconds, 0.947) };

    /// <summary>Ten agents each, unless the name says otherwise.</summary>
    public static IReadOnlyList<NamedWorld> Robustness { get; } =
    [
        new("cap 1 %", Scenario.Default.WithCap(0.01)),
        new("cap 5 %", Scenario.Default.WithCap(0.05)),
        new("answer rate 5 %", Scenario.Default.WithLive(0.05)),
        new("answer rate 10 %, 5 agents", Scenario.Default.WithLive(0.10).WithAgents(5)),
        new("answer rate 15 %", Scenario.Default.WithLive(0.15)),
        new("answer rate 50 %", Scenario.Default.WithLive(0.50)),
        new("talk of 60 s", Scenario.Default.WithTalk(60)),
        new("talk of 600 s", Scenario.Default.WithTalk(600)),
        new("answer rate doubles at noon", Scenario.Default with { Answer = new AnswerShares { Live = 0.2, ByHour = [1, 1, 1, 1, 2] } }),
        new("answer rate halves at noon", Scenario.Default with { Answer = new AnswerShares { ByHour = [1, 1, 1, 1, 0.5] } }),
        new("hours without an answer", Scenario.Default with { Answer = new AnswerShares { ByHour = [1, 0, 1, 0] } }),
        new("an answer rate that jumps from nearly none", Scenario.Default with { Answer = new AnswerShares { ByHour = [0.1, 2] } }),
        new("every hour its own answer rate", Scenario.Default with { Answer = new AnswerShares { ByHour = [1, 0.6, 1.5, 0.7, 1.4, 0.5, 1.3, 0.8] } }),
        new("half of the agents on a break at once", Scenario.Default with
        {
            AgentPlan = [new AgentGroup(0, 8, 5, double.NaN, 0, 1), new AgentGroup(0, 8, 5, 3, 30, 1)],
        }),
        new("agents who come and go", Scenario.Default with
        {
            AgentPlan = [new AgentGroup(0, 5, 6, 2, 15, 1), new AgentGroup(1, 8, 4, 4, 30, 1), new AgentGroup(4, 6, 8, double.NaN, 0, 1)],
        }),
        new("agents who go home early", Scenario.Default with { AgentPlan = [new AgentGroup(0, 3, 5, double.NaN, 0, 1)] }),
        new("agents of different speed", Scenario.Default with
        {
            AgentPlan = [new AgentGroup(0, 8, 4, double.NaN, 0, 0.6), new AgentGroup(0, 8, 3, double.NaN, 0, 1), new AgentGroup(0, 8, 3, double.NaN, 0, 1.8)],
        }),
        new("talk times of two kinds", Scenario.Default with
        {
            TalkSeconds = Distribution.Mixture(new MixturePart(0.7, Distribution.Lognormal(40, 0.5)), new MixturePart(0.3, Distribution.Lognormal(600, 0.5))),
        }),
        new("lists of different answer rates", Scenario.Default with { Answer = new AnswerShares { Lists = [new(0.5, 0.1), new(0.5, 0.5)] } }),
        new("1 % of people taken for machines, counted", Counted(0.01)),
        new("2 % of people taken for machines, counted, 50 agents", Counted(0.02).WithAgents(50)),
        new("5 % of people taken for machines, not counted", Scenario.Default with { Analysis = new AnalysisModel { LiveAsMachine = 0.05, MachineAsLive = 0.02 } }),
        new("5 % of people taken for machines, counted", Counted(0.05), IsLawful: false),
        new("analysis takes 1.5 s", Scenario.Default with { Analysis = new AnalysisModel { Seconds = 1.5, MachineAsLive = 0.03 } }),
        new("no analysis", Scenario.Default with { Analysis = new AnalysisModel { Mode = AnalysisMode.Off } }),
        new("a trunk that saturates", Scenario.Default with { TrunkChannels = 14, TrunkCallsPerSecond = 1 }),
        new("inbound calls take agents", Scenario.Default with { InboundPerHour = 20 }),
        new("inbound calls take half of the agents", Scenario.Default with { InboundPerHour = 60 }),
        new("a person waits 1 s at most", Scenario.Default with { PatienceSeconds = Distribution.Exponential(1) }),
        new("an hour of dialing", Scenario.Default with { Hours = 1 }),
        new("a list that ends", Scenario.Default with { Leads = 1800 }),
        new("answer rate 3 %, a list that ends", Scenario.Default.WithLive(0.03) with { Leads = 16_000 }),
        new("one agent", Scenario.Default.WithAgents(1)),
        new("two agents", Scenario.Default.WithAgents(2)),
    ];

    private static Scenario Counted(double share) => Scenario.Default with
    {
        Analysis = new AnalysisModel { LiveAsMachine = share },
        Abandon = AbandonRule.Default with { CountFalsePositives = true },
    };
}
