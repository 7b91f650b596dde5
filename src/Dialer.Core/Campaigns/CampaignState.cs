namespace Dialer.Core.Campaigns;

/// <summary>Whether a campaign dials.</summary>
public enum CampaignState : byte
{
    /// <summary>Configured, not started.</summary>
    Idle,
    Running,

    /// <summary>No new calls; those in flight go on, and the hopper is kept.</summary>
    Paused,

    /// <summary>No new calls; the hopper went back to the store.</summary>
    Stopped,

    /// <summary>The list is finished and nothing is in flight.</summary>
    Finished,
}
