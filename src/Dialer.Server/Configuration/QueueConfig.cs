using Dialer.Core.Routing;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <param name="Recording">Of the conversations with those who call in; null: they are not recorded.</param>
/// <param name="CallBackCampaign">Name of the campaign that calls back those who came in; null: no call back can be promised to them.</param>
public sealed record QueueConfig(QueueSettings Settings, RecordingRule? Recording, string? CallBackCampaign = null);
