using System.Text.Json;
using Dapper;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Line;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>
/// Writes facts inside a transaction that its caller commits. Each statement names what must be so before it, and so
/// may be repeated: a fact applied twice changes nothing the second time.
/// </summary>
internal sealed class FactWriter(int run, Action<WriteStep>? beforeStep)
{
    /// <summary>A lead's rank is twice its priority; what a retry adds, so that it goes before a new lead when it is due.</summary>
    private const int RetryRank = 1;

    /// <summary>What a promised callback adds: more than any priority.</summary>
    internal const int CallbackRank = 2 * 1000;

    /// <returns>False: a claim that the store does not grant.</returns>
    public bool Write(SqliteConnection connection, SqliteTransaction transaction, in StoredFact fact)
    {
        if (fact.AnswerToAgent is not null)
        {
            WriteLatency(connection, transaction, fact);
            return true;
        }
        if (fact.Quality is { } quality)
        {
            WriteQuality(connection, transaction, quality);
            return true;
        }
        switch (fact.Output.Kind)
        {
            case EngineOutputKind.AttemptStarted:
                return Claim(connection, transaction, fact.Output);
            case EngineOutputKind.AttemptAnswered or EngineOutputKind.AttemptClassified or EngineOutputKind.AttemptRevoked:
                WriteProgress(connection, transaction, fact.Output);
                return true;
            case EngineOutputKind.InteractionQueued:
                OpenInteraction(connection, transaction, fact.Output);
                return true;
            case EngineOutputKind.InteractionConnected:
                ConnectInteraction(connection, transaction, fact.Output);
                WriteProgress(connection, transaction, fact.Output);
                return true;
            case EngineOutputKind.AttemptClosed:
                Close(connection, transaction, fact.Outcome!.Value);
                return true;
            case EngineOutputKind.LeadGivenBack:
                GiveBack(connection, transaction, fact.Output, fact.Standing!.Value);
                return true;
            case EngineOutputKind.InteractionClosed:
                CloseInteraction(connection, transaction, fact.Interaction!.Value);
                return true;
            case EngineOutputKind.AgentStateChanged:
                WriteAgentState(connection, transaction, fact);
                return true;
            case EngineOutputKind.DialRefused when !fact.Output.Flag: // Another number of the lead is tried at once.
                return true;
            case EngineOutputKind.DialRefused:
            case EngineOutputKind.LeadReturned when fact.Output.Until != Core.Time.Instant.Epoch:
                WriteRefusal(connection, transaction, fact.Output);
                return true;
            default: // A returned lead stands in the store as it stood.
                return true;
        }
    }

    /// <summary>The claim: one statement that takes the lead only if it is free, and never the same attempt twice.</summary>
    private bool Claim(SqliteConnection connection, SqliteTransaction transaction, in EngineOutput started)
    {
        var claim = new { attempt = started.Attempt.Value, run, campaign = started.Campaign.Value, lead = started.Lead.Value, call = started.Call.Value, number = started.Text ?? "", at = StoredTime.Us(started.At) };
        beforeStep?.Invoke(WriteStep.Claim);
        int taken = connection.Execute(
            """
            INSERT INTO attempts (attempt_id, run_id, campaign_id, lead_id, call_id, number, started_at_us)
            SELECT @attempt, @run, campaign_id, lead_id, @call, @number, @at FROM leads
            WHERE lead_id = @lead AND campaign_id = @campaign AND next_callable_us IS NOT NULL
            ON CONFLICT DO NOTHING
            """, claim, transaction);
        if (taken == 0)
            return connection.ExecuteScalar<int>("SELECT COUNT(*) FROM attempts WHERE attempt_id = @attempt AND run_id = @run AND lead_id = @lead", claim, transaction) == 1;
        beforeStep?.Invoke(WriteStep.ClaimLead);
        connection.Execute("UPDATE leads SET state = 'InAttempt', next_callable_us = NULL WHERE lead_id = @lead", claim, transaction);
        return true;
    }

    /// <summary>How far an attempt has come, so that one cut off by a crash still says whom it reached.</summary>
    private void WriteProgress(SqliteConnection connection, SqliteTransaction transaction, in EngineOutput output)
    {
        if (output.Attempt.Value == 0)
            return;
        beforeStep?.Invoke(WriteStep.Progress);
        string set = output.Kind switch
        {
            EngineOutputKind.AttemptAnswered => "answered_at_us = @at",
            EngineOutputKind.AttemptClassified => "classified_at_us = @at, verdict = @verdict",
            EngineOutputKind.AttemptRevoked => "revoked_at_us = @at, revoked_cause = @cause",
            _ => "connected_at_us = @at, agent_id = @agent",
        };
        connection.Execute($"UPDATE attempts SET {set} WHERE attempt_id = @attempt AND closed_at_us IS NULL",
            new { at = StoredTime.Us(output.At), verdict = output.Verdict.ToString(), cause = ((RevocationCause)output.Code).ToString(), agent = output.Agent.Value, attempt = output.Attempt.Value }, transaction);
    }

    private void Close(SqliteConnection connection, SqliteTransaction transaction, in AttemptOutcome outcome)
    {
        beforeStep?.Invoke(WriteStep.Close);
        if (connection.Execute(CloseAttemptSql, CloseParameters(outcome), transaction) == 0)
            return;
        beforeStep?.Invoke(WriteStep.CloseLead);
        connection.Execute(CloseLeadSql, LeadParameters(outcome), transaction);
        if (RetryRules.IsNumberDead(outcome))
        {
            beforeStep?.Invoke(WriteStep.DeadPhone);
            connection.Execute("UPDATE lead_phones SET dead = 1 WHERE lead_id = @lead AND number = @number", new { lead = outcome.Lead.Value, number = outcome.Number }, transaction);
        }
        if (outcome.Disposition is { DoNotCall: true })
        {
            beforeStep?.Invoke(WriteStep.DoNotCall);
            PersonWriter.Object(connection, transaction, outcome.Lead.Value, outcome.Number, AskedDuringCall, outcome.ClosedAt);
        }
    }

    /// <summary>The attempt does not count after all. The lead stands as before it, unless something newer has happened to it.</summary>
    private void GiveBack(SqliteConnection connection, SqliteTransaction transaction, in EngineOutput output, in LeadStanding standing)
    {
        beforeStep?.Invoke(WriteStep.GiveBack);
        string number = standing.Number;
        var given = new
        {
            attempt = standing.Attempt.Value,
            lead = standing.Before.Id.Value,
            number,
            state = StateOf(standing.Fate),
            at = StoredTime.Us(output.At),
            nextPhone = standing.Before.NextPhone,
            made = standing.Before.AttemptsMade,
            uncounted = standing.Before.UncountedTries,
            forAgent = standing.Before.ForAgent?.Value,
            rank = standing.Before.Priority,
            dead = standing.Before.Phones.Any(phone => phone.Number == number && phone.Dead) ? 1 : 0,
        };
        if (connection.Execute(
            "UPDATE attempts SET counted = 0, fate = 'Retry', next_callable_us = @at, next_phone = @nextPhone WHERE attempt_id = @attempt AND counted = 1 AND closed_at_us IS NOT NULL",
            given, transaction) == 0)
            return;
        beforeStep?.Invoke(WriteStep.GiveBackLead);
        int stood = connection.Execute(
            """
            UPDATE leads SET state = 'Waiting', next_callable_us = @at, next_phone = @nextPhone, attempts_made = @made, uncounted_tries = @uncounted,
                for_agent = @forAgent, lead_rank = @rank
            WHERE lead_id = @lead AND state = @state AND NOT EXISTS (SELECT 1 FROM attempts WHERE lead_id = @lead AND attempt_id > @attempt)
            """, given, transaction);
        if (stood == 0)
            connection.Execute("UPDATE leads SET attempts_made = attempts_made - 1 WHERE lead_id = @lead AND attempts_made > 0", given, transaction);
        connection.Execute("UPDATE lead_phones SET dead = @dead WHERE lead_id = @lead AND number = @number", given, transaction);
    }

    private const string CloseAttemptSql =
        """
        UPDATE attempts SET
            result = @result, verdict = @verdict, confidence = @confidence, revoked_at_us = @revokedAt, revoked_cause = @revokedCause, abandoned = @abandoned, message_left = @messageLeft,
            counted = @counted, agent_id = @agent, ended_by = @endedBy, sip_status = @sipStatus, q850_cause = @cause,
            ringing_at_us = @ringing, answered_at_us = @answered, classified_at_us = @classified, connected_at_us = @connected,
            ended_at_us = @ended, closed_at_us = @closed, disposition = @disposition, note = @note, call_back_at_us = @callBack,
            phrase = @phrase, reason_text = @reasonText, do_not_call = @doNotCall, was_machine = @wasMachine, fate = @fate, next_callable_us = @nextCallable, next_phone = @nextPhone
        WHERE attempt_id = @attempt AND closed_at_us IS NULL
        """;

    private static object CloseParameters(in AttemptOutcome outcome) => new
    {
        attempt = outcome.Attempt.Value,
        result = outcome.Result.ToString(),
        verdict = outcome.Verdict.ToString(),
        confidence = outcome.Confidence,
        revokedAt = outcome.Revoked == RevocationCause.None ? null : StoredTime.UsOrNull(outcome.RevokedAt),
        revokedCause = outcome.Revoked == RevocationCause.None ? null : outcome.Revoked.ToString(),
        abandoned = outcome.Abandoned ? 1 : 0,
        messageLeft = outcome.MessageLeft ? 1 : 0,
        counted = outcome.Counted ? 1 : 0,
        agent = outcome.Agent?.Value,
        endedBy = outcome.EndedBy.ToString(),
        sipStatus = outcome.SipStatus,
        cause = outcome.Q850Cause,
        phrase = outcome.Phrase,
        reasonText = outcome.ReasonText,
        ringing = StoredTime.UsOrNull(outcome.RingingAt),
        answered = StoredTime.UsOrNull(outcome.AnsweredAt),
        classified = StoredTime.UsOrNull(outcome.ClassifiedAt),
        connected = StoredTime.UsOrNull(outcome.ConnectedAt),
        ended = StoredTime.UsOrNull(outcome.EndedAt),
        closed = StoredTime.Us(outcome.ClosedAt),
        disposition = outcome.Disposition?.Code,
        note = outcome.Disposition?.Note,
        callBack = outcome.Disposition?.CallBackAt is { } at ? StoredTime.UsOrNull(at) : null,
        doNotCall = outcome.Disposition is { DoNotCall: true } ? 1 : 0,
        wasMachine = outcome.Disposition is { WasMachine: true } ? 1 : 0,
        fate = outcome.Next.Fate.ToString(),
        nextCallable = StoredTime.UsOrNull(outcome.Next.NextCallable),
        nextPhone = outcome.Next.NextPhone,
    };

    /// <summary>A retry with no instant would never come back: it is due at once. A promised callback that no agent got to speak to stays promised.</summary>
    private const string CloseLeadSql =
        """
        UPDATE leads SET
            state = @state, next_callable_us = @nextCallable, next_phone = @nextPhone,
            attempts_made = attempts_made + @counted,
            uncounted_tries = CASE WHEN @counted = 1 THEN 0 ELSE uncounted_tries + 1 END,
            for_agent = CASE WHEN @kept = 1 AND lead_rank >= @callback THEN for_agent ELSE @forAgent END,
            lead_rank = (priority * 2) + CASE WHEN @kept = 1 AND lead_rank >= @callback THEN @callback ELSE @above END
        WHERE lead_id = @lead AND state = 'InAttempt'
        """;

    private static object LeadParameters(in AttemptOutcome outcome)
    {
        bool again = outcome.Next.Fate == LeadFate.Retry;
        bool promised = again && outcome.Disposition?.CallBackAt is not null;
        return new
        {
            lead = outcome.Lead.Value,
            state = StateOf(outcome.Next.Fate),
            nextCallable = again ? StoredTime.UsOrNull(outcome.Next.NextCallable) ?? StoredTime.Us(outcome.ClosedAt) : (long?)null,
            nextPhone = outcome.Next.NextPhone,
            counted = outcome.Counted ? 1 : 0,
            above = promised ? CallbackRank : RetryRank,
            forAgent = promised ? outcome.Agent?.Value : null,
            kept = again && !promised && outcome.ConnectedAt == Core.Time.Instant.Never ? 1 : 0,
            callback = CallbackRank,
        };
    }

    private static string StateOf(LeadFate fate) => fate switch
    {
        LeadFate.Retry => "Waiting",
        LeadFate.Done => "Done",
        LeadFate.Exhausted => "Exhausted",
        LeadFate.Interrupted => "Interrupted",
    };

    /// <summary>A lead that may never be dialed leaves the list; one that may later waits until then.</summary>
    private void WriteRefusal(SqliteConnection connection, SqliteTransaction transaction, in EngineOutput refused)
    {
        beforeStep?.Invoke(WriteStep.Refusal);
        bool forEver = refused.Until == Core.Time.Instant.Never;
        connection.Execute(
            """
            UPDATE leads SET refusal = COALESCE(@refusal, refusal),
                state = CASE WHEN @forEver = 1 THEN 'Refused' ELSE state END,
                next_callable_us = CASE WHEN @forEver = 1 THEN NULL WHEN next_callable_us < @until THEN @until ELSE next_callable_us END
            WHERE lead_id = @lead AND next_callable_us IS NOT NULL
            """,
            new { lead = refused.Lead.Value, refusal = refused.Refusal == Core.Compliance.DialRefusal.None ? null : refused.Refusal.ToString(), forEver = forEver ? 1 : 0, until = forEver ? 0 : StoredTime.Us(refused.Until) }, transaction);
    }

    /// <summary>One that waits is in the store already, so that a crash closes it as Interrupted instead of losing it.</summary>
    private void OpenInteraction(SqliteConnection connection, SqliteTransaction transaction, in EngineOutput queued)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        connection.Execute(
            """
            INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, attempt_id, party, arrived_at_us)
            VALUES (@run, @id, @queue, @call, @attempt, @party, @at)
            ON CONFLICT DO NOTHING
            """,
            new { run, id = queued.Interaction.Value, queue = queued.Queue.Value, call = queued.Call.Value, attempt = OrNull(queued.Attempt), party = queued.Text ?? "", at = StoredTime.Us(queued.At) }, transaction);
    }

    private void ConnectInteraction(SqliteConnection connection, SqliteTransaction transaction, in EngineOutput connected)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        connection.Execute("UPDATE interactions SET connected_at_us = @at, agent_id = @agent WHERE run_id = @run AND interaction_id = @id AND closed_at_us IS NULL",
            new { run, id = connected.Interaction.Value, at = StoredTime.Us(connected.At), agent = connected.Agent.Value }, transaction);
    }

    private void CloseInteraction(SqliteConnection connection, SqliteTransaction transaction, in InteractionRecord record)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        connection.Execute(
            """
            INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, attempt_id, party, ended_as, agent_id, disposition, note, arrived_at_us, connected_at_us, ended_at_us, closed_at_us)
            VALUES (@run, @id, @queue, @call, @attempt, @party, @endedAs, @agent, @disposition, @note, @arrived, @connected, @ended, @closed)
            ON CONFLICT (run_id, interaction_id) DO UPDATE SET
                ended_as = excluded.ended_as, agent_id = excluded.agent_id, disposition = excluded.disposition, note = excluded.note,
                arrived_at_us = excluded.arrived_at_us, connected_at_us = excluded.connected_at_us, ended_at_us = excluded.ended_at_us, closed_at_us = excluded.closed_at_us
            WHERE interactions.closed_at_us IS NULL
            """,
            new
            {
                run,
                id = record.Interaction.Value,
                queue = record.Queue.Value,
                call = record.Call.Value,
                attempt = OrNull(record.Attempt),
                party = record.Party ?? "",
                endedAs = record.End.ToString(),
                agent = record.Agent?.Value,
                disposition = record.Disposition?.Code,
                note = record.Disposition?.Note,
                arrived = StoredTime.Us(record.ArrivedAt),
                connected = StoredTime.UsOrNull(record.ConnectedAt),
                ended = StoredTime.UsOrNull(record.EndedAt),
                closed = StoredTime.Us(record.ClosedAt),
            }, transaction);
        if (record is { Disposition.DoNotCall: true, Attempt.Value: 0 } && !string.IsNullOrEmpty(record.Party))
            WriteCallersObjection(connection, transaction, record.Party, record.ClosedAt);
    }

    private static long? OrNull(AttemptId attempt) => attempt.Value == 0 ? null : attempt.Value;

    private const string AskedDuringCall = "asked during a call";

    /// <summary>Who called in is known by the number shown: everybody who has it is bound.</summary>
    private void WriteCallersObjection(SqliteConnection connection, SqliteTransaction transaction, string number, Core.Time.Instant at)
    {
        beforeStep?.Invoke(WriteStep.DoNotCall);
        PersonWriter.AddToOwnList(connection, transaction, [number], AskedDuringCall, at);
    }

    private void WriteAgentState(SqliteConnection connection, SqliteTransaction transaction, in StoredFact fact)
    {
        beforeStep?.Invoke(WriteStep.AgentState);
        connection.Execute(
            """
            INSERT INTO agent_state_log (run_id, sequence, agent_id, at_us, from_state, to_state, reason)
            VALUES (@run, @sequence, @agent, @at, @from, @to, @reason)
            ON CONFLICT DO NOTHING
            """,
            new { run, sequence = fact.Sequence, agent = fact.Output.Agent.Value, at = StoredTime.Us(fact.Output.At), from = fact.Output.AgentFrom.ToString(), to = fact.Output.AgentTo.ToString(), reason = fact.Output.Text }, transaction);
    }

    private void WriteLatency(SqliteConnection connection, SqliteTransaction transaction, in StoredFact fact)
    {
        beforeStep?.Invoke(WriteStep.Latency);
        connection.Execute("UPDATE attempts SET answer_to_agent_us = @us WHERE run_id = @run AND call_id = @call",
            new { run, call = fact.Output.Call.Value, us = (long)fact.AnswerToAgent!.Value.TotalMicroseconds }, transaction);
    }

    private void WriteQuality(SqliteConnection connection, SqliteTransaction transaction, in CallQuality quality)
    {
        beforeStep?.Invoke(WriteStep.Quality);
        connection.Execute(
            """
            UPDATE attempts SET packets_received = @received, packets_lost = @lost, jitter_us = @jitter, round_trip_us = @roundTrip, mos_thousandths = @mos
            WHERE run_id = @run AND call_id = @call
            """,
            new
            {
                run,
                call = quality.Call.Value,
                received = quality.PacketsReceived,
                lost = quality.PacketsLost,
                jitter = (long)(1_000 * quality.JitterMs),
                roundTrip = (long?)(1_000 * quality.RoundTripMs),
                mos = (int)Math.Round(1_000 * quality.Mos),
            }, transaction);
    }

    /// <summary>Keeps a fact that a constraint refused, whole, beside the tables it does not fit.</summary>
    public void Quarantine(SqliteConnection connection, SqliteTransaction transaction, in StoredFact fact, string why) =>
        connection.Execute("INSERT INTO quarantined_facts (run_id, sequence, kind, fact, why) VALUES (@run, @sequence, @kind, @fact, @why) ON CONFLICT DO NOTHING",
            new { run, sequence = fact.Sequence, kind = fact.Output.Kind.ToString(), fact = JsonSerializer.Serialize(fact), why }, transaction);
}
