using Dapper;

namespace Dialer.Store.Tables;

/// <summary>What was configured while the program ran. Read whole at the start; one process writes it.</summary>
public sealed class BusinessTable(ITableSource source)
{
    /// <summary>In the order in which they were last changed.</summary>
    public IReadOnlyList<BusinessRecord> All() => source.Read(connection => connection.Query<Row>(
        "SELECT kind AS Kind, name AS Name, settings AS Settings, applied AS Applied, version AS Version, changed_at_us AS ChangedAtUs, changed_by AS ChangedBy FROM business ORDER BY version, kind, name")
        .Select(row => new BusinessRecord(row.Kind, row.Name, row.Settings, row.Applied, row.Version, Micros.ToTime(row.ChangedAtUs), row.ChangedBy)).ToList());

    /// <summary>All of it or nothing; durable when the task completes.</summary>
    /// <param name="put">Added, or in the place of those of that kind and name.</param>
    /// <param name="gone">Kinds and names.</param>
    public Task WriteAsync(IReadOnlyList<BusinessRecord> put, IReadOnlyList<(string Kind, string Name)> gone) => source.WriteAsync((connection, transaction) =>
    {
        foreach (var (kind, name) in gone.Concat(put.Select(record => (record.Kind, record.Name))))
            connection.Execute("DELETE FROM business WHERE kind = @kind AND name = @name", new { kind, name }, transaction);
        foreach (var record in put)
            connection.Execute(
                "INSERT INTO business (kind, name, settings, applied, version, changed_at_us, changed_by) VALUES (@Kind, @Name, @Settings, @Applied, @Version, @at, @ChangedBy)",
                new { record.Kind, record.Name, record.Settings, record.Applied, record.Version, at = Micros.Of(record.ChangedAt), record.ChangedBy }, transaction);
        return put.Count;
    });

    private sealed class Row
    {
        public string Kind { get; init; } = "";
        public string Name { get; init; } = "";
        public string Settings { get; init; } = "";
        public string? Applied { get; init; }
        public long Version { get; init; }
        public long ChangedAtUs { get; init; }
        public string ChangedBy { get; init; } = "";
    }
}
