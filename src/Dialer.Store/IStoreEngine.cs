using System.Data.Common;
using Dapper;

namespace Dialer.Store;

/// <summary>What differs between the databases that a store can live in. Everything else is SQL that they share.</summary>
internal interface IStoreEngine
{
    /// <summary>Where it is, as messages name it: no password.</summary>
    string Place { get; }

    /// <summary>What the user does about a place that cannot be used.</summary>
    string Advice { get; }

    /// <summary>Folder for the files that go with the store.</summary>
    string DataFolder { get; }

    /// <summary>Held while this process dials from the store; throws <see cref="StoreException"/> where another does.</summary>
    IDisposable TakeLock();

    /// <summary>A connection whose commits survive a power loss.</summary>
    StoreSession OpenWriter();

    /// <summary>A connection that changes nothing, waits for no writer and holds none up.</summary>
    StoreSession OpenReader();

    DbTransaction Begin(DbConnection connection);

    /// <summary>For rows by the thousand, whose writer answers for their references.</summary>
    DbTransaction BeginBulk(DbConnection connection);

    /// <summary>After the end of a transaction of <see cref="BeginBulk"/>.</summary>
    void AfterBulk(DbConnection connection);

    /// <summary>Reads that see one moment.</summary>
    DbTransaction BeginSnapshot(DbConnection connection);

    /// <summary>What stands behind a column to ask for the values of a parameter made by <see cref="Each(IEnumerable{string})"/>; as many as there are.</summary>
    string In(string parameter);

    SqlMapper.ICustomQueryParameter Each(IEnumerable<string> values);

    SqlMapper.ICustomQueryParameter Each(IEnumerable<long> values);

    /// <summary>Rows for one table, by the fastest way there is; part of the transaction. Nothing else may be asked of the connection until it is completed.</summary>
    IBulkInsert Insert(DbConnection connection, string table, IReadOnlyList<BulkColumn> columns);

    /// <summary>A rule of the schema refused the write: a repetition would fail the same.</summary>
    bool IsConstraint(Exception failure);

    /// <summary>It will pass by itself: the server is away, or too busy. The same is asked again.</summary>
    bool IsPassing(Exception failure);

    /// <summary>The run that writes from now on; where another follows it, this process writes no more.</summary>
    void BeginRun(int run);

    /// <summary>All tables in the order in which they were made, so that a row's references come before it.</summary>
    IReadOnlyList<(string Table, BulkColumn[] Columns)> Tables(DbConnection connection);

    /// <summary>What was deleted, and overwritten, is gone from the files too.</summary>
    void Scrub();

    /// <summary>The database cannot be used at this moment.</summary>
    bool IsTrouble(Exception failure);
}
