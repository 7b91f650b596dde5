using Dapper;

namespace Dialer.Store.Tables;

/// <summary>Answers by the key that a program gave its request, so that a repetition does nothing twice.</summary>
/// <param name="keepFor">Older ones are forgotten.</param>
public sealed class KeptAnswerTable(ITableSource source, TimeSpan keepFor)
{
    /// <summary>Null: the key is taken for this request now. Else what is known of the request that has it.</summary>
    /// <param name="scope">Who asks: everybody has keys of their own.</param>
    public Task<KeptAnswer?> TakeAsync(string scope, string key, string fingerprint, DateTimeOffset now) => source.WriteAsync((connection, transaction) =>
    {
        connection.Execute("DELETE FROM kept_answers WHERE asked_at_us < @before", new { before = Micros.Of(now - keepFor) }, transaction);
        var row = connection.QueryFirstOrDefault<Row>(
            "SELECT fingerprint AS Fingerprint, status AS Status, content_type AS ContentType, headers AS Headers, body AS Body FROM kept_answers WHERE scope = @scope AND answer_key = @key",
            new { scope, key }, transaction);
        if (row is not null)
            return new KeptAnswer(row.Fingerprint, (int?)row.Status, row.ContentType, row.Headers, row.Body);
        connection.Execute("INSERT INTO kept_answers (scope, answer_key, fingerprint, asked_at_us) VALUES (@scope, @key, @fingerprint, @at)",
            new { scope, key, fingerprint, at = Micros.Of(now) }, transaction);
        return null;
    });

    public Task KeepAsync(string scope, string key, KeptAnswer answer) => source.WriteAsync((connection, transaction) =>
        connection.Execute("UPDATE kept_answers SET status = @Status, content_type = @ContentType, headers = @Headers, body = @Body WHERE scope = @scope AND answer_key = @key",
            new { scope, key, answer.Status, answer.ContentType, answer.Headers, answer.Body }, transaction));

    /// <summary>Nothing came of the request: the key may be used again.</summary>
    public Task ReleaseAsync(string scope, string key) => source.WriteAsync((connection, transaction) =>
        connection.Execute("DELETE FROM kept_answers WHERE scope = @scope AND answer_key = @key", new { scope, key }, transaction));

    private sealed class Row
    {
        public string Fingerprint { get; init; } = "";
        public long? Status { get; init; }
        public string? ContentType { get; init; }
        public string? Headers { get; init; }
        public string? Body { get; init; }
    }
}
