using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Dialer.Store.Tables;

/// <summary>Webhooks and what is sent to them.</summary>
/// <param name="keepFor">Deliveries that are done are shown for so long.</param>
public sealed class WebhookTable(ITableSource source, TimeSpan keepFor)
{
    private const string DeliveryColumns =
        "delivery_id AS Id, webhook_id AS Webhook, event_number AS Event, kind AS Kind, subject AS Subject, state AS State, tries AS Tries, created_at_us AS CreatedAtUs, next_at_us AS NextAtUs, done_at_us AS DoneAtUs, status AS Status, trouble AS Trouble, body AS Body";

    public IReadOnlyList<WebhookRecord> Webhooks() => source.Read(connection => connection.Query<WebhookRow>(
        "SELECT webhook_id AS Id, url AS Url, secret AS Secret, kinds AS Kinds, campaigns AS Campaigns, queues AS Queues, enabled AS Enabled, created_at_us AS CreatedAtUs, version AS Version FROM webhooks ORDER BY webhook_id")
        .Select(row => new WebhookRecord(row.Id, row.Url, row.Secret, Names(row.Kinds), Names(row.Campaigns), Names(row.Queues), row.Enabled != 0, Micros.ToTime(row.CreatedAtUs), row.Version)).ToList());

    /// <summary>Adds it, or changes the one of that id.</summary>
    public Task PutAsync(WebhookRecord hook) => source.WriteAsync((connection, transaction) =>
    {
        var row = new { hook.Id, hook.Url, hook.Secret, kinds = Text(hook.Kinds), campaigns = Text(hook.Campaigns), queues = Text(hook.Queues), enabled = hook.Enabled ? 1 : 0, at = Micros.Of(hook.CreatedAt), hook.Version };
        return connection.Execute("UPDATE webhooks SET url = @Url, kinds = @kinds, campaigns = @campaigns, queues = @queues, enabled = @enabled, version = @Version WHERE webhook_id = @Id", row, transaction) > 0
            ? 1
            : connection.Execute("INSERT INTO webhooks (webhook_id, url, secret, kinds, campaigns, queues, enabled, created_at_us, version) VALUES (@Id, @Url, @Secret, @kinds, @campaigns, @queues, @enabled, @at, @Version)", row, transaction);
    });

    /// <summary>With all that was to be sent to it.</summary>
    public Task DeleteAsync(string webhook) => source.WriteAsync((connection, transaction) =>
    {
        connection.Execute("DELETE FROM deliveries WHERE webhook_id = @webhook", new { webhook }, transaction);
        return connection.Execute("DELETE FROM webhooks WHERE webhook_id = @webhook", new { webhook }, transaction);
    });

    /// <summary>In the transaction that keeps the events.</summary>
    internal static void Add(DbConnection connection, DbTransaction transaction, IReadOnlyList<DeliveryRecord> deliveries)
    {
        long first = connection.ExecuteScalar<long>("SELECT COALESCE(MAX(delivery_id), 0) + 1 FROM deliveries", transaction: transaction);
        connection.Execute(
            "INSERT INTO deliveries (delivery_id, webhook_id, event_number, kind, subject, state, tries, created_at_us, next_at_us, body) SELECT @id, @Webhook, @Event, @Kind, @Subject, 'Pending', 0, @at, @at, @Body FROM webhooks WHERE webhook_id = @Webhook",
            deliveries.Select((one, i) => new { id = first + i, one.Webhook, one.Event, one.Kind, one.Subject, at = Micros.Of(one.CreatedAt), one.Body }), transaction);
    }

    /// <summary>The first of each subject that waits, where its moment has come.</summary>
    public IReadOnlyList<DeliveryRecord> Due(string webhook, DateTimeOffset now, int count) => source.Read(connection => connection.Query<DeliveryRow>(
        $"""
        SELECT {DeliveryColumns} FROM deliveries AS due WHERE webhook_id = @webhook AND state = 'Pending' AND next_at_us <= @now AND NOT EXISTS (
            SELECT 1 FROM deliveries AS before WHERE before.webhook_id = @webhook AND before.subject = due.subject AND before.state = 'Pending' AND before.delivery_id < due.delivery_id)
        ORDER BY delivery_id LIMIT @count
        """, new { webhook, now = Micros.Of(now), count }).Select(Of).ToList());

    /// <summary>When the next one that waits may be tried; null: none waits.</summary>
    public DateTimeOffset? NextDue(string webhook) => source.Read(connection => connection.ExecuteScalar<long?>(
        """
        SELECT MIN(next_at_us) FROM deliveries AS due WHERE webhook_id = @webhook AND state = 'Pending' AND NOT EXISTS (
            SELECT 1 FROM deliveries AS before WHERE before.webhook_id = @webhook AND before.subject = due.subject AND before.state = 'Pending' AND before.delivery_id < due.delivery_id)
        """, new { webhook })) is { } at ? Micros.ToTime(at) : null;

    /// <summary>What came of tries; what is done for long is forgotten with it.</summary>
    public Task TriedAsync(IReadOnlyList<DeliveryRecord> tried, DateTimeOffset now) => source.WriteAsync((connection, transaction) =>
    {
        connection.Execute("DELETE FROM deliveries WHERE state <> 'Pending' AND done_at_us < @before", new { before = Micros.Of(now - keepFor) }, transaction);
        return connection.Execute("UPDATE deliveries SET state = @state, tries = @Tries, next_at_us = @next, done_at_us = @done, status = @Status, trouble = @Trouble WHERE delivery_id = @Id",
            tried.Select(one => new { one.Id, state = one.State.ToString(), one.Tries, next = Micros.Of(one.NextAt), done = one.DoneAt is { } at ? Micros.Of(at) : (long?)null, one.Status, one.Trouble }), transaction);
    });

    /// <summary>The newest first.</summary>
    /// <param name="below">Only those of a smaller id.</param>
    public IReadOnlyList<DeliveryRecord> Deliveries(string webhook, DeliveryState? state, long below, int count) => source.Read(connection => connection.Query<DeliveryRow>(
        $"SELECT {DeliveryColumns} FROM deliveries WHERE webhook_id = @webhook AND delivery_id < @below AND (@state IS NULL OR state = @state) ORDER BY delivery_id DESC LIMIT @count",
        new { webhook, below, state = state?.ToString(), count }).Select(Of).ToList());

    /// <summary>To be sent again from now on, for another day. False: there is none of that id.</summary>
    public Task<bool> SendAgainAsync(string webhook, long delivery, DateTimeOffset now) => source.WriteAsync((connection, transaction) => connection.Execute(
        "UPDATE deliveries SET state = 'Pending', next_at_us = @now, created_at_us = @now, done_at_us = NULL, tries = 0 WHERE delivery_id = @delivery AND webhook_id = @webhook", new { webhook, delivery, now = Micros.Of(now) }, transaction) > 0);

    private static string? Text(IReadOnlyList<string>? names) => names is null ? null : JsonSerializer.Serialize(names);

    private static string[]? Names(string? text) => text is null ? null : JsonSerializer.Deserialize<string[]>(text);

    private static DeliveryRecord Of(DeliveryRow row) => new(
        row.Id, row.Webhook, row.Event, row.Kind, row.Subject, Enum.Parse<DeliveryState>(row.State), (int)row.Tries, Micros.ToTime(row.CreatedAtUs), Micros.ToTime(row.NextAtUs),
        row.DoneAtUs is { } done ? Micros.ToTime(done) : null, (int?)row.Status, row.Trouble, row.Body);

    private sealed class WebhookRow
    {
        public string Id { get; init; } = "";
        public string Url { get; init; } = "";
        public string Secret { get; init; } = "";
        public string? Kinds { get; init; }
        public string? Campaigns { get; init; }
        public string? Queues { get; init; }
        public long Enabled { get; init; }
        public long CreatedAtUs { get; init; }
        public long Version { get; init; }
    }

    private sealed class DeliveryRow
    {
        public long Id { get; init; }
        public string Webhook { get; init; } = "";
        public long Event { get; init; }
        public string Kind { get; init; } = "";
        public string Subject { get; init; } = "";
        public string State { get; init; } = "";
        public long Tries { get; init; }
        public long CreatedAtUs { get; init; }
        public long NextAtUs { get; init; }
        public long? DoneAtUs { get; init; }
        public long? Status { get; init; }
        public string? Trouble { get; init; }
        public string Body { get; init; } = "";
    }
}
