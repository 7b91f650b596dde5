using System.Text.Json.Serialization;

namespace Dialer.Store.Reports;

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
    [JsonConverter(typeof(WordKeys<int>))]
    public required IReadOnlyDictionary<string, int> Results { get; init; }

    /// <summary>A count per CpaVerdict that occurred.</summary>
    [JsonConverter(typeof(WordKeys<int>))]
    public required IReadOnlyDictionary<string, int> Verdicts { get; init; }

    /// <summary>A count per disposition code that occurred.</summary>
    public required IReadOnlyDictionary<string, int> Dispositions { get; init; }
    public int AnsweredLive { get; init; }
    public int Machines { get; init; }

    /// <summary>Live verdicts taken back; they count as machines here.</summary>
    public int Revoked { get; init; }

    /// <summary>Of the people who answered, how many were called a machine, from what is known of one's own calls. Its interval is the regulator's question.</summary>
    public FalsePositiveEstimate? CalledMachine { get; init; }
    public int Connected { get; init; }
    public int Abandoned { get; init; }

    /// <summary>Abandoned / (connected + abandoned).</summary>
    public double AbandonedRate { get; init; }

    /// <summary>Seconds of conversation with agents.</summary>
    public double TalkSeconds { get; init; }

    /// <summary>Talking / logged-in time of the agents.</summary>
    public double TalkShare { get; init; }

    /// <summary>From the 200 OK to the first packet with the person's voice that was sent to the agent: what the agent hears.</summary>
    public required LatencyPercentiles CustomerHeardMs { get; init; }

    /// <summary>From the 200 OK to the first packet of any kind that was sent to the agent.</summary>
    public required LatencyPercentiles AnswerToAgentMs { get; init; }
    public required AudioQuality Audio { get; init; }
    public required ListProgress Leads { get; init; }

    /// <summary>Leads that rules hold back at the moment of the report, by reason; judged anew when the rules change.</summary>
    public IReadOnlyList<HeldBack> HeldBack { get; init; } = [];

    /// <summary>What dialing has learned of the numbers; null: nothing yet, or pacing.perLead is off.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LearnedChances? Chances { get; init; }
    public required IReadOnlyList<AgentTime> Agents { get; init; }
    public required IReadOnlyList<ListSummary> Lists { get; init; }
    public required IReadOnlyList<RejectCount> Rejects { get; init; }
}
