using Dapper;
using Dialer.Core.Time;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>What is done before a run: the attempts that the last process left in flight are closed.</summary>
internal static class Recovery
{
    public static StoreOpening BeginRun(SqliteConnection connection, Instant now)
    {
        using var transaction = connection.BeginTransaction();
        bool cleanEnd = connection.ExecuteScalar<int>("SELECT COUNT(*) FROM runs WHERE ended_at_us IS NULL AND run_id = (SELECT MAX(run_id) FROM runs)", transaction: transaction) == 0;
        int interrupted = CloseInFlight(connection, transaction, now);
        PersonWriter.Assign(connection, transaction, [], now); // Leads of a store that knew no persons yet.
        int run = connection.ExecuteScalar<int>("SELECT COALESCE(MAX(run_id), 0) + 1 FROM runs", transaction: transaction);
        connection.Execute("INSERT INTO runs (run_id, started_at_us) VALUES (@run, @at)", new { run, at = StoredTime.Us(now) }, transaction);
        long firstAttempt = connection.ExecuteScalar<long>("SELECT COALESCE(MAX(attempt_id), 0) + 1 FROM attempts", transaction: transaction);
        transaction.Commit();
        return new StoreOpening(run, firstAttempt, interrupted, cleanEnd);
    }

    /// <summary>
    /// The phone may have rung, so the try counts. A person who was heard and had no agent yet was left in silence:
    /// that is an abandoned call, and stays in the rate.
    /// </summary>
    private static int CloseInFlight(SqliteConnection connection, SqliteTransaction transaction, Instant now)
    {
        connection.Execute(
            """
            UPDATE leads SET state = 'Interrupted', next_callable_us = NULL, attempts_made = attempts_made + 1
            WHERE lead_id IN (SELECT lead_id FROM attempts WHERE closed_at_us IS NULL)
            """, transaction: transaction);
        connection.Execute("UPDATE interactions SET ended_as = 'Interrupted', closed_at_us = @at WHERE closed_at_us IS NULL", new { at = StoredTime.Us(now) }, transaction);
        return connection.Execute(
            """
            UPDATE attempts SET result = 'Interrupted', fate = 'Interrupted', counted = 1, closed_at_us = @at,
                abandoned = CASE WHEN verdict = 'LiveVoice' AND connected_at_us IS NULL THEN 1 ELSE 0 END
            WHERE closed_at_us IS NULL
            """, new { at = StoredTime.Us(now) }, transaction);
    }
}
