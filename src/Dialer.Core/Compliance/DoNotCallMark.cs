using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>Why, for whom and how long a number is not called.</summary>
/// <param name="Campaign">Of <see cref="DoNotCallKind.Campaign"/>; 0: all campaigns.</param>
/// <param name="Until">Not before; Never: for good.</param>
public readonly record struct DoNotCallMark(DoNotCallKind Kind, CampaignId Campaign, Instant Until)
{
    /// <summary>The company's own list, for good.</summary>
    public static readonly DoNotCallMark Company = new(DoNotCallKind.Company, default, Instant.Never);

    public bool Binds(CampaignId campaign, Instant now) => (Campaign.Value == 0 || Campaign == campaign) && now < Until;
}
