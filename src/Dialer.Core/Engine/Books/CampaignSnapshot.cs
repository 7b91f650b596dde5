using Dialer.Core.Attempts;
using Dialer.Core.Campaigns;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;

namespace Dialer.Core.Engine.Books;

/// <summary>One campaign at one instant.</summary>
public readonly record struct CampaignSnapshot
{
    public CampaignId Campaign { get; init; }
    public string Name { get; init; }

    /// <summary>How it dials at present.</summary>
    public DialModeSettings Dialing { get; init; }

    /// <summary>A trunk refuses its calls, since it was started last; null: none does.</summary>
    public RefusalPattern? Refused { get; init; }
    public CampaignState State { get; init; }
    public CampaignCounters Counters { get; init; }

    /// <summary>Lines in flight per logged-in agent.</summary>
    public double DialLevel { get; init; }

    /// <summary>Dialed and not answered yet.</summary>
    public int Ringing { get; init; }

    /// <summary>Answered, and the verdict is open.</summary>
    public int Analysing { get; init; }

    /// <summary>Live people who wait for an agent.</summary>
    public int Waiting { get; init; }

    /// <summary>With an agent.</summary>
    public int Talking { get; init; }

    /// <summary>The call is over, and the agent has not finished.</summary>
    public int WrappingUp { get; init; }

    /// <summary>Attempts that have not closed, wrap-up included.</summary>
    public int Open { get; init; }
    public int Hopper { get; init; }

    /// <summary>Agents who may take this campaign's people.</summary>
    public CountByState Agents { get; init; }

    /// <summary>Their time by state.</summary>
    public StateTimes Times { get; init; }

    /// <summary>Over the rule's window, earlier runs included.</summary>
    public long WindowAnswered { get; init; }
    public long WindowAbandoned { get; init; }
    public double WindowRate { get; init; }

    /// <summary>The pacer's last decision; null where the mode has none.</summary>
    public PacingExplanation? Pacing { get; init; }

    /// <summary>Abandoned / (connected + abandoned) since this engine began.</summary>
    public double AbandonedRate => Counters.Connected + Counters.Abandoned == 0
        ? 0
        : (double)Counters.Abandoned / (Counters.Connected + Counters.Abandoned);
}
