using Dialer.Core.CallProgress;
using Dialer.Core.Campaigns;
using Dialer.Core.Profiles;
using Dialer.Line;
using Dialer.Lists.Import;

namespace Dialer.Server.Configuration;

/// <param name="Settings">Complete but for the id, which the store gives by name.</param>
/// <param name="Lists">What it dials.</param>
/// <param name="Start">Dials as soon as the program runs; false: waits for the command.</param>
public sealed record CampaignConfig(CampaignSettings Settings, IReadOnlyList<ImportOptions> Lists, bool Start)
{
    /// <summary>By the number that is called; they go before the campaign's own caller id.</summary>
    public IReadOnlyList<CallerIdRule> CallerIds { get; init; } = [];

    /// <summary>The compliance profiles that its rules come from; empty: it answers for each rule itself.</summary>
    public IReadOnlyList<ComplianceProfile> Profiles { get; init; } = [];

    /// <summary>How its answers are listened to.</summary>
    public CallProgressOptions CallProgress { get; init; } = CallProgressOptions.Default;

    /// <summary>Null: conversations are not recorded.</summary>
    public RecordingRule? Recording { get; init; }

    /// <summary>Null: no begins of calls are kept for a review.</summary>
    public ReviewClipRule? ReviewClips { get; init; }
}
