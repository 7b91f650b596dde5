using System.Data.Common;
using Dapper;

namespace Dialer.Store;

/// <summary>One connection with the transaction that is open on it. Used by one thread at a time.</summary>
internal sealed class StoreSession(IStoreEngine engine, DbConnection connection) : IDisposable
{
    private DbTransaction? _transaction;

    public DbConnection Connection => connection;

    public DbTransaction? Transaction => _transaction;

    public StoreTransaction Begin() => Enter(engine.Begin(connection));

    /// <summary>Reads that see one moment.</summary>
    public StoreTransaction BeginSnapshot() => Enter(engine.BeginSnapshot(connection));

    /// <inheritdoc cref="IStoreEngine.BeginBulk"/>
    public StoreTransaction BeginBulk() => Enter(engine.BeginBulk(connection), () => engine.AfterBulk(connection));

    private StoreTransaction Enter(DbTransaction transaction, Action? after = null)
    {
        _transaction = transaction;
        return new StoreTransaction(transaction, () => _transaction = null, after);
    }

    public int Execute(string sql, object? parameters = null) => connection.Execute(sql, parameters, _transaction);

    public T? ExecuteScalar<T>(string sql, object? parameters = null) => connection.ExecuteScalar<T>(sql, parameters, _transaction);

    public List<T> Query<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, _transaction).AsList();

    /// <summary>Row by row; nothing else may be asked of the connection meanwhile.</summary>
    public IEnumerable<T> Stream<T>(string sql, object? parameters = null) => connection.Query<T>(sql, parameters, _transaction, buffered: false);

    public T QueryFirst<T>(string sql, object? parameters = null) => connection.QueryFirst<T>(sql, parameters, _transaction);

    public T? QueryFirstOrDefault<T>(string sql, object? parameters = null) => connection.QueryFirstOrDefault<T>(sql, parameters, _transaction);

    public T QuerySingle<T>(string sql, object? parameters = null) => connection.QuerySingle<T>(sql, parameters, _transaction);

    /// <inheritdoc cref="IStoreEngine.In"/>
    public string In(string parameter) => engine.In(parameter);

    public SqlMapper.ICustomQueryParameter Each(IEnumerable<string> values) => engine.Each(values);

    public SqlMapper.ICustomQueryParameter Each(IEnumerable<long> values) => engine.Each(values);

    /// <inheritdoc cref="IStoreEngine.Insert"/>
    public IBulkInsert Insert(string table, params IReadOnlyList<BulkColumn> columns) => engine.Insert(connection, table, columns);

    /// <inheritdoc cref="IStoreEngine.Tables"/>
    public IReadOnlyList<(string Table, BulkColumn[] Columns)> Tables() => engine.Tables(connection);

    public void Dispose() => connection.Dispose();
}
