namespace Dialer.Store;

/// <summary>Which database a place means.</summary>
internal static class StoreEngines
{
    /// <param name="place">A file for SQLite; a connection string or a postgresql:// address for PostgreSQL.</param>
    /// <param name="dataFolder">For the files that go with a store that is no file; null: the present folder.</param>
    public static IStoreEngine Of(string place, string? dataFolder = null) => PostgresEngine.IsPlace(place)
        ? new PostgresEngine(place, dataFolder ?? Environment.CurrentDirectory)
        : new SqliteEngine(Path.GetFullPath(place));
}
