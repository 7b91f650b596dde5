using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Dialer.Server.Configuration;
using Dialer.Store.Reports;

namespace Dialer.Tools.Demo;

/// <summary>
/// The one JSON object that `dialer demo --json` prints. Counts are of the whole store (a resumed one has earlier runs);
/// <see cref="ElapsedSeconds"/> and <see cref="Analysis"/> are of this run. Rates and shares are fractions from 0 to 1.
/// </summary>
public sealed record DemoResult
{
    public required double ElapsedSeconds { get; init; }
    public required int Leads { get; init; }
    public required int Attempts { get; init; }
    public required int OutcomesStored { get; init; }
    [JsonConverter(typeof(WordKeys<int>))]
    public required IReadOnlyDictionary<string, int> Results { get; init; }
    public required int AnsweredLive { get; init; }
    public required int Machines { get; init; }

    /// <summary>Of the machines, those that were people at first: the desk was told.</summary>
    public required int Revoked { get; init; }
    public required int Connected { get; init; }
    public required int Abandoned { get; init; }
    public required double AbandonedRate { get; init; }
    public required double TalkShare { get; init; }
    public required Percentiles CustomerHeardMs { get; init; }
    public required Percentiles AnswerToAgentMs { get; init; }

    /// <summary>Null: analysis was off.</summary>
    public required AnalysisCounts? Analysis { get; init; }

    /// <summary>What was true, by what was concluded; this run.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Truth { get; init; }
    public required int Agents { get; init; }
    public required ulong Seed { get; init; }
    public required string Scenario { get; init; }

    /// <summary>Run of this store; the first is 1.</summary>
    public required int Run { get; init; }
    public required string Db { get; init; }

    /// <summary>Seconds from the command to the first conversation of this run; null: none.</summary>
    public required double? FirstConversationSeconds { get; init; }

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string ToJson() => JsonSerializer.Serialize(this, Options);

    internal static DemoResult From(CampaignReport report, DemoRun run)
    {
        var counts = run.Truth.Count();
        return new DemoResult
        {
            ElapsedSeconds = Math.Round(run.Elapsed.TotalSeconds, 3),
            Leads = report.Leads.Total,
            Attempts = report.Attempts,
            OutcomesStored = report.OutcomesStored,
            Results = report.Results,
            AnsweredLive = report.AnsweredLive,
            Machines = report.Machines,
            Revoked = report.Revoked,
            Connected = report.Connected,
            Abandoned = report.Abandoned,
            AbandonedRate = Math.Round(report.AbandonedRate, 6),
            TalkShare = Math.Round(report.TalkShare, 6),
            CustomerHeardMs = new Percentiles(report.CustomerHeardMs.P50, report.CustomerHeardMs.P95, report.CustomerHeardMs.P99),
            AnswerToAgentMs = new Percentiles(report.AnswerToAgentMs.P50, report.AnswerToAgentMs.P95, report.AnswerToAgentMs.P99),
            Analysis = run.AnalysisIsOn ? TruthTable.Sum(counts) : null,
            Truth = counts.GroupBy(row => Words.Word(row.Key.True))
                .ToDictionary(group => group.Key, group => (IReadOnlyDictionary<string, int>)group.ToDictionary(row => Words.Word(row.Key.Concluded), row => row.Value)),
            Agents = run.World.Phones.Count,
            Seed = run.Options.Seed,
            Scenario = run.World.Scenario.Name,
            Run = run.Dialer.Store.Opening.Run,
            Db = run.StorePath,
            FirstConversationSeconds = run.FirstConversation is { } first ? Math.Round(first.TotalSeconds, 2) : null,
        };
    }
}
