using Dialer.Core.Callers;
using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>Where interactions wait.</summary>
/// <param name="Skills">Empty: any agent.</param>
/// <param name="Priority">Higher is served first.</param>
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

    /// <summary>Which campaign calls back those who came in by this queue; null: nobody does, and no call back can be promised.</summary>
    public CampaignId? CallBackCampaign { get; init; }
}
