using System.Data;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Dialer.Core.Time;

namespace Dialer.Store;

/// <summary>
/// A store from one place to another, of whatever engine: read as it stands at one moment, while a dialer may work on it,
/// written in one transaction, read again there and compared by counts and digests before it counts.
/// </summary>
public static class StoreCopy
{
    private const string Versions = "schema_migrations";

    /// <param name="from">A file, or a connection string.</param>
    /// <param name="to">Where no store is yet, or an empty one.</param>
    /// <returns>Each table with its rows.</returns>
    /// <exception cref="StoreException">It cannot be read or written, the target is not empty, or what arrived is not what was sent: the target is as before.</exception>
    public static IReadOnlyList<(string Table, long Rows)> Copy(string from, string to, TimeProvider clock)
    {
        IStoreEngine source = StoreEngines.Of(from), target = StoreEngines.Of(to);
        StoreReader.Open(from);
        using var held = target.TakeLock();
        try
        {
            using var reading = source.OpenReader();
            using var moment = reading.BeginSnapshot();
            using var writing = target.OpenWriter();
            Migrator.Migrate(writing, target.Place, Instant.From(clock.GetUtcNow()));
            using var all = writing.BeginBulk();
            var sent = new List<(string Table, Tally Tally)>();
            foreach (var (table, columns) in writing.Tables())
                if (table != Versions)
                    sent.Add((table, CopyTable(reading, writing, target.Place, table, columns)));
            foreach (var (table, tally) in sent)
                if (Count(writing, table) is var arrived && arrived != tally)
                    throw new StoreException($"{target.Place}: {arrived.Rows} rows of {table} arrived where {tally.Rows} were sent, or others than those. Nothing was kept; try it again.");
            all.Commit();
            return [.. sent.Select(table => (table.Table, table.Tally.Rows))];
        }
        catch (Exception e) when (source.IsTrouble(e) || target.IsTrouble(e))
        {
            throw new StoreException($"{source.Place} could not be copied to {target.Place}: {e.Message.TrimEnd('.')}. Nothing was kept.", e);
        }
    }

    private static Tally CopyTable(StoreSession reading, StoreSession writing, string place, string table, BulkColumn[] columns)
    {
        if (writing.ExecuteScalar<long>($"SELECT COUNT(*) FROM (SELECT 1 FROM {table} LIMIT 1) AS one") > 0)
            throw new StoreException($"{place}: there is a store already, with rows in {table}. Give a place that is empty.");
        var tally = new Tally();
        using var rows = Rows(reading, table, columns);
        using var insert = writing.Insert(table, columns);
        object?[] values = new object?[columns.Length];
        while (Next(rows, columns, values))
        {
            for (int i = 0; i < values.Length; i++)
                Add(insert, values[i]);
            insert.EndRow();
            tally = tally.With(values);
        }
        insert.Complete();
        return tally;
    }

    private static Tally Count(StoreSession session, string table)
    {
        var columns = session.Tables().Single(known => known.Table == table).Columns;
        using var rows = Rows(session, table, columns);
        var tally = new Tally();
        object?[] values = new object?[columns.Length];
        while (Next(rows, columns, values))
            tally = tally.With(values);
        return tally;
    }

    private static IDataReader Rows(StoreSession session, string table, BulkColumn[] columns) =>
        session.Connection.ExecuteReader($"SELECT {string.Join(", ", columns.Select(column => column.Name))} FROM {table}", transaction: session.Transaction);

    /// <summary>Texts without the NUL that one engine cannot hold, numbers of one width: the same row is the same on both.</summary>
    private static bool Next(IDataReader rows, BulkColumn[] columns, object?[] values)
    {
        if (!rows.Read())
            return false;
        for (int i = 0; i < values.Length; i++)
            values[i] = rows.IsDBNull(i) ? null : columns[i].Type switch
            {
                BulkType.Text => rows.GetString(i).Replace('\0', '\uFFFD'),
                BulkType.Real => (double)Convert.ToSingle(rows.GetValue(i), CultureInfo.InvariantCulture),
                BulkType.Double => Convert.ToDouble(rows.GetValue(i), CultureInfo.InvariantCulture),
                BulkType.Small or BulkType.Whole or BulkType.Big => Convert.ToInt64(rows.GetValue(i), CultureInfo.InvariantCulture),
            };
        return true;
    }

    private static void Add(IBulkInsert insert, object? value)
    {
        switch (value)
        {
            case null:
                insert.Add((long?)null);
                break;
            case string text:
                insert.Add(text);
                break;
            case double real:
                insert.AddReal(real);
                break;
            default:
                insert.Add((long)value);
                break;
        }
    }

    /// <param name="Digest">The sum of the rows' SHA-256, each folded to 64 bits: in whatever order they come.</param>
    private readonly record struct Tally(long Rows, ulong Digest)
    {
        public Tally With(object?[] values)
        {
            var text = new StringBuilder();
            foreach (object? value in values)
                text.Append(value is null ? "-" : "+").Append(CultureInfo.InvariantCulture, $"{value}").Append('\u001f');
            Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
            SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()), hash);
            return new Tally(Rows + 1, Digest + BitConverter.ToUInt64(hash));
        }
    }
}
