using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Dialer.Store;

/// <summary>
/// One prepared statement of many rows: what SQLite sets up for a statement (cursors, the lists of CHECK constraints) costs
/// more than a row does. A value that is the same as in the group before stays bound.
/// </summary>
internal sealed class SqliteBulkInsert : IBulkInsert
{
    private const int RowsAtOnce = 50;

    /// <summary>In the place of a text: the number's bits are one with a point.</summary>
    private static readonly object Real = new();

    private readonly sqlite3 _db;
    private readonly string _into;
    private readonly int _columns;
    private readonly sqlite3_stmt _group;
    private readonly Value[] _given;
    private readonly Value?[] _bound;
    private byte[] _utf8 = new byte[1024];
    private int _count;

    public SqliteBulkInsert(SqliteConnection connection, string table, IReadOnlyList<BulkColumn> columns)
    {
        _db = connection.Handle!;
        _columns = columns.Count;
        _into = $"INSERT INTO {table} ({string.Join(", ", columns.Select(column => column.Name))}) VALUES ";
        (_given, _bound) = (new Value[RowsAtOnce * _columns], new Value?[RowsAtOnce * _columns]);
        _group = Prepare(RowsAtOnce);
    }

    public void Add(long? value) => _given[_count++] = new Value(value is null ? null : this, value ?? 0);

    public void AddReal(double value) => _given[_count++] = new Value(Real, BitConverter.DoubleToInt64Bits(value));

    public void Add(string? value) => _given[_count++] = new Value(value, 0);

    public void AddUtf8(byte[] value) => _given[_count++] = new Value(value, 0);

    public void EndRow()
    {
        if (_count == _given.Length)
            Write(_group, _bound);
    }

    public void Complete()
    {
        if (_count == 0)
            return;
        using var rest = Prepare(_count / _columns);
        Write(rest, null);
    }

    public void Dispose() => _group.Dispose();

    private sqlite3_stmt Prepare(int rows)
    {
        string row = $"({string.Join(", ", Enumerable.Repeat("?", _columns))})";
        Check(raw.sqlite3_prepare_v2(_db, _into + string.Join(", ", Enumerable.Repeat(row, rows)), out var statement));
        return statement;
    }

    private void Write(sqlite3_stmt statement, Value?[]? bound)
    {
        for (int i = 0; i < _count; i++)
            if (bound is null || bound[i] != _given[i])
            {
                Bind(statement, i + 1, _given[i]);
                if (bound is not null)
                    bound[i] = _given[i];
            }
        int result = raw.sqlite3_step(statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _db);
        Check(raw.sqlite3_reset(statement));
        _count = 0;
    }

    private void Bind(sqlite3_stmt statement, int at, in Value value) => Check(value.Text switch
    {
        null => raw.sqlite3_bind_null(statement, at),
        string text => raw.sqlite3_bind_text(statement, at, Utf8Of(text)),
        byte[] utf8 => raw.sqlite3_bind_text(statement, at, utf8.AsSpan()),
        _ when ReferenceEquals(value.Text, Real) => raw.sqlite3_bind_double(statement, at, BitConverter.Int64BitsToDouble(value.Number)),
        _ => raw.sqlite3_bind_int64(statement, at, value.Number),
    });

    private ReadOnlySpan<byte> Utf8Of(string text)
    {
        int most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_utf8.Length < most)
            _utf8 = new byte[most];
        return _utf8.AsSpan(0, Encoding.UTF8.GetBytes(text, _utf8));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
            SqliteException.ThrowExceptionForRC(result, _db);
    }

    /// <param name="Text">A string, UTF-8, or null; anything else: the number counts.</param>
    private readonly record struct Value(object? Text, long Number)
    {
        /// <summary>The same text, and not one that reads alike: a look at each letter would cost what it spares.</summary>
        public bool Equals(Value other) => ReferenceEquals(Text, other.Text) && Number == other.Number;

        public override int GetHashCode() => Number.GetHashCode();
    }
}
