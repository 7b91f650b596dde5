using System.Collections.Concurrent;
using System.Globalization;
using Dialer.Core.Ids;
using Dialer.Core.Time;
using Dialer.Lists;
using Dialer.Lists.Import;
using Dialer.Store;

namespace Dialer.Server.Running;

/// <summary>
/// Lists that came while the program runs: one is read after the other, beside the calls. The last <see cref="Remembered"/> are shown
/// until the program ends; what they wrote is in the store.
/// </summary>
/// <param name="added">Told of a campaign that has new leads.</param>
#pragma warning disable CA1001 // It lives as long as the program, and its semaphores hold no handle.
public sealed class ImportJobs(IDialerStore store, string folder, TimeProvider time, Action<CampaignId> added)
#pragma warning restore CA1001
{
    public const int Remembered = 200;
    private const int MostWaiting = 20;

    private readonly ConcurrentDictionary<string, ImportJob> _jobs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _one = new(1);
    private int _last;

    /// <summary>The newest first.</summary>
    public IReadOnlyList<ImportJob> All => [.. _jobs.Values.OrderByDescending(job => job.Id, StringComparer.Ordinal)];

    public ImportJob? Find(string id) => _jobs.GetValueOrDefault(id);

    /// <summary>Is a file being read into this list?</summary>
    public bool IsBusy(string campaign, string list) => _jobs.Values.Any(job => job is { IsDryRun: false, State: ImportJobState.Waiting or ImportJobState.Running } && job.Campaign == campaign && job.List == list);

    /// <summary>Where a body may be put until it is read; this program alone reads it.</summary>
    public string NewFile()
    {
        string uploads = Path.Combine(folder, "uploads");
        Directory.CreateDirectory(uploads);
        return Path.Combine(uploads, Guid.NewGuid().ToString("N") + ".upload");
    }

    /// <summary>Null: too many wait already.</summary>
    /// <param name="options">The file is deleted when it has been read, unless it is ours.</param>
    /// <param name="isOurs">It is named in the configuration, and stays.</param>
    public ImportJob? Begin(CampaignId campaign, string campaignName, ImportOptions options, bool isDryRun, bool isOurs = false)
    {
        if (!isOurs && _jobs.Values.Count(job => job.State is ImportJobState.Waiting or ImportJobState.Running) >= MostWaiting)
            return null;
        var now = time.GetUtcNow();
        string id = string.Create(CultureInfo.InvariantCulture, $"{now:yyyyMMddHHmmss}-{Interlocked.Increment(ref _last):00000}");
        var job = new ImportJob(id, campaignName, options.List, isDryRun, now);
        _jobs[id] = job;
        foreach (var old in All.Skip(Remembered).Where(old => old.State is ImportJobState.Done or ImportJobState.Failed))
            _jobs.TryRemove(old.Id, out _);
        _ = Task.Run(() => RunAsync(id, campaign, options, isDryRun, isOurs));
        return job;
    }

    private async Task RunAsync(string id, CampaignId campaign, ImportOptions options, bool isDryRun, bool isOurs)
    {
        await _one.WaitAsync().ConfigureAwait(false);
        try
        {
            Change(id, job => job with { State = ImportJobState.Running });
            var summary = isDryRun ? LeadImporter.Preview(options, DoNotCallBook.Of(null, store.DoNotCall())) : LeadImporter.Import(store, campaign, options, Instant.From(time.GetUtcNow()), progress: Tell);
            Change(id, job => job with { State = ImportJobState.Done, Rows = summary.Record.Rows, Percent = 100, Summary = summary });
            if (!isDryRun)
                added(campaign);
        }
        catch (Exception failure) when (failure is ImportException or StoreException or IOException or System.Data.Common.DbException or ObjectDisposedException)
        {
            // The path of the body means nothing to whoever sent it.
            Change(id, job => job with { State = ImportJobState.Failed, Trouble = failure.Message.Replace(options.File, options.List, StringComparison.Ordinal) });
        }
        finally
        {
            _one.Release();
            if (!isOurs)
                File.Delete(options.File);
        }

        void Tell(ImportProgress progress) => Change(id, job => job with { Rows = progress.Rows, Percent = progress.Percent });
    }

    private void Change(string id, Func<ImportJob, ImportJob> change)
    {
        if (_jobs.TryGetValue(id, out var job))
            _jobs[id] = change(job);
    }
}
