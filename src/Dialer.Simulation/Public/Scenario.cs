using Dialer.Core.Campaigns;

namespace Dialer.Simulation.Public;

/// <summary>A group of agents who come, go and take their break together.</summary>
/// <param name="FromHour">When they log in, hours since the day's start.</param>
/// <param name="ToHour">When they log out.</param>
/// <param name="Count">How many.</param>
/// <param name="BreakAtHour">When their break is announced; NaN: none.</param>
/// <param name="BreakMinutes">Its length, from when each agent is free.</param>
/// <param name="Speed">Talk and wrap-up take 1/speed of what the scenario draws.</param>
public readonly record struct AgentGroup(double FromHour, double ToHour, int Count, double BreakAtHour, double BreakMinutes, double Speed)
{
    public bool HasBreak => BreakMinutes > 0 && !double.IsNaN(BreakAtHour);
}

/// <summary>A part of the leads whose chance to answer differs.</summary>
/// <param name="Share">Of the leads, in (0, 1].</param>
/// <param name="Live">Replaces <see cref="AnswerShares.Live"/> for them.</param>
public readonly record struct LeadList(double Share, double Live);

/// <summary>What becomes of one dial: shares of 1. What remains is no answer.</summary>
public sealed record AnswerShares
{
    public double Live { get; init; } = 0.30;
    public double Machine { get; init; } = 0.32;
    public double Busy { get; init; } = 0.08;

    /// <summary>An operator's announcement with special information tones.</summary>
    public double SpecialInformationTone { get; init; }
    public double Fax { get; init; }

    /// <summary>SIP final status (400 to 699) and its share.</summary>
    public IReadOnlyList<KeyValuePair<int, double>> Failures { get; init; } = [];

    /// <summary>Multiplies <see cref="Live"/>, hour 0 first, the last value goes on. Empty: 1.</summary>
    public IReadOnlyList<double> ByHour { get; init; } = [];

    /// <summary>Lists of leads with their own chance; empty: all leads are alike.</summary>
    public IReadOnlyList<LeadList> Lists { get; init; } = [];

    public double HourFactor(double hour) =>
        ByHour.Count == 0 ? 1 : ByHour[Math.Clamp((int)Math.Floor(hour), 0, ByHour.Count - 1)];
}

/// <summary>Seconds from dialing to the pick-up.</summary>
public sealed record RingModel
{
    public Distribution Live { get; init; } = Distribution.Gamma(12, 3, 2);
    public Distribution Machine { get; init; } = Distribution.Normal(20, 3);
    public double TimeoutSeconds { get; init; } = 28;
}

/// <summary>How well, and how fast, machines are told from people.</summary>
public sealed record AnalysisModel
{
    public AnalysisMode Mode { get; init; } = AnalysisMode.Detect;

    /// <summary>From the answer to the verdict.</summary>
    public double Seconds { get; init; }

    /// <summary>Share of people taken for machines.</summary>
    public double LiveAsMachine { get; init; }
    public double MachineAsLive { get; init; }

    /// <summary>What a machine costs an agent who gets it.</summary>
    public double AgentSecondsPerMachine { get; init; } = 12;
}

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
