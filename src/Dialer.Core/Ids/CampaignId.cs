namespace Dialer.Core.Ids;

public readonly record struct CampaignId(int Value);
