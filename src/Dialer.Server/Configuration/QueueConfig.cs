using Dialer.Core.Routing;
using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <param name="Recording">Of the conversations with those who call in; null: they are not recorded.</param>
public sealed record QueueConfig(QueueSettings Settings, RecordingRule? Recording);
