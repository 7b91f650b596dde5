namespace Dialer.Core.Campaigns;

public readonly record struct CampaignId(int Value);
