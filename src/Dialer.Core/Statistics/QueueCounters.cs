namespace Dialer.Core.Statistics;

/// <summary>What a queue has done since this engine began, outbound and inbound together.</summary>
internal sealed class QueueCounters
{
    public long Offered { get; set; }
    public long Answered { get; set; }
    public long AnsweredInTime { get; set; }
    public long Abandoned { get; set; }

    /// <summary>Left after the service level's target: these count against it.</summary>
    public long LeftAfterTarget { get; set; }
    public long HungUpInQueue { get; set; }
    public long Refused { get; set; }
    public TimeSpan Wait { get; set; }

    /// <summary>Answered within the target / (answered + left after it); 1 while nothing has come.</summary>
    public double ServiceLevel => Answered + LeftAfterTarget == 0 ? 1 : (double)AnsweredInTime / (Answered + LeftAfterTarget);
}
