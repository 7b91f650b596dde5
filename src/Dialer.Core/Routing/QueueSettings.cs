using Dialer.Core.Ids;

namespace Dialer.Core.Routing;

/// <summary>Where interactions wait.</summary>
/// <param name="Skills">Empty: any agent.</param>
/// <param name="Priority">Higher is served first.</param>
/// <param name="ServiceLevel">Target wait, for the service level: answered within it / (answered + abandoned after it).</param>
/// <param name="MaxWaiting">Callers beyond this are refused (busy).</param>
/// <param name="Music">Name of the prompt looped to callers who wait.</param>
/// <param name="WrapUpLimit">Wrap-up ends by itself after this.</param>
public sealed record QueueSettings(
    QueueId Id,
    string Name,
    IReadOnlyList<RequiredSkill> Skills,
    int Priority,
    TimeSpan ServiceLevel,
    TimeSpan WrapUpLimit,
    int MaxWaiting = 1000,
    string Music = "music")
{
    /// <summary>Which campaign calls back those who came in by this queue; null: nobody does, and no call back can be promised.</summary>
    public CampaignId? CallBackCampaign { get; init; }
}
