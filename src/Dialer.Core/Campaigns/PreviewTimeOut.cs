namespace Dialer.Core.Campaigns;

/// <summary>What a preview does when the agent has not decided in time.</summary>
public enum PreviewTimeOut : byte
{
    DialLead,
    SkipLead,
    AgentNotReady,
}
