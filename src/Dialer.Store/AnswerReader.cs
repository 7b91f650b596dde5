using Dialer.Core.CallProgress;
using Dialer.Core.Ids;
using Dialer.Line;
using Dialer.Store.Reports;

namespace Dialer.Store;

/// <summary>
/// Who answered, beyond the verdict: the agent's word before all else, then what was heard. Labels that cost nobody
/// any listening.
/// </summary>
internal static class AnswerReader
{
    /// <summary>An agent had them on the line and wrote the call up.</summary>
    private const string Spoken = "(disposition IS NOT NULL AND agent_id IS NOT NULL AND connected_at_us IS NOT NULL)";
    private const string Person = $"({Spoken} AND was_machine = 0)";

    /// <summary>Of calls from before proofs were kept, the causes that prove as much.</summary>
    private const string Proven = "(heard_proof IS NOT NULL OR revoked_cause IN ('Beep', 'VoiceGoesOn', 'Remembered'))";
    private const string Known = $"({Spoken} OR {Proven} OR was_machine = 1)";

    private const string RingUs = "CASE WHEN ringing_at_us IS NOT NULL AND answered_at_us > ringing_at_us THEN answered_at_us - ringing_at_us ELSE 0 END";
    private const int MostKnown = 100_000;

    public static FalsePositiveEstimate Estimate(StoreSession session, CampaignId campaign, int? run) => FalsePositiveEstimate.From(
        [.. session.Query<(long Machine, long Proven, long Calls, long Known, long People)>(
            $"""
            SELECT CASE WHEN verdict = 'AnsweringMachine' OR revoked_cause IS NOT NULL THEN 1 ELSE 0 END, CASE WHEN {Proven} THEN 1 ELSE 0 END,
                COUNT(*), SUM(CASE WHEN {Known} THEN 1 ELSE 0 END), SUM(CASE WHEN {Person} THEN 1 ELSE 0 END)
            FROM attempts WHERE campaign_id = @campaign AND (@run IS NULL OR run_id = @run) AND result = 'Answered' AND verdict <> 'None'
            GROUP BY 1, 2
            """, new { campaign = campaign.Value, run })
            .Select(row => new JudgedAnswers(row.Machine != 0, (int)row.Calls, (int)row.Known, (int)row.People))]);

    /// <summary>Calls of which it is known who answered and how they sounded, by attempt.</summary>
    public static IEnumerable<LabelledAnswer> Labelled(StoreSession session, CampaignId? campaign)
    {
        foreach (var row in session.Stream<Row>(
            $"""
            SELECT attempt_id AS Attempt, campaign_id AS Campaign, number AS Number, verdict AS Verdict, heard_proof AS Proof,
                CASE WHEN {Person} THEN 1 ELSE 0 END AS Person, heard_phrase AS Phrase, {RingUs} AS RingUs, heard_ring AS Ring
            FROM attempts WHERE heard_phrase IS NOT NULL AND {Known} AND (@campaign IS NULL OR campaign_id = @campaign) ORDER BY attempt_id
            """, new { campaign = campaign?.Value }))
        {
            if (PhraseText.Read(row.Phrase) is { } phrase)
                yield return new LabelledAnswer(
                    new AttemptId(row.Attempt), new CampaignId((int)row.Campaign), row.Number, Enum.TryParse<CpaVerdict>(row.Verdict, out var verdict) ? verdict : CpaVerdict.None,
                    Enum.TryParse<AnswerProof>(row.Proof, out var proof) ? proof : AnswerProof.None, row.Person != 0 ? AnswerLabel.Person : AnswerLabel.Machine, phrase, (int)(row.RingUs / 1000), PatternOf(row.Ring));
        }
    }

    /// <summary>The newest, in the order in which they came.</summary>
    public static IEnumerable<KnownAnswer> KnownAnswers(StoreSession session)
    {
        foreach (var (campaign, number, ringUs, ring, person) in session.Stream<(long Campaign, string Number, long RingUs, string Ring, long Person)>(
            $"""
            SELECT campaign_id, number, ring_us, heard_ring, person FROM (
                SELECT attempt_id, campaign_id, number, {RingUs} AS ring_us, heard_ring, CASE WHEN {Person} THEN 1 ELSE 0 END AS person
                FROM attempts WHERE heard_ring IS NOT NULL AND {Known} ORDER BY attempt_id DESC LIMIT @most) AS newest
            ORDER BY attempt_id
            """, new { most = MostKnown }))
            yield return new KnownAnswer(new CampaignId((int)campaign), number, (int)(ringUs / 1000), PatternOf(ring), person == 0);
    }

    private static RingPattern PatternOf(string? text) => Enum.TryParse<RingPattern>(text, out var pattern) ? pattern : RingPattern.None;

    private sealed class Row
    {
        public long Attempt { get; init; }
        public long Campaign { get; init; }
        public string Number { get; init; } = "";
        public string? Verdict { get; init; }
        public string? Proof { get; init; }
        public long Person { get; init; }
        public string Phrase { get; init; } = "";
        public long RingUs { get; init; }
        public string? Ring { get; init; }
    }
}
