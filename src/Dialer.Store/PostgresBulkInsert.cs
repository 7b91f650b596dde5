using Npgsql;
using NpgsqlTypes;

namespace Dialer.Store;

/// <summary>COPY in the binary format.</summary>
internal sealed class PostgresBulkInsert : IBulkInsert
{
    private readonly NpgsqlBinaryImporter _rows;
    private readonly NpgsqlDbType[] _types;
    private int _at = -1;

    public PostgresBulkInsert(NpgsqlConnection connection, string table, IReadOnlyList<BulkColumn> columns)
    {
        _types = [.. columns.Select(column => TypeOf(column.Type))];
        _rows = connection.BeginBinaryImport($"COPY {table} ({string.Join(", ", columns.Select(column => column.Name))}) FROM STDIN (FORMAT BINARY)");
    }

    public void Add(long? value)
    {
        var type = Next();
        if (value is not { } number)
            _rows.WriteNull();
        else if (type == NpgsqlDbType.Bigint)
            _rows.Write(number, type);
        else if (type == NpgsqlDbType.Integer)
            _rows.Write(checked((int)number), type);
        else
            _rows.Write(checked((short)number), type);
    }

    public void AddReal(double value)
    {
        var type = Next();
        if (type == NpgsqlDbType.Real)
            _rows.Write((float)value, type);
        else
            _rows.Write(value, type);
    }

    /// <summary>A text of PostgreSQL holds no NUL; what stood there stays visible.</summary>
    public void Add(string? value)
    {
        var type = Next();
        if (value is null)
            _rows.WriteNull();
        else
            _rows.Write(value.Contains('\0', StringComparison.Ordinal) ? value.Replace('\0', '\uFFFD') : value, type);
    }

    public void AddUtf8(byte[] value) => _rows.Write(value, Next());

    public void EndRow() => _at = -1;

    public void Complete() => _rows.Complete();

    public void Dispose() => _rows.Dispose();

    private NpgsqlDbType Next()
    {
        if (++_at == 0)
            _rows.StartRow();
        return _types[_at];
    }

    private static NpgsqlDbType TypeOf(BulkType type) => type switch
    {
        BulkType.Small => NpgsqlDbType.Smallint,
        BulkType.Whole => NpgsqlDbType.Integer,
        BulkType.Big => NpgsqlDbType.Bigint,
        BulkType.Text => NpgsqlDbType.Text,
        BulkType.Real => NpgsqlDbType.Real,
        BulkType.Double => NpgsqlDbType.Double,
    };
}
