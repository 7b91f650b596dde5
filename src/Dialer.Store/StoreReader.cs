using Dapper;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Store.Reports;
using Microsoft.Data.Sqlite;

namespace Dialer.Store;

/// <summary>Reads a store that another process may be dialing from. Changes nothing.</summary>
public sealed class StoreReader
{
    private readonly SqliteStore _sqlite;

    private StoreReader(SqliteStore sqlite) => _sqlite = sqlite;

    /// <summary>Throws <see cref="StoreException"/> where there is no such file, it is no store, or another dialer's, older or newer.</summary>
    public static StoreReader Open(string path)
    {
        path = Path.GetFullPath(path);
        if (!File.Exists(path))
            throw new StoreException($"{path}: no such file. Give the store's file with --db.");
        var reader = new StoreReader(new SqliteStore(path));
        try
        {
            bool isUpToDate = reader.Read(connection => Migrator.IsUpToDate(connection, path));
            reader.Campaigns();
            if (!isUpToDate)
                throw new StoreException($"{path}: was last used by an older dialer. Run this one on it once (dialer run), and it is brought up to date.");
        }
        catch (SqliteException e)
        {
            throw new StoreException($"{path}: is not a store of this dialer: {e.Message}. Give the store's file with --db.", e);
        }
        return reader;
    }

    /// <summary>All campaigns, by id.</summary>
    public IReadOnlyList<(CampaignId Id, string Name)> Campaigns() =>
        Read(connection => connection.Query<(long Id, string Name)>("SELECT campaign_id, name FROM campaigns ORDER BY campaign_id")
            .Select(row => (new CampaignId((int)row.Id), row.Name)).ToList());

    /// <summary>The number of the latest run; 0: none yet.</summary>
    public int LatestRun() => Read(connection => connection.ExecuteScalar<int>("SELECT COALESCE(MAX(run_id), 0) FROM runs"));

    public ListProgress Progress(CampaignId campaign) => Read(connection => ReportReader.ReadProgress(connection, campaign));

    /// <summary>Everything known of the campaign over all runs, or of one run.</summary>
    public CampaignReport Report(CampaignId campaign, int? run = null) => Read(connection => ReportReader.Read(connection, campaign, run, Instant.From(TimeProvider.System.GetUtcNow())));

    private T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = _sqlite.OpenReader();
        return read(connection);
    }
}
