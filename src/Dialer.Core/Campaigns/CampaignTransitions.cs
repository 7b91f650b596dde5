namespace Dialer.Core.Campaigns;

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
