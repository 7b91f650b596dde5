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

internal static class CampaignTransitions
{
    /// <summary>The campaign's transition table. Pure.</summary>
    public static bool Allows(CampaignState from, CampaignState to) => from switch
    {
        CampaignState.Idle => to is CampaignState.Running or CampaignState.Stopped,
        CampaignState.Running => to is CampaignState.Paused or CampaignState.Stopped or CampaignState.Finished,
        CampaignState.Paused => to is CampaignState.Running or CampaignState.Stopped,
        CampaignState.Stopped => to is CampaignState.Running,

        // Started again: new leads may have come.
        CampaignState.Finished => to is CampaignState.Running or CampaignState.Stopped,
    };
}
