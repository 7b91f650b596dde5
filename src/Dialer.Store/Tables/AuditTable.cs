using Dapper;

namespace Dialer.Store.Tables;

/// <summary>Who changed what, when, from where, and how it was before.</summary>
public sealed class AuditTable(ITableSource source)
{
    /// <summary>The record's id is given here. Durable when the task completes.</summary>
    public Task AddAsync(AuditRecord record) => source.WriteAsync((connection, transaction) => connection.Execute(
        """
        INSERT INTO audit (audit_id, at_us, who, source, action, subject, was, became)
        SELECT COALESCE(MAX(audit_id), 0) + 1, @at, @Who, @Source, @Action, @Subject, @Was, @Became FROM audit
        """,
        new { at = Micros.Of(record.At), record.Who, record.Source, record.Action, record.Subject, record.Was, record.Became }, transaction));

    /// <summary>The newest first.</summary>
    /// <param name="below">Only those of a smaller id.</param>
    public IReadOnlyList<AuditRecord> Read(string? who, string? action, string? subject, DateTimeOffset? from, DateTimeOffset? until, long below, int count) => source.Read(connection => connection.Query<Row>(
        """
        SELECT audit_id AS Id, at_us AS AtUs, who AS Who, source AS Source, action AS Action, subject AS Subject, was AS Was, became AS Became FROM audit
        WHERE audit_id < @below AND (@who IS NULL OR who = @who) AND (@action IS NULL OR action = @action) AND (@subject IS NULL OR subject = @subject) AND at_us >= @from AND at_us < @until
        ORDER BY audit_id DESC LIMIT @count
        """,
        new { below, who, action, subject, from = from is { } begin ? Micros.Of(begin) : long.MinValue, until = until is { } end ? Micros.Of(end) : long.MaxValue, count })
        .Select(row => new AuditRecord(row.Id, Micros.ToTime(row.AtUs), row.Who, row.Source, row.Action, row.Subject, row.Was, row.Became)).ToList());

    private sealed class Row
    {
        public long Id { get; init; }
        public long AtUs { get; init; }
        public string Who { get; init; } = "";
        public string Source { get; init; } = "";
        public string Action { get; init; } = "";
        public string Subject { get; init; } = "";
        public string? Was { get; init; }
        public string? Became { get; init; }
    }
}
