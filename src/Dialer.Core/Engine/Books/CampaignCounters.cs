namespace Dialer.Core.Engine.Books;

/// <summary>What a campaign has done since this engine began. All are sums that only grow.</summary>
public struct CampaignCounters
{
    internal CountByResult ResultCounts;
    internal CountByRefusal RefusalCounts;

    public readonly CountByResult Results => ResultCounts;

    /// <summary>Numbers that were not dialed, by why.</summary>
    public readonly CountByRefusal Refusals => RefusalCounts;

    /// <summary>Attempts that began, and those that have closed.</summary>
    public long Attempts { get; internal set; }
    public long Closed { get; internal set; }

    /// <summary>Leads that will not be dialed again, as their last attempt said.</summary>
    public long LeadsFinished { get; internal set; }

    /// <summary>Concluded as a live person, and as a machine or fax.</summary>
    public long AnsweredLive { get; internal set; }
    public long Machines { get; internal set; }

    /// <summary>Live verdicts taken back; they are among <see cref="AnsweredLive"/>, as first said.</summary>
    public long Revoked { get; internal set; }

    /// <summary>Answered, with neither of these verdicts.</summary>
    public long Undetermined { get; internal set; }

    /// <summary>Given to an agent or abandoned without having been concluded as live: taken for people, as the law counts them.</summary>
    public long TakenForPeople { get; internal set; }
    public long Connected { get; internal set; }
    public long Abandoned { get; internal set; }

    /// <summary>People who left while they waited, within the time allowed: theirs, not ours.</summary>
    public long HungUpInQueue { get; internal set; }
    public long MessagesLeft { get; internal set; }

    /// <summary>People whose agent's phone leg dropped; and of those the ones for whom no other agent came in time.</summary>
    public long AgentLost { get; internal set; }
    public long AgentLostUnserved { get; internal set; }
    public long Refused { get; internal set; }

    /// <summary>Leads put back for an hour since others were likelier to answer.</summary>
    public long PassedOver { get; internal set; }

    /// <summary>Attempts that the trunk, not the called party, made fail.</summary>
    public long TrunkFaults { get; internal set; }
    public TimeSpan Talk { get; internal set; }
    public TimeSpan Wait { get; internal set; }
    public TimeSpan WrapUp { get; internal set; }
}
