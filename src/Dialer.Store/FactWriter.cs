using System.Diagnostics;
using System.Text.Json;
using Dialer.Core.Attempts;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Ids;
using Dialer.Line;

namespace Dialer.Store;

/// <summary>
/// Writes facts inside a transaction that its caller commits. Each statement names what must be so before it, and so
/// may be repeated: a fact applied twice changes nothing the second time.
/// </summary>
internal sealed class FactWriter(int run, Action<WriteStep>? beforeStep)
{
    private readonly ConversationWriter _conversations = new(run, beforeStep);

    /// <summary>A lead's rank is twice its priority; what a retry adds, so that it goes before a new lead when it is due.</summary>
    internal const int RetryRank = 1;

    /// <summary>What a promised callback adds: more than any priority.</summary>
    internal const int CallbackRank = 2 * 1000;

    /// <returns>False: a claim that the store does not grant.</returns>
    public bool Write(StoreSession session, in StoredFact fact)
    {
        if (fact.Quality is { } quality)
        {
            WriteQuality(session, quality);
            return true;
        }
        if (fact.Greeting is { } greeting)
        {
            beforeStep?.Invoke(WriteStep.Greeting);
            GreetingWriter.Learn(session, greeting, fact.Sequence);
            return true;
        }
        if (fact.Forgotten is { } forgotten)
        {
            beforeStep?.Invoke(WriteStep.Greeting);
            GreetingWriter.Forget(session, [forgotten]);
            return true;
        }
        if (fact.Heard is { } answer)
        {
            beforeStep?.Invoke(WriteStep.Greeting);
            GreetingWriter.Heard(session, run, answer);
            return true;
        }
        switch (fact.Output.Kind)
        {
            case EngineOutputKind.AttemptStarted:
                return Claim(session, fact.Output);
            case EngineOutputKind.AttemptAnswered or EngineOutputKind.AttemptClassified or EngineOutputKind.AttemptRevoked:
                WriteProgress(session, fact.Output);
                return true;
            case EngineOutputKind.InteractionStarted or EngineOutputKind.InteractionQueued:
                _conversations.Open(session, fact.Output);
                return true;
            case EngineOutputKind.InteractionConnected:
                _conversations.Connect(session, fact.Output);
                WriteProgress(session, fact.Output);
                return true;
            case EngineOutputKind.WorkAnswered:
                _conversations.Answer(session, fact.Output);
                return true;
            case EngineOutputKind.AnswerToAgentMeasured:
                WriteLatency(session, "answer_to_agent_us", fact.Output.Call, fact.Output.SinceAnswer);
                return true;
            case EngineOutputKind.CustomerHeardMeasured:
                WriteLatency(session, "customer_heard_us", fact.Output.Call, fact.Output.SinceAnswer);
                return true;
            case EngineOutputKind.AttemptClosed:
                Close(session, fact.Outcome!.Value);
                return true;
            case EngineOutputKind.LeadGivenBack:
                GiveBack(session, fact.Output, fact.Standing!.Value);
                return true;
            case EngineOutputKind.InteractionClosed:
                _conversations.Close(session, fact.Interaction!.Value);
                return true;
            case EngineOutputKind.ConversationDescribed:
                _conversations.Describe(session, fact.Output, fact.Description!.Value);
                return true;
            case EngineOutputKind.ConversationStepped:
                _conversations.KeepStep(session, fact.Output, fact.Sequence, fact.Step!.Value);
                return true;
            case EngineOutputKind.VoicemailLeft:
                _conversations.KeepVoicemail(session, fact.Output, fact.Voicemail!.Value);
                return true;
            case EngineOutputKind.ChancesLearned:
                beforeStep?.Invoke(WriteStep.Learned);
                LeadModelTable.Write(session, fact.Output.Campaign, fact.Output.At, fact.Learned!);
                return true;
            case EngineOutputKind.CallBackPromised:
                beforeStep?.Invoke(WriteStep.CallBack);
                CallBackWriter.Write(session, fact.Output);
                return true;
            case EngineOutputKind.AgentStateChanged:
                WriteAgentState(session, fact);
                return true;
            case EngineOutputKind.DialRefused when !fact.Output.LeavesHopper: // Another number of the lead is tried at once.
                return true;
            case EngineOutputKind.DialRefused:
            case EngineOutputKind.LeadReturned when fact.Output.Until != Core.Time.Instant.Epoch:
                WriteRefusal(session, fact.Output);
                return true;
            case EngineOutputKind.LeadReturned: // It stands in the store as it stood.
                return true;
            default:
                throw new UnreachableException($"nobody keeps a {fact.Output.Kind}");
        }
    }

    /// <summary>The claim: one statement that takes the lead only if it is free, and never the same attempt twice.</summary>
    private bool Claim(StoreSession session, in EngineOutput started)
    {
        var claim = new { attempt = started.Attempt.Value, run, campaign = started.Campaign.Value, lead = started.Lead.Value, call = started.Call.Value, number = started.Number, at = StoredTime.Us(started.At) };
        beforeStep?.Invoke(WriteStep.Claim);
        int taken = session.Execute(
            """
            INSERT INTO attempts (attempt_id, run_id, campaign_id, lead_id, call_id, number, started_at_us)
            SELECT @attempt, @run, campaign_id, lead_id, @call, @number, @at FROM leads
            WHERE lead_id = @lead AND campaign_id = @campaign AND next_callable_us IS NOT NULL
            ON CONFLICT DO NOTHING
            """, claim);
        if (taken == 0)
            return session.ExecuteScalar<int>("SELECT COUNT(*) FROM attempts WHERE attempt_id = @attempt AND run_id = @run AND lead_id = @lead", claim) == 1;
        beforeStep?.Invoke(WriteStep.ClaimLead);
        session.Execute("UPDATE leads SET state = 'InAttempt', next_callable_us = NULL, due_us = NULL, refusal = NULL WHERE lead_id = @lead", claim);
        return true;
    }

    /// <summary>How far an attempt has come, so that one cut off by a crash still says whom it reached.</summary>
    private void WriteProgress(StoreSession session, in EngineOutput output)
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
        string? cause = output.Kind == EngineOutputKind.AttemptRevoked ? output.Revocation.ToString() : null;
        session.Execute($"UPDATE attempts SET {set} WHERE attempt_id = @attempt AND closed_at_us IS NULL",
            new { at = StoredTime.Us(output.At), verdict = output.Verdict.ToString(), cause, agent = output.Agent.Value, attempt = output.Attempt.Value });
    }

    private void Close(StoreSession session, in AttemptOutcome outcome)
    {
        beforeStep?.Invoke(WriteStep.Close);
        bool isNewObjection = outcome.Disposition is { DoNotCall: true } && !ConversationWriter.HasObjected(session, outcome.Attempt, run, default);
        if (session.Execute(CloseAttemptSql, CloseParameters(outcome)) == 0)
            return;
        beforeStep?.Invoke(WriteStep.CloseLead);
        session.Execute(CloseLeadSql, LeadParameters(outcome));
        CallBackWriter.KeepPromise(session, outcome.Lead.Value);
        if (RetryRules.IsNumberDead(outcome))
        {
            beforeStep?.Invoke(WriteStep.DeadPhone);
            session.Execute("UPDATE lead_phones SET dead = 1 WHERE lead_id = @lead AND number = @number", new { lead = outcome.Lead.Value, number = outcome.Number });
        }
        if (isNewObjection)
            _conversations.Object(session, outcome.Lead.Value, outcome.Number, outcome.ClosedAt);
    }

    /// <summary>The attempt does not count after all. The lead stands as before it, unless something newer has happened to it.</summary>
    private void GiveBack(StoreSession session, in EngineOutput output, in LeadStanding standing)
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
        if (session.Execute(
            "UPDATE attempts SET counted = 0, fate = 'Retry', next_callable_us = @at, next_phone = @nextPhone WHERE attempt_id = @attempt AND counted = 1 AND closed_at_us IS NOT NULL",
            given) == 0)
            return;
        beforeStep?.Invoke(WriteStep.GiveBackLead);
        int stood = session.Execute(
            """
            UPDATE leads SET state = 'Waiting', next_callable_us = @at, next_phone = @nextPhone, attempts_made = @made, uncounted_tries = @uncounted,
                for_agent = @forAgent, lead_rank = @rank
            WHERE lead_id = @lead AND state = @state AND NOT EXISTS (SELECT 1 FROM attempts WHERE lead_id = @lead AND attempt_id > @attempt)
            """, given);
        if (stood == 0)
            session.Execute("UPDATE leads SET attempts_made = attempts_made - 1 WHERE lead_id = @lead AND attempts_made > 0", given);
        session.Execute("UPDATE lead_phones SET dead = @dead WHERE lead_id = @lead AND number = @number", given);
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

    internal static string StateOf(LeadFate fate) => fate switch
    {
        LeadFate.Retry => "Waiting",
        LeadFate.Done => "Done",
        LeadFate.Exhausted => "Exhausted",
        LeadFate.Interrupted => "Interrupted",
    };

    /// <summary>A lead that may never be dialed leaves the list; one that may later waits until then. Under these rules: when it was due before is kept.</summary>
    private void WriteRefusal(StoreSession session, in EngineOutput refused)
    {
        beforeStep?.Invoke(WriteStep.Refusal);
        bool forEver = refused.Until == Core.Time.Instant.Never;
        session.Execute(
            """
            UPDATE leads SET refusal = COALESCE(@refusal, refusal), due_us = CASE WHEN @refusal IS NULL THEN due_us ELSE COALESCE(due_us, next_callable_us) END,
                state = CASE WHEN @forEver = 1 THEN 'Refused' ELSE state END,
                next_callable_us = CASE WHEN @forEver = 1 THEN NULL WHEN next_callable_us < @until THEN @until ELSE next_callable_us END
            WHERE lead_id = @lead AND next_callable_us IS NOT NULL
            """,
            new { lead = refused.Lead.Value, refusal = refused.Refusal == Core.Compliance.DialRefusal.None ? null : refused.Refusal.ToString(), forEver = forEver ? 1 : 0, until = forEver ? 0 : StoredTime.Us(refused.Until) });
    }

    private void WriteAgentState(StoreSession session, in StoredFact fact)
    {
        beforeStep?.Invoke(WriteStep.AgentState);
        session.Execute(
            """
            INSERT INTO agent_state_log (run_id, sequence, agent_id, at_us, from_state, to_state, reason)
            VALUES (@run, @sequence, @agent, @at, @from, @to, @reason)
            ON CONFLICT DO NOTHING
            """,
            new { run, sequence = fact.Sequence, agent = fact.Output.Agent.Value, at = StoredTime.Us(fact.Output.At), from = fact.Output.AgentFrom.ToString(), to = fact.Output.AgentTo.ToString(), reason = fact.Output.Reason });
    }

    private void WriteLatency(StoreSession session, string column, CallId call, TimeSpan span)
    {
        beforeStep?.Invoke(WriteStep.Latency);
        session.Execute($"UPDATE attempts SET {column} = @us WHERE run_id = @run AND call_id = @call",
            new { run, call = call.Value, us = (long)span.TotalMicroseconds });
    }

    private void WriteQuality(StoreSession session, in CallQuality quality)
    {
        beforeStep?.Invoke(WriteStep.Quality);
        session.Execute(
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
            });
    }

    /// <summary>Keeps a fact that a constraint refused, whole, beside the tables it does not fit.</summary>
    public void Quarantine(StoreSession session, in StoredFact fact, string why) =>
        session.Execute("INSERT INTO quarantined_facts (run_id, sequence, kind, fact, why) VALUES (@run, @sequence, @kind, @fact, @why) ON CONFLICT DO NOTHING",
            new { run, sequence = fact.Sequence, kind = fact.Output.Kind.ToString(), fact = JsonSerializer.Serialize(fact, OutputAsText.Options), why });
}
