namespace Dialer.Core.Campaigns;

public enum AbandonWindow : byte
{
    /// <summary>The calendar day in the campaign's time zone.</summary>
    Day,

    /// <summary>The whole campaign since its start.</summary>
    Campaign,

    /// <summary>Each rolling period of 30 days.</summary>
    ThirtyDays,
}
