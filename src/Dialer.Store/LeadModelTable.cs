using System.Text.Json;
using Dialer.Core.Ids;
using Dialer.Core.Pacing;
using Dialer.Core.Time;
using Dialer.Store.Reports;

namespace Dialer.Store;

/// <summary>What each campaign's dialing has learned of its numbers: one state a campaign, the last.</summary>
internal static class LeadModelTable
{
    public static void Write(StoreSession session, CampaignId campaign, Instant at, LeadModelState state) => session.Execute(
        """
        INSERT INTO lead_models (campaign_id, learned_at_us, state) VALUES (@campaign, @at, @state)
        ON CONFLICT (campaign_id) DO UPDATE SET learned_at_us = excluded.learned_at_us, state = excluded.state
        """,
        new { campaign = campaign.Value, at = StoredTime.Us(at), state = JsonSerializer.Serialize(state) });

    /// <summary>Null: nothing was learned, or what is there cannot be read and is learned anew.</summary>
    public static LeadModelState? Read(StoreSession session, CampaignId campaign) => Find(session, campaign) is var (_, state) ? state : null;

    public static LearnedChances? Report(StoreSession session, CampaignId campaign)
    {
        if (Find(session, campaign) is not var (at, state))
            return null;
        return new LearnedChances(StoredTime.ToInstant(at).ToDateTimeOffset(), (long)state.Dials, (long)state.Answers, state.Effects, state.Reliability);
    }

    private static (long At, LeadModelState State)? Find(StoreSession session, CampaignId campaign)
    {
        var row = session.QueryFirstOrDefault<Row>("SELECT learned_at_us AS LearnedAtUs, state AS State FROM lead_models WHERE campaign_id = @campaign", new { campaign = campaign.Value });
        if (row is null)
            return null;
        try
        {
            return JsonSerializer.Deserialize<LeadModelState>(row.State) is { } state ? (row.LearnedAtUs, state) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Row
    {
        public long LearnedAtUs { get; init; }
        public string State { get; init; } = "";
    }
}
