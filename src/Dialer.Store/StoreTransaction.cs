using System.Data.Common;

namespace Dialer.Store;

/// <summary>Undone when it is disposed of without a commit.</summary>
internal sealed class StoreTransaction(DbTransaction transaction, Action left, Action? after) : IDisposable
{
    public void Commit() => transaction.Commit();

    public void Dispose()
    {
        left();
        transaction.Dispose();
        after?.Invoke();
    }
}
