using Dialer.Core.Leads;
using Dialer.Core.Time;
using Dialer.Lists.Files;
using Dialer.Store;

namespace Dialer.Lists.Import;

/// <summary>One import under way: reads and judges a portion while the one before is written.</summary>
internal sealed class ImportRun(IDialerStore store, ListReading reading, ImportOptions options, RejectsFile rejectsFile, DoNotCallBook doNotCall, Instant now)
{
    private readonly ImportTally _tally = new();
    private List<ImportedLead> _leads = [];
    private List<RejectedRow> _rejects = [];
    private Task<OpenImport> _writing = Task.FromResult<OpenImport>(null!);
    private RowReader? _rows;
    private int _portionRows;
    private int _lastLine;

    /// <summary>Every row that is not in the store yet.</summary>
    public OpenImport Read(OpenImport import, Action<ImportProgress>? progress, CancellationToken stop)
    {
        _writing = Task.FromResult(import);
        _rows = new RowReader(reading.Columns, options, reading.Home, KnownNumbers(import), doNotCall);
        progress?.Invoke(reading.ProgressAt(0));
        using var earlier = store.ImportRejects(import).GetEnumerator();
        bool hasEarlier = import.ReadToLine > 0 && earlier.MoveNext();
        int most = store.ImportPortionRows;
        foreach (var record in reading.Rows())
        {
            _tally.CountRow(options.File, record.Line);
            if (LeadImporter.IsTimeToTell(_tally.Rows))
            {
                progress?.Invoke(reading.ProgressAt(_tally.Rows));
                stop.ThrowIfCancellationRequested();
            }
            if (record.Line <= import.ReadToLine)
            {
                for (; hasEarlier && earlier.Current.Line == record.Line; hasEarlier = earlier.MoveNext())
                    Tell(earlier.Current, record);
                continue;
            }
            Judge(record);
            if (++_portionRows < most)
                continue;
            Write(stop);
            most = store.ImportPortionRows;
        }
        _tally.CheckAny(options.File);
        Write(stop);
        return _writing.GetAwaiter().GetResult();
    }

    /// <summary>Waits for what is being written; how it ended is no longer asked.</summary>
    public void Settle() => ((IAsyncResult)_writing).AsyncWaitHandle.WaitOne();

    public ImportSummary Summarize(ImportRecord record, string? rejects) => LeadImporter.Summarize(record, reading, _tally, _rows!.RowPriorities, rejects);

    private void Judge(in ListRecord record)
    {
        if (_rows!.Read(record) is { } lead)
            _leads.Add(lead);
        foreach (var reject in _rows.Rejects)
        {
            _rejects.Add(reject);
            Tell(reject, record);
        }
        _lastLine = record.Line;
    }

    private void Tell(RejectedRow reject, in ListRecord record)
    {
        _tally.Count(reject);
        rejectsFile.Add(reject, record.Fields);
    }

    /// <summary>At most one portion waits to be written while the next is read.</summary>
    private void Write(CancellationToken stop)
    {
        var import = _writing.GetAwaiter().GetResult();
        stop.ThrowIfCancellationRequested();
        if (_portionRows == 0)
            return;
        // Whoever has a number on the company's own list is bound by the numbers that stand beside it, in other lists too.
        if (_rows!.Bound.Count > 0)
            store.AddDoNotCall([.. _rows.Bound], $"beside a number on the company's own list, in {options.List}", now, DoNotCallBinding.Number);
        _rows.Bound.Clear();
        _writing = store.WritePortionAsync(import, new ImportPortion(_leads, _rejects, _portionRows, _lastLine), now);
        (_leads, _rejects, _portionRows) = (new List<ImportedLead>(_leads.Count), [], 0);
    }

    private NumberTable KnownNumbers(OpenImport import)
    {
        var numbers = new NumberTable();
        foreach (string number in store.CampaignNumbers(import.Campaign))
            numbers.Set(number, RowReader.EarlierList);
        if (import.ReadToLine > 0)
            foreach (var (number, line) in store.ImportedNumbers(import))
                numbers.Set(number, line);
        return numbers;
    }
}
