using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>What is done before a run: the attempts that the last process left in flight are closed.</summary>
internal static class Recovery
{
    /// <summary>A screen may have shown ids that the crash kept from the store; as many as can wait to be written are never used again.</summary>
    private const long SkippedAfterCrash = 1_048_576;

    public static StoreOpening BeginRun(StoreSession session, Instant now)
    {
        using var transaction = session.Begin();
        bool cleanEnd = session.ExecuteScalar<int>("SELECT COUNT(*) FROM runs WHERE ended_at_us IS NULL AND run_id = (SELECT MAX(run_id) FROM runs)") == 0;
        int interrupted = CloseInFlight(session, now);
        PersonWriter.Assign(session, [], now); // Leads of a store that knew no persons yet.
        int run = session.ExecuteScalar<int>("SELECT COALESCE(MAX(run_id), 0) + 1 FROM runs");
        session.Execute("INSERT INTO runs (run_id, started_at_us) VALUES (@run, @at)", new { run, at = StoredTime.Us(now) });
        long attempts = session.ExecuteScalar<long>("SELECT COALESCE(MAX(attempt_id), 0) FROM attempts");
        long interactions = session.ExecuteScalar<long>("SELECT COALESCE(MAX(interaction_id), 0) FROM interactions");
        long firstAttempt = Math.Max(attempts, interactions) + 1 + (cleanEnd ? 0 : SkippedAfterCrash);
        transaction.Commit();
        return new StoreOpening(run, firstAttempt, interrupted, cleanEnd);
    }

    /// <summary>
    /// The phone may have rung, so the try counts. A person who was heard and had no agent yet was left in silence:
    /// that is an abandoned call, and stays in the rate. What an agent had said already holds.
    /// </summary>
    private static int CloseInFlight(StoreSession session, Instant now)
    {
        session.Execute(
            """
            UPDATE leads SET
                state = CASE said.fate WHEN 'Retry' THEN 'Waiting' ELSE said.fate END,
                next_callable_us = CASE WHEN said.fate = 'Retry' THEN COALESCE(said.next_callable_us, @at) END,
                next_phone = said.next_phone, attempts_made = leads.attempts_made + 1, uncounted_tries = 0,
                for_agent = CASE WHEN said.fate = 'Retry' AND said.call_back_at_us IS NOT NULL THEN said.agent_id END,
                lead_rank = (leads.priority * 2) + CASE WHEN said.fate <> 'Retry' THEN 0 WHEN said.call_back_at_us IS NOT NULL THEN @callback ELSE @retry END
            FROM attempts AS said
            WHERE said.lead_id = leads.lead_id AND said.closed_at_us IS NULL AND said.fate IS NOT NULL
            """, new { at = StoredTime.Us(now), callback = FactWriter.CallbackRank, retry = FactWriter.RetryRank });
        session.Execute(
            """
            UPDATE leads SET state = 'Interrupted', next_callable_us = NULL, attempts_made = attempts_made + 1
            WHERE lead_id IN (SELECT lead_id FROM attempts WHERE closed_at_us IS NULL AND fate IS NULL)
            """);
        session.Execute("UPDATE interactions SET ended_as = 'Interrupted', closed_at_us = @at WHERE closed_at_us IS NULL", new { at = StoredTime.Us(now) });
        return session.Execute(
            """
            UPDATE attempts SET result = 'Interrupted', fate = COALESCE(fate, 'Interrupted'), counted = 1, closed_at_us = @at,
                abandoned = CASE WHEN verdict = 'LiveVoice' AND connected_at_us IS NULL THEN 1 ELSE 0 END
            WHERE closed_at_us IS NULL
            """, new { at = StoredTime.Us(now) });
    }
}
