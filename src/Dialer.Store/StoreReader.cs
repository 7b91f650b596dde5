using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Store.Reports;

namespace Dialer.Store;

/// <summary>Reads a store that another process may be dialing from. Changes nothing.</summary>
public sealed class StoreReader
{
    private readonly IStoreEngine _engine;

    private StoreReader(IStoreEngine engine) => _engine = engine;

    /// <summary>Throws <see cref="StoreException"/> where there is no such file, it is no store, or another dialer's, older or newer.</summary>
    public static StoreReader Open(string path)
    {
        var engine = StoreEngines.Of(path);
        path = engine.Place;
        if (engine is SqliteEngine && !File.Exists(path))
            throw new StoreException($"{path}: no such file. Give the store's file with --db.");
        var reader = new StoreReader(engine);
        try
        {
            bool isUpToDate = reader.Read(session => Migrator.IsUpToDate(session, path));
            reader.Campaigns();
            if (!isUpToDate)
                throw new StoreException($"{path}: was last used by an older dialer. Run this one on it once (dialer run), and it is brought up to date.");
        }
        catch (Exception e) when (engine.IsTrouble(e))
        {
            throw new StoreException($"{path}: is not a store of this dialer: {e.Message.TrimEnd('.')}. Give the store with --db, a file or a connection string.", e);
        }
        return reader;
    }

    /// <summary>All campaigns, by id.</summary>
    public IReadOnlyList<(CampaignId Id, string Name)> Campaigns() =>
        Read(session => session.Query<(long Id, string Name)>("SELECT campaign_id, name FROM campaigns ORDER BY campaign_id")
            .Select(row => (new CampaignId((int)row.Id), row.Name)).ToList());

    /// <summary>The number of the latest run; 0: none yet.</summary>
    public int LatestRun() => Read(session => session.ExecuteScalar<int>("SELECT COALESCE(MAX(run_id), 0) FROM runs"));

    public ListProgress Progress(CampaignId campaign) => Read(session => ReportReader.ReadProgress(session, campaign));

    /// <summary>Everything known of the campaign over all runs, or of one run.</summary>
    public CampaignReport Report(CampaignId campaign, int? run = null) => Read(session => ReportReader.Read(session, campaign, run, Instant.From(TimeProvider.System.GetUtcNow())));

    /// <summary>Answers of which it is known who it was, by attempt; null: of all campaigns. Read as they are asked for.</summary>
    public IEnumerable<LabelledAnswer> Answers(CampaignId? campaign)
    {
        using var session = _engine.OpenReader();
        foreach (var answer in AnswerReader.Labelled(session, campaign))
            yield return answer;
    }

    /// <summary>All that is known of a person, by a number (E.164) or the company's own key, as JSON; null: nobody has it.</summary>
    public string? ExportPerson(string? number, string? customerKey) => Read(session => PersonExport.Read(session, number, customerKey));

    private T Read<T>(Func<StoreSession, T> read)
    {
        using var session = _engine.OpenReader();
        return read(session);
    }
}
