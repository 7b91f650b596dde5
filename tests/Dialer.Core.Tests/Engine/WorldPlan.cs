using Dialer.Core.Campaigns;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Routing.Policies;
using Dialer.Core.Time;

namespace Dialer.Core.Tests.Engine;

/// <summary>What a random world is made of; drawn from its seed unless a test says otherwise.</summary>
internal sealed record WorldPlan
{
    public int Agents { get; init; } = 20;
    public int Leads { get; init; } = 1000;
    public int Campaigns { get; init; } = 1;
    public double Trouble { get; init; }
    public double InboundPerMinute { get; init; }

    /// <summary>Some numbers, and some people by different numbers, stand in the lists of all campaigns, and call us too.</summary>
    public bool SharedPeople { get; init; }

    /// <summary>A quarter of an hour in each is closed, on two clocks; the rules change while the world runs.</summary>
    public bool Hours { get; init; }

    /// <summary>How agents are found; null: by skills that do not relax, the longest idle first.</summary>
    public string? Routing { get; init; }

    /// <summary>Changes of a campaign's dial mode.</summary>
    public double ModeChangesPerMinute { get; init; }

    /// <summary>What agents do with people beside speaking: transfers, consultations, parks.</summary>
    public double HandoversPerMinute { get; init; }
    public double Live { get; init; } = 0.3;
    public double Machine { get; init; } = 0.3;
    public TimeSpan DrainAfter { get; init; } = TimeSpan.FromHours(12);
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromMinutes(3);
    public TimeSpan WrapUpLimit { get; init; } = TimeSpan.FromSeconds(30);
    /// <summary>Whether people object; each objection is a number more that the gate must remember.</summary>
    public bool Objections { get; init; } = true;
    public Func<string, IPacer?> Pacers { get; init; } = LinesPerFreeAgent.Named;
    public Func<CampaignSettings, CampaignSettings> Change { get; init; } = settings => settings;
    public TrunkSettings Trunk { get; init; } = new(new TrunkId(1), "trunk", 500, 200);

    /// <summary>A world in which everything may happen.</summary>
    public static WorldPlan Draw(SeededRandom random) => new()
    {
        SharedPeople = random.Fork(1).Next(2) == 0,
        Hours = random.Fork(2).Next(3) == 0,
        Routing = RoutingPolicies.All[random.Fork(3).Next(RoutingPolicies.All.Count)] is var policy and not (RoutingPolicies.Pooled or RoutingPolicies.Targets) ? policy : null,
        Agents = 1 + random.Next(12),
        Leads = 50 + random.Next(300),
        Campaigns = 1 + random.Next(3),
        Trouble = random.NextDouble() * 0.1,
        InboundPerMinute = random.Next(2) * random.NextDouble() * 4,
        Live = random.NextDouble() * 0.7,
        Machine = random.NextDouble() * 0.3,
        DrainAfter = TimeSpan.FromMinutes(5 + random.Next(120)),
        DrainWithin = TimeSpan.FromSeconds(random.Next(120)),
        WrapUpLimit = TimeSpan.FromSeconds(random.Next(40)),
        Trunk = new TrunkSettings(new TrunkId(1), "trunk", 1 + random.Next(40), 0.5 + (random.NextDouble() * 20)),
        Change = settings => settings with
        {
            Mode = (DialMode)random.Next(6),
            Analysis = (AnalysisMode)random.Next(4),
            OnMachine = (AnswerAction)random.Next(4),
            OnUndetermined = (AnswerAction)random.Next(4),
            OnRevoked = (RevokedAction)(settings.Id.Value % 3),
            PreviewTimeOut = (PreviewTimeOut)random.Next(3),
            Abandon = AbandonRule.Default with { From = (AbandonClock)random.Next(2) },
            Priority = random.Next(3),
            Weight = 1 + random.Next(3),
            InboundReserve = random.Next(2),
            InboundTargets = settings.Id.Value % 2 == 0,
            Message = random.Next(4) == 0 ? null : "message",
            AnalysisLimit = TimeSpan.FromSeconds(1 + random.Next(7)),
        },
    };
}
