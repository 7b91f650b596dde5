using Dialer.Core.Attempts;
using Dialer.Core.Callers;
using Dialer.Core.Engine.Messages;
using Dialer.Core.Handovers;
using Dialer.Core.Ids;
using Dialer.Core.Routing;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>The facts of conversations, inside a transaction that the caller commits; each may be applied twice.</summary>
internal sealed class ConversationWriter(int run, Action<WriteStep>? beforeStep)
{
    /// <summary>In the store from its first instant, so that a crash closes it as Interrupted instead of losing it.</summary>
    public void Open(StoreSession session, in EngineOutput begun)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        session.Execute(
            """
            INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, attempt_id, party, arrived_at_us, channel)
            VALUES (@run, @id, @queue, @call, @attempt, @party, @at, @channel)
            ON CONFLICT (run_id, interaction_id) DO UPDATE SET queue_id = excluded.queue_id WHERE interactions.closed_at_us IS NULL
            """,
            new { run, id = begun.Interaction.Value, queue = begun.Queue.Value, call = begun.Call.Value, attempt = OrNull(begun.Attempt), party = begun.Party, at = StoredTime.Us(begun.At), channel = begun.Channel.ToString() });
    }

    /// <summary>Who went straight to an agent is opened by this.</summary>
    public void Connect(StoreSession session, in EngineOutput connected)
    {
        Open(session, connected);
        var parameters = new { run, id = connected.Interaction.Value, at = StoredTime.Us(connected.At), agent = connected.Agent.Value };
        session.Execute("UPDATE interactions SET connected_at_us = @at, agent_id = @agent WHERE run_id = @run AND interaction_id = @id AND closed_at_us IS NULL", parameters);
        session.Execute("INSERT INTO interaction_agents (run_id, interaction_id, agent_id, connected_at_us) VALUES (@run, @id, @agent, @at) ON CONFLICT DO NOTHING", parameters);
        if (connected.Attempt.Value == 0 && connected.Channel == Core.Channels.Channel.Voice && connected.Party.Length > 0)
            CallBackWriter.GotThrough(session, connected.Party);
    }

    /// <summary>Work that is no call, answered for the first time.</summary>
    public void Answer(StoreSession session, in EngineOutput answered) => session.Execute(
        "UPDATE interactions SET answered_at_us = @at WHERE run_id = @run AND interaction_id = @id AND answered_at_us IS NULL",
        new { run, id = answered.Interaction.Value, at = StoredTime.Us(answered.At) });

    public void Close(StoreSession session, in InteractionRecord record)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        bool isNew = record is { Disposition.DoNotCall: true, Attempt.Value: 0 } && !HasObjected(session, default, run, record.Interaction);
        session.Execute(
            """
            INSERT INTO interactions (run_id, interaction_id, queue_id, call_id, attempt_id, party, ended_as, agent_id, disposition, note, do_not_call, arrived_at_us, connected_at_us, ended_at_us, closed_at_us, called, way, keyed, value, channel)
            VALUES (@run, @id, @queue, @call, @attempt, @party, @endedAs, @agent, @disposition, @note, @doNotCall, @arrived, @connected, @ended, @closed, @called, @way, @keyed, @value, @channel)
            ON CONFLICT (run_id, interaction_id) DO UPDATE SET
                queue_id = excluded.queue_id, called = excluded.called, way = excluded.way, keyed = excluded.keyed, value = excluded.value, ended_as = excluded.ended_as, agent_id = excluded.agent_id, disposition = excluded.disposition, note = excluded.note, do_not_call = excluded.do_not_call,
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
                doNotCall = record.Disposition is { DoNotCall: true } ? 1 : 0,
                arrived = StoredTime.Us(record.ArrivedAt),
                connected = StoredTime.UsOrNull(record.ConnectedAt),
                ended = StoredTime.UsOrNull(record.EndedAt),
                closed = StoredTime.Us(record.ClosedAt),
                called = record.Called ?? "",
                way = record.Way ?? "",
                value = record.Value,
                channel = record.Channel.ToString(),
                keyed = record.Keyed is { Count: > 0 } keyed ? string.Join("; ", keyed) : "",
            });
        if (isNew)
            CallerObjects(session, record.Party, record.ClosedAt);
    }

    public void KeepStep(StoreSession session, in EngineOutput stepped, long sequence, in StepDetail detail)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        session.Execute(
            """
            INSERT INTO conversation_steps (run_id, sequence, interaction_id, agent_id, at_us, step, about, note)
            VALUES (@run, @sequence, @id, @agent, @at, @step, @about, @note) ON CONFLICT DO NOTHING
            """,
            new { run, sequence, id = stepped.Interaction.Value, agent = stepped.Agent.Value, at = StoredTime.Us(stepped.At), step = stepped.Step.ToString(), about = stepped.About, note = detail.Note });
    }

    public void KeepVoicemail(StoreSession session, in EngineOutput left, in Voicemail voicemail)
    {
        beforeStep?.Invoke(WriteStep.Interaction);
        session.Execute(
            """
            INSERT INTO voicemails (run_id, interaction_id, mailbox, party, file, seconds, left_at_us)
            VALUES (@run, @id, @mailbox, @party, @file, @seconds, @at) ON CONFLICT DO NOTHING
            """,
            new { run, id = left.Interaction.Value, mailbox = voicemail.Mailbox, party = left.Party, file = voicemail.File, seconds = left.Length.TotalSeconds, at = StoredTime.Us(left.At) });
    }

    /// <summary>
    /// What was said, at once. An attempt that is open takes it with what it would come to, which holds if a crash comes
    /// before its close; of one that has closed the outcome and the lead change now.
    /// </summary>
    public void Describe(StoreSession session, in EngineOutput described, in ConversationDescription description)
    {
        beforeStep?.Invoke(WriteStep.Description);
        var said = description.Disposition;
        bool isNew = said.DoNotCall && !HasObjected(session, described.Attempt, description.Run == 0 ? run : description.Run, described.Interaction);
        var parameters = new
        {
            run = description.Run == 0 ? run : description.Run,
            id = described.Interaction.Value,
            attempt = described.Attempt.Value,
            disposition = said.Code,
            note = said.Note,
            callBack = said.CallBackAt is { } at ? StoredTime.UsOrNull(at) : null,
            doNotCall = said.DoNotCall ? 1 : 0,
            wasMachine = said.WasMachine ? 1 : 0,
            fate = description.Next?.Fate.ToString(),
            nextCallable = description.Next is { } next ? StoredTime.UsOrNull(next.NextCallable) : null,
            nextPhone = description.Next?.NextPhone,
            late = description.IsLate ? 1 : 0,
        };
        session.Execute("UPDATE interactions SET disposition = @disposition, note = @note, do_not_call = @doNotCall WHERE run_id = @run AND interaction_id = @id", parameters);
        session.Execute(
            """
            UPDATE attempts SET disposition = @disposition, note = @note, call_back_at_us = @callBack, do_not_call = @doNotCall, was_machine = @wasMachine,
                fate = CASE WHEN @fate IS NULL THEN fate ELSE @fate END,
                next_callable_us = CASE WHEN @fate IS NULL THEN next_callable_us ELSE @nextCallable END,
                next_phone = CASE WHEN @fate IS NULL THEN next_phone ELSE @nextPhone END
            WHERE attempt_id = @attempt AND (@late = 1 OR closed_at_us IS NULL)
            """, parameters);
        if (description is { IsLate: true, Next: { } decided })
            MoveLead(session, described, said, decided);
        if (isNew && described.Attempt.Value != 0)
            Object(session, described.Lead.Value, description.Party, described.At);
        else if (isNew)
            CallerObjects(session, description.Party, described.At);
    }

    /// <summary>
    /// A lead that is being dialed is moved by that attempt's close, which keeps a promise made here. One that was dialed
    /// since follows a word that binds, and no other.
    /// </summary>
    private void MoveLead(StoreSession session, in EngineOutput described, Disposition said, in RetryDecision decided)
    {
        beforeStep?.Invoke(WriteStep.DescriptionLead);
        bool again = decided.Fate == LeadFate.Retry;
        bool promised = again && said.CallBackAt is not null;
        session.Execute(
            """
            UPDATE leads SET
                state = CASE WHEN state = 'InAttempt' THEN state ELSE @state END,
                next_callable_us = CASE WHEN state = 'InAttempt' THEN next_callable_us ELSE @nextCallable END,
                next_phone = CASE WHEN state = 'InAttempt' THEN next_phone ELSE @nextPhone END,
                for_agent = @forAgent, lead_rank = (priority * 2) + @above, due_us = NULL, refusal = NULL
            WHERE lead_id = @lead
                AND (@binds = 1 OR NOT EXISTS (SELECT 1 FROM attempts WHERE attempts.lead_id = leads.lead_id AND attempts.attempt_id > @attempt))
            """,
            new
            {
                lead = described.Lead.Value,
                attempt = described.Attempt.Value,
                state = FactWriter.StateOf(decided.Fate),
                nextCallable = again ? StoredTime.UsOrNull(decided.NextCallable) ?? StoredTime.Us(described.At) : (long?)null,
                nextPhone = decided.NextPhone,
                forAgent = promised ? described.Agent.Value : (int?)null,
                above = promised ? FactWriter.CallbackRank : again ? FactWriter.RetryRank : 0,
                binds = said.Binds ? 1 : 0,
            });
    }

    /// <summary>An objection is kept as it came, once, however often it is told.</summary>
    public static bool HasObjected(StoreSession session, AttemptId attempt, int inRun, InteractionId interaction) => attempt.Value != 0
        ? session.ExecuteScalar<int>("SELECT do_not_call FROM attempts WHERE attempt_id = @id", new { id = attempt.Value }) == 1
        : session.ExecuteScalar<int>("SELECT do_not_call FROM interactions WHERE run_id = @inRun AND interaction_id = @id", new { inRun, id = interaction.Value }) == 1;

    private const string AskedDuringCall = "asked during a call";

    /// <summary>The lead's person: all their numbers are bound.</summary>
    public void Object(StoreSession session, long lead, string number, Instant at)
    {
        beforeStep?.Invoke(WriteStep.DoNotCall);
        PersonWriter.Object(session, lead, number, AskedDuringCall, at);
    }

    /// <summary>Who called in is known by the number shown: everybody who has it is bound.</summary>
    private void CallerObjects(StoreSession session, string? number, Instant at)
    {
        if (string.IsNullOrEmpty(number))
            return;
        beforeStep?.Invoke(WriteStep.DoNotCall);
        PersonWriter.AddToOwnList(session, [number], AskedDuringCall, at);
    }

    private static long? OrNull(AttemptId attempt) => attempt.Value == 0 ? null : attempt.Value;
}
