using Dialer.Core.Attempts;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Campaigns;

/// <summary>A campaign's validated rules. Immutable; a change is a new one given by <c>ConfigureCampaign</c>.</summary>
public sealed record CampaignSettings
{
    public required CampaignId Id { get; init; }
    public required string Name { get; init; }
    public required TrunkId Trunk { get; init; }

    /// <summary>The queue in which people of this campaign wait for agents.</summary>
    public required QueueId Queue { get; init; }
    public DialMode Mode { get; init; } = DialMode.Predictive;

    /// <summary>Name of the pacing policy that <see cref="DialMode.Predictive"/> uses.</summary>
    public string Pacer { get; init; } = "predictive";

    /// <summary>Each call's own chance decides whom to dial, among leads of one priority, and how many.</summary>
    public PerLead PerLead { get; init; }

    /// <summary>Lines per free agent in <see cref="DialMode.Ratio"/>.</summary>
    public double Ratio { get; init; } = 1.0;

    /// <summary>Never more lines than this per logged-in agent, in any mode.</summary>
    public double MaxLinesPerAgent { get; init; } = 10;
    public AbandonRule Abandon { get; init; } = AbandonRule.Default;
    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(28);

    /// <summary>An unanswered call is not given up before this (16 CFR 310.4(b)(4)(iii): 15 s).</summary>
    public TimeSpan MinimumRing { get; init; } = TimeSpan.FromSeconds(15);
    public AnalysisMode Analysis { get; init; } = AnalysisMode.Detect;
    public AnswerAction OnMachine { get; init; } = AnswerAction.HangUp;

    /// <summary>For Silence, NoMedia, Undetermined and CallScreening: never treated as a machine.</summary>
    public AnswerAction OnUndetermined { get; init; } = AnswerAction.Agent;

    /// <summary>What is done when a live verdict is taken back.</summary>
    public RevokedAction OnRevoked { get; init; }

    /// <summary>For CallScreening; with <see cref="ScreeningAction.Agent"/> it is treated as <see cref="OnUndetermined"/> says.</summary>
    public ScreeningAction OnScreening { get; init; }

    /// <summary>Name of the prompt that says who calls and why, for <see cref="ScreeningAction.SayWhoCalls"/>.</summary>
    public string? ScreeningPrompt { get; init; }

    /// <summary>The analyzer must have concluded by then; the engine treats later as Undetermined.</summary>
    public TimeSpan AnalysisLimit { get; init; } = TimeSpan.FromSeconds(7);
    public RetryRules Retry { get; init; } = RetryRules.Default;
    public CallingRules Calling { get; init; } = CallingRules.Always;

    /// <summary>The campaign's own clock: calendar windows, days of the abandon rate.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>No new calls from then on, and the pacer knows it beforehand; Never: no such end is planned.</summary>
    public Instant PlannedEnd { get; init; } = Instant.Never;

    /// <summary>Wrap-up ends by itself after this.</summary>
    public TimeSpan WrapUpLimit { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Name of the prompt a person hears who gets no agent in time. Never empty: silence is worse.</summary>
    public string Announcement { get; init; } = "abandoned";

    /// <summary>Name of the prompt left on machines, with <see cref="AnswerAction.LeaveMessage"/>, and played to people in <see cref="DialMode.Agentless"/>.</summary>
    public string? Message { get; init; }

    /// <summary>Agentless: the key that reaches the queue, and the one by which the person objects to further calls.</summary>
    public char TransferKey { get; init; } = '1';
    public char OptOutKey { get; init; } = '9';

    /// <summary>What an agent's key sequence *2N means, N from 0 to 9.</summary>
    public IReadOnlyList<Disposition> KeyDispositions { get; init; } = DefaultKeyDispositions;

    /// <summary>Codes "0" to "9", each of which finishes the lead.</summary>
    public static IReadOnlyList<Disposition> DefaultKeyDispositions { get; } =
        [.. Enumerable.Range(0, 10).Select(key => new Disposition(key.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    public PreviewTimeOut PreviewTimeOut { get; init; }
    public TimeSpan PreviewLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Caller id shown to the called person, E.164 or as the trunk wants it. Null: the trunk's.</summary>
    public string? CallerId { get; init; }

    /// <summary>Of two campaigns that want the same agent or channel the higher goes first.</summary>
    public int Priority { get; init; }

    /// <summary>Share among campaigns of equal priority.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Free agents kept for inbound calls, out of this campaign's reach.</summary>
    public int InboundReserve { get; init; }

    /// <summary>Beyond the reserve it leaves to callers as many agents as their queues need to reach their service levels.</summary>
    public bool InboundTargets { get; init; }
}
