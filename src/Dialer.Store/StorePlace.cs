using System.Data.Common;

namespace Dialer.Store;

/// <summary>Where a store is: a SQLite file, or a PostgreSQL database by its connection string or address.</summary>
public static class StorePlace
{
    /// <summary>False: it is a file.</summary>
    public static bool IsServer(string place) => PostgresEngine.IsPlace(place);

    /// <summary>A connection for questions; an older schema is read as well.</summary>
    /// <exception cref="StoreException">It cannot be opened.</exception>
    public static DbConnection OpenToRead(string place)
    {
        var engine = StoreEngines.Of(place);
        try
        {
            return engine.OpenReader().Connection;
        }
        catch (Exception e) when (engine.IsTrouble(e))
        {
            throw new StoreException($"{engine.Place}: cannot be opened: {e.Message.TrimEnd('.')}. {engine.Advice}", e);
        }
    }
}
