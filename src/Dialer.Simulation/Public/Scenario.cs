using Dialer.Core.Campaigns;

namespace Dialer.Simulation.Public;

/// <summary>
/// A rehearsal's world: the called public, the agents, the trunk and the rule. One schema serves `dialer simulate`,
/// the demo's embedded carrier, and a finished campaign's measured answers. See docs/pacing.md for the JSON.
/// </summary>
public sealed record Scenario
{
    public string Name { get; init; } = "default";
    public double Hours { get; init; } = 8;
    public int Agents { get; init; } = 10;

    /// <summary>Where given it replaces <see cref="Agents"/>.</summary>
    public IReadOnlyList<AgentGroup> AgentPlan { get; init; } = [];
    public AnswerShares Answer { get; init; } = new();
    public RingModel Ring { get; init; } = new();
    public Distribution TalkSeconds { get; init; } = Distribution.Lognormal(210, 0.947);
    public Distribution WrapUpSeconds { get; init; } = Distribution.Lognormal(20, 0.5);

    /// <summary>How long a person who waits for an agent stays on the line; null: until the announcement ends.</summary>
    public Distribution? PatienceSeconds { get; init; }
    public AnalysisModel Analysis { get; init; } = new();
    public AbandonRule Abandon { get; init; } = AbandonRule.Default;
    public int TrunkChannels { get; init; } = 1000;
    public double TrunkCallsPerSecond { get; init; } = 100;
    public double InboundPerHour { get; init; }

    /// <summary>Numbers that the list has for each day; 0: it has no end.</summary>
    public int Leads { get; init; }

    /// <summary>Where given, a service desk: its callers, and in <see cref="AgentGroups"/> all of its agents.</summary>
    public IReadOnlyList<ScenarioQueue> Queues { get; init; } = [];
    public IReadOnlyList<StaffGroup> AgentGroups { get; init; } = [];

    /// <summary>Of a service desk: people are dialed as well.</summary>
    public bool HasOutbound { get; init; }

    /// <summary>The default world.</summary>
    public static Scenario Default { get; } = new();

    /// <summary>A public that lives faster than the real one, so that a minute shows dozens of conversations.</summary>
    public static Scenario Demo { get; } = new()
    {
        Name = "demo",
        Hours = 1,
        Agents = 10,
        Answer = new AnswerShares
        {
            Live = 0.42,
            Machine = 0.22,
            Busy = 0.08,
            SpecialInformationTone = 0.03,
            Fax = 0.02,
            Failures = [new(404, 0.02), new(503, 0.01)],
        },
        Ring = new RingModel
        {
            Live = Distribution.Gamma(1.8, 3, 1),
            Machine = Distribution.Gamma(2.1, 6, 1.2),
            TimeoutSeconds = 3,
        },

        // The person's completed greeting starts the clock, so that the analyzer may hear it out.
        Abandon = AbandonRule.Default with { From = AbandonClock.GreetingEnd },
        TalkSeconds = Distribution.Gamma(8.5, 4, 4),
        WrapUpSeconds = Distribution.Gamma(2, 4, 1),
        Analysis = new AnalysisModel { Seconds = 1.2 },
    };

    /// <summary>The agents of the day: the plan, or one group for all of it.</summary>
    public IReadOnlyList<AgentGroup> Groups =>
        AgentPlan.Count > 0 ? AgentPlan : [new AgentGroup(0, Hours, Agents, double.NaN, 0, 1)];
}
