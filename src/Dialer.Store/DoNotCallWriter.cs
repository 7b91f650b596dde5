using Dialer.Core.Compliance;
using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>Numbers onto do-not-call lists, and off them with a reason.</summary>
internal static class DoNotCallWriter
{
    /// <returns>How many of the numbers were not on that list yet.</returns>
    public static int Add(StoreSession session, IReadOnlyList<string> numbers, string source, in DoNotCallMark mark, DoNotCallBinding binds, Instant now)
    {
        session.Execute("CREATE TEMPORARY TABLE given_numbers (number TEXT NOT NULL)");
        using (var insert = session.Insert("given_numbers", BulkColumn.Text("number")))
        {
            foreach (string number in numbers)
            {
                insert.Add(number);
                insert.EndRow();
            }
            insert.Complete();
        }
        var row = new { source, at = StoredTime.Us(now), binds = binds.ToString(), kind = mark.Kind.ToString(), campaign = mark.Campaign.Value, until = StoredTime.UsOrNull(mark.Until) };
        int added = session.Execute(
            """
            INSERT INTO do_not_call (number, source, added_at_us, binds, kind, campaign_id, until_us, read_at_us)
            SELECT DISTINCT number, @source, @at, @binds, @kind, @campaign, @until, @at FROM given_numbers WHERE 1 = 1
            ON CONFLICT DO NOTHING
            """, row);
        if (added < numbers.Count)
            session.Execute(
                """
                UPDATE do_not_call SET binds = CASE WHEN @binds = 'Person' THEN @binds ELSE binds END, until_us = CASE WHEN kind = 'Company' AND until_us IS NULL THEN NULL ELSE @until END, read_at_us = @at
                WHERE kind = @kind AND campaign_id = @campaign AND (read_at_us IS NULL OR read_at_us <> @at) AND number IN (SELECT number FROM given_numbers)
                """, row);
        session.Execute("DROP TABLE given_numbers"); // Where the above fails, the transaction takes it back.
        return added;
    }

    /// <summary>What a file had and has no more; it was read whole at that moment.</summary>
    /// <returns>The numbers that are off the list.</returns>
    public static IReadOnlyList<string> DropUnread(StoreSession session, string source, in DoNotCallMark mark, string contentHash, Instant readAt)
    {
        var which = new { source, kind = mark.Kind.ToString(), campaign = mark.Campaign.Value, at = StoredTime.Us(readAt), contentHash };
        const string Unread = "kind = @kind AND campaign_id = @campaign AND source = @source AND (read_at_us IS NULL OR read_at_us < @at)";
        var numbers = session.Query<string>($"SELECT number FROM do_not_call WHERE {Unread}", which);
        if (numbers.Count > 0)
            session.Execute($"DELETE FROM do_not_call WHERE {Unread}", which);
        session.Execute("INSERT INTO do_not_call_files (source, content_hash, read_at_us) VALUES (@source, @contentHash, @at) ON CONFLICT (source) DO UPDATE SET content_hash = excluded.content_hash, read_at_us = excluded.read_at_us", which);
        return numbers;
    }

    /// <summary>
    /// Off that list, kept among the removals with who and why. Off the company's own, everybody who has the number has taken back
    /// what they objected to, by all their numbers; leads that left their lists for it are due again.
    /// </summary>
    /// <returns>What the engine must forget; no numbers: it was not on that list.</returns>
    public static DoNotCallRemoval Remove(StoreSession session, string number, DoNotCallKind kind, CampaignId campaign, string by, string reason, Instant now)
    {
        var mark = new DoNotCallMark(kind, campaign, Instant.Never);
        var persons = kind == DoNotCallKind.Company ? PersonReader.Having(session, number) : [];
        var numbers = persons.Count > 0 ? PersonReader.BoundBy(session, number).Numbers : [number];
        var which = new { numbers = session.Each(numbers), persons = session.Each(persons.Select(person => person.Value)), kind = kind.ToString(), campaign = campaign.Value, by, reason, at = StoredTime.Us(now), refusal = nameof(DialRefusal.DoNotCall) };
        string listed = $"number {session.In("numbers")} AND kind = @kind AND campaign_id = @campaign";
        var gone = session.Query<string>($"SELECT number FROM do_not_call WHERE {listed} ORDER BY number", which);
        if (gone.Count == 0)
            return new DoNotCallRemoval(new DoNotCallEntries(mark, []), []);
        session.Execute(
            $"""
            INSERT INTO do_not_call_removals (removal_id, number, kind, campaign_id, source, added_at_us, removed_at_us, removed_by, reason)
            SELECT (SELECT COALESCE(MAX(removal_id), 0) FROM do_not_call_removals) + ROW_NUMBER() OVER (ORDER BY number), number, kind, campaign_id, source, added_at_us, @at, @by, @reason
            FROM do_not_call WHERE {listed}
            """, which);
        session.Execute($"DELETE FROM do_not_call WHERE {listed}", which);
        if (persons.Count > 0)
            session.Execute($"DELETE FROM objections WHERE person_id {session.In("persons")}", which);
        session.Execute(
            $"""
            UPDATE leads SET next_callable_us = due_us, due_us = NULL, refusal = NULL,
                state = CASE WHEN state = 'Refused' THEN CASE WHEN EXISTS (SELECT 1 FROM attempts WHERE attempts.lead_id = leads.lead_id) THEN 'Waiting' ELSE 'New' END ELSE state END
            WHERE due_us IS NOT NULL AND refusal = @refusal AND (@campaign = 0 OR campaign_id = @campaign) AND lead_id IN (SELECT lead_id FROM lead_phones WHERE number {session.In("numbers")})
            """, which);
        return new DoNotCallRemoval(new DoNotCallEntries(mark, gone), persons);
    }
}
