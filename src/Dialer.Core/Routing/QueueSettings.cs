using Dialer.Core.Callers;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>Where interactions wait.</summary>
/// <param name="Skills">Empty: any agent. Not asked where there are <see cref="Steps"/>.</param>
/// <param name="Priority">-100 to 100, higher is served first.</param>
/// <param name="ServiceLevel">Target wait, for the service level: answered within it / offered.</param>
/// <param name="Music">Name of the prompt looped to callers who wait.</param>
/// <param name="WrapUpLimit">Wrap-up ends by itself after this.</param>
public sealed record QueueSettings(
    QueueId Id,
    string Name,
    IReadOnlyList<RequiredSkill> Skills,
    int Priority,
    TimeSpan ServiceLevel,
    TimeSpan WrapUpLimit,
    string Music = "music")
{
    /// <summary>Who may wait in it, and what becomes of those who may not.</summary>
    public QueueDoor Door { get; init; } = new();

    /// <summary>What is asked of an agent, and less of it as somebody waits; empty: <c>Skills</c>, however long.</summary>
    public IReadOnlyList<RelaxStep> Steps { get; init; } = [];

    /// <summary>The share that is to be answered within <c>ServiceLevel</c>, above 0 to 1.</summary>
    public double ServiceShare { get; init; } = ServiceTarget.Within20Seconds.Share;

    /// <summary>The target's wait runs only while this is open; null: by the wall clock.</summary>
    public OpeningHours? TargetHours { get; init; }

    /// <summary>Null: among those that name no group, by the longest idle.</summary>
    public QueueGroup? Group { get; init; }

    /// <summary>Who has waited so long goes before everybody, whatever the priority; null: nobody does for that.</summary>
    public TimeSpan? AgeingAfter { get; init; }

    /// <summary>Who spoke with this person last, or owns the lead, is alone asked for so long; zero: as any other.</summary>
    public TimeSpan PreferredFor { get; init; }

    /// <summary>Null: who gives up is on the list, and not called back by itself. The campaign below calls.</summary>
    public GaveUpRule? CallBackWhoGaveUp { get; init; }

    /// <summary>Which campaign calls back those who came in by this queue; null: nobody does, and no call back can be promised.</summary>
    public CampaignId? CallBackCampaign { get; init; }

    /// <summary>What is asked of an agent, step by step; at least one.</summary>
    public IReadOnlyList<RelaxStep> AllSteps() =>
        Steps.Count > 0 ? Steps : [new RelaxStep(TimeSpan.Zero, Skills.Count == 0 ? null : SkillExpression.AllOf(Skills))];
}
