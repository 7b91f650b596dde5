namespace Dialer.Core.Campaigns;

/// <summary>How a campaign dials at present: its mode and what belongs to the modes. The fields mean what they mean in <see cref="CampaignSettings"/>.</summary>
public readonly record struct DialModeSettings(DialMode Mode, string Pacer, double Ratio, double MaxLinesPerAgent, TimeSpan PreviewLimit, PreviewTimeOut PreviewTimeOut)
{
    public static DialModeSettings Of(CampaignSettings campaign) =>
        new(campaign.Mode, campaign.Pacer, campaign.Ratio, campaign.MaxLinesPerAgent, campaign.PreviewLimit, campaign.PreviewTimeOut);
}
