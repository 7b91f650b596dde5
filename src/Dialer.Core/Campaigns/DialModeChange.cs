namespace Dialer.Core.Campaigns;

/// <summary>
/// A change of how a running campaign dials; null: as it is. Two changes that come at once each keep what the other
/// did not name.
/// </summary>
public sealed record DialModeChange
{
    public DialMode? Mode { get; init; }

    /// <summary>Name of the policy that <see cref="DialMode.Predictive"/> uses.</summary>
    public string? Pacer { get; init; }

    /// <summary>Lines per free agent in <see cref="DialMode.Ratio"/>.</summary>
    public double? Ratio { get; init; }

    /// <summary>Lines per logged-in agent, in any mode.</summary>
    public double? MaxLinesPerAgent { get; init; }
    public TimeSpan? PreviewLimit { get; init; }
    public PreviewTimeOut? PreviewTimeOut { get; init; }

    public CampaignSettings ApplyTo(CampaignSettings campaign) => campaign with
    {
        Mode = Mode ?? campaign.Mode,
        Pacer = Pacer ?? campaign.Pacer,
        Ratio = Ratio ?? campaign.Ratio,
        MaxLinesPerAgent = MaxLinesPerAgent ?? campaign.MaxLinesPerAgent,
        PreviewLimit = PreviewLimit ?? campaign.PreviewLimit,
        PreviewTimeOut = PreviewTimeOut ?? campaign.PreviewTimeOut,
    };
}
