using Dapper;
using Dialer.Core.Compliance;
using Dialer.Core.Ids;

namespace Dialer.Store;

/// <summary>The do-not-call lists as the engine takes them: ten million numbers are read in seconds.</summary>
internal static class DoNotCallReader
{
    /// <summary>In portions of numbers that share a mark, in no order.</summary>
    public static IEnumerable<DoNotCallEntries> Entries(StoreSession session, int atMost)
    {
        var open = new Dictionary<DoNotCallMark, List<string>>();
        using var rows = session.Connection.ExecuteReader("SELECT number, kind, campaign_id, until_us FROM do_not_call");
        var (kindText, kind) = ("", DoNotCallKind.Company);
        while (rows.Read())
        {
            string word = rows.GetString(1);
            if (word != kindText)
                (kindText, kind) = (word, Enum.Parse<DoNotCallKind>(word));
            var mark = new DoNotCallMark(kind, new CampaignId(rows.GetInt32(2)), StoredTime.ToInstant(rows.IsDBNull(3) ? null : rows.GetInt64(3)));
            if (!open.TryGetValue(mark, out var numbers))
                open.Add(mark, numbers = new List<string>(atMost));
            numbers.Add(rows.GetString(0));
            if (numbers.Count < atMost)
                continue;
            open.Remove(mark);
            yield return new DoNotCallEntries(mark, numbers);
        }
        foreach (var (mark, numbers) in open)
            yield return new DoNotCallEntries(mark, numbers);
    }
}
