namespace Dialer.Core.Engine.Books;

/// <summary>What a queue has done since this engine began, outbound and inbound together. All are sums that only grow.</summary>
public struct QueueCounters
{
    public long Offered { get; internal set; }
    public long Answered { get; internal set; }

    /// <summary>Answered within the service level's target.</summary>
    public long AnsweredInTime { get; internal set; }

    /// <summary>People of campaigns for whom no agent was there in time: ours, and regulated.</summary>
    public long Abandoned { get; internal set; }

    /// <summary>Who hung up while they waited: theirs.</summary>
    public long HungUpInQueue { get; internal set; }

    /// <summary>Callers who were not let in: closed, full, or nobody there.</summary>
    public long Refused { get; internal set; }

    /// <summary>Callers who waited as long as the queue allows, and went on to somewhere else.</summary>
    public long Overflowed { get; internal set; }

    /// <summary>Callers and people whose agent's phone leg dropped.</summary>
    public long AgentLost { get; internal set; }

    /// <summary>Answered within the target / offered, as everywhere; 1 while nothing has come.</summary>
    public readonly double ServiceLevel => Offered == 0 ? 1 : (double)AnsweredInTime / Offered;
}
