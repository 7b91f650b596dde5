using Dialer.Host.Storage;

namespace Dialer.Host.Reports;

/// <summary>Milliseconds at which half, 95 % and 99 % of the measured answers had reached an agent; null: none measured.</summary>
public sealed record LatencyPercentiles(double? P50, double? P95, double? P99, int Count);

/// <summary>How the audio of the answered calls arrived; the percentiles are null where no call was measured.</summary>
/// <param name="Calls">Calls of which audio arrived.</param>
/// <param name="LossShare">Packets lost, of all that were sent to us.</param>
/// <param name="JitterMs95">95 % of the calls had no more.</param>
/// <param name="Mos50">Half of the calls were estimated at this or better, 1 to 4.5.</param>
/// <param name="Mos5">5 % of the calls were estimated at this or worse.</param>
public sealed record AudioQuality(int Calls, double LossShare, double? JitterMs50, double? JitterMs95, double? Mos50, double? Mos5);

/// <summary>An agent's time in this campaign's runs, in seconds, by state.</summary>
public sealed record AgentTime(int Agent, string Name, int Conversations, double TalkSeconds, IReadOnlyDictionary<string, double> SecondsByState);

/// <summary>Rows that an import refused, per reason.</summary>
public sealed record RejectCount(string List, string Reason, int Rows);

/// <summary>A list of the campaign: what was imported.</summary>
public sealed record ListSummary(string Name, string File, int Rows, int Leads, int RejectedRows, int NumbersRefused);

/// <summary>
/// A campaign's results from the store. One JSON shape for `report`, the HTTP interface and the demo's end. Rates and
/// shares are fractions from 0 to 1.
/// </summary>
public sealed record CampaignReport
{
    public required string Campaign { get; init; }

    /// <summary>Null: all runs.</summary>
    public int? Run { get; init; }
    public DateTimeOffset? FirstAttemptAt { get; init; }
    public DateTimeOffset? LastAttemptAt { get; init; }

    /// <summary>Attempts whose claim was granted.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts closed; equal to the sum of <see cref="Results"/>.</summary>
    public int OutcomesStored { get; init; }

    /// <summary>Attempts not closed yet.</summary>
    public int InFlight { get; init; }

    /// <summary>A count per CallResult, zeros included.</summary>
    public required IReadOnlyDictionary<string, int> Results { get; init; }

    /// <summary>A count per CpaVerdict that occurred.</summary>
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }

    /// <summary>A count per disposition code that occurred.</summary>
    public required IReadOnlyDictionary<string, int> Dispositions { get; init; }
    public int AnsweredLive { get; init; }
    public int Machines { get; init; }
    public int Connected { get; init; }
    public int Abandoned { get; init; }

    /// <summary>Abandoned / (connected + abandoned).</summary>
    public double AbandonedRate { get; init; }

    /// <summary>Seconds of conversation with agents.</summary>
    public double TalkSeconds { get; init; }

    /// <summary>Talking / logged-in time of the agents.</summary>
    public double TalkShare { get; init; }
    public required LatencyPercentiles AnswerToAgentMs { get; init; }
    public required AudioQuality Audio { get; init; }
    public required ListProgress Leads { get; init; }
    public required IReadOnlyList<AgentTime> Agents { get; init; }
    public required IReadOnlyList<ListSummary> Lists { get; init; }
    public required IReadOnlyList<RejectCount> Rejects { get; init; }
}
