using System.Data.Common;

namespace Dialer.Store.Tables;

/// <summary>
/// The store as the tables beside the dialing see it: users, audit, events and the like. Their SQL is what SQLite and PostgreSQL
/// share. May be called from any thread.
/// </summary>
public interface ITableSource
{
    /// <summary>On a connection of its own, which sees what is committed; never waits for a write.</summary>
    T Read<T>(Func<DbConnection, T> read);

    /// <summary>In one transaction, after all facts enqueued so far; durable when the task completes. Its exception is the caller's.</summary>
    Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, T> write);
}
