namespace Dialer.Core.Campaigns;

/// <summary>The moment from which a person may be kept without an agent.</summary>
public enum AbandonClock : byte
{
    Answer,

    /// <summary>End of the person's completed greeting (16 CFR 310.4(b)(4)(ii)).</summary>
    GreetingEnd,
}
