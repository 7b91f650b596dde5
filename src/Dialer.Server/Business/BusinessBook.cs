using System.Text;
using Dialer.Server.Configuration;
using Dialer.Store.Tables;

namespace Dialer.Server.Business;

/// <summary>
/// The business as it counts: what the configuration file names, and what was made or changed while a program ran, read by one set
/// of rules. A change is whole or not at all, is on disk before it counts, and counts from the engine's next decision.
/// </summary>
#pragma warning disable CA1001 // It lives as long as the program, and its semaphore holds no handle.
public sealed class BusinessBook
#pragma warning restore CA1001
{
    /// <summary>Of each kind.</summary>
    public const int MostEntries = 10_000;

    /// <summary>Who changed it, where the configuration file did.</summary>
    public const string ByFile = "file";

    private readonly SemaphoreSlim _changing = new(0, 1);
    private readonly BusinessTable _table;
    private readonly TimeProvider _time;
    private readonly ConfigFolder? _folder;
    private readonly SkillNames? _skills;
    private volatile BusinessState _state;
    private long _newest;

    private BusinessBook(DialerConfig started, BusinessTable table, TimeProvider time)
    {
        (_table, _time, _folder, _skills) = (table, time, started.Folder, started.Skills);
        _state = BusinessState.Of(started.Written ?? ConfigNode.Object("$", []));
        Config = started;
    }

    /// <summary>All of it, as it counts now.</summary>
    public DialerConfig Config { get; private set; }

    /// <summary>The program was not started with a file: nothing can be changed.</summary>
    public bool IsFixed => _folder is null;

    /// <summary>What the file said otherwise than the store, as paths; the file won.</summary>
    public IReadOnlyList<string> Overridden { get; private set; } = [];

    /// <summary>Makes ready what a change needs that can still fail; throws an ArgumentException that says why not.</summary>
    public Action<DialerConfig>? Prepare { get; set; }

    /// <summary>Follows a change; called one after the other.</summary>
    public Action<BusinessChanged>? Follow { get; set; }

    /// <summary>Completes when what was followed counts: who is told that it is done finds it so.</summary>
    public Func<Task>? Settled { get; set; }

    public IReadOnlyList<BusinessEntry> All => _state.Entries;

    public IReadOnlyList<BusinessEntry> Of(BusinessKind kind) => [.. _state.Entries.Where(entry => entry.Kind == kind)];

    public BusinessEntry? Find(BusinessKind kind, string name) => _state.Find(kind, name);

    /// <summary>
    /// The file and what the store kept. The file wins for each field that it names. What the store kept and the file does not allow
    /// is set aside with its trouble: the program starts.
    /// </summary>
    public static BusinessBook Open(DialerConfig started, BusinessTable table, TimeProvider time)
    {
        var book = new BusinessBook(started, table, time);
        if (book.IsFixed)
            return book;
        var overridden = new List<string>();
        var state = book._state;
        var mended = new List<BusinessRecord>();
        foreach (var record in table.All())
        {
            book._newest = Math.Max(book._newest, record.Version);
            if (BusinessKinds.OfSection(record.Kind) is not { } kind || Read(kind, record.Name, record.Settings) is not { } settings)
                continue;
            var kept = new BusinessEntry(kind, record.Name, settings, IsInFile: false, record.Version)
            {
                Applied = record.Applied is { } applied ? Read(kind, record.Name, applied) : null,
                ChangedAt = record.ChangedAt,
                ChangedBy = record.ChangedBy,
            };
            if (state.Find(kind, record.Name) is { } inFile)
            {
                var merged = Over(kept.Settings, inFile.Settings, kind, record.Name);
                if (BusinessEntry.ChangedFields(kept.Settings, merged) is { Count: > 0 } fields)
                {
                    overridden.AddRange(fields.Select(field => $"{BusinessKinds.Section(kind)}[{record.Name}].{field}"));
                    mended.Add(record with { Settings = merged.ToJson(), ChangedBy = ByFile, ChangedAt = time.GetUtcNow() });
                }
                kept = kept with { Settings = merged, IsInFile = true };
            }
            state = state.With(kept);
        }
        book.Overridden = overridden;
        if (mended.Count > 0)
            table.WriteAsync(mended, []).GetAwaiter().GetResult();
        book.Settle(state, BusinessState.Of(started.Written!), started);
        return book;
    }

    /// <summary>What is asked for from outside waits for this: the program runs.</summary>
    public void Begin() => _changing.Release();

    /// <summary>
    /// The configuration file, read again. Of an entry that was changed by hand the fields count that the file says otherwise than when
    /// it was last read.
    /// </summary>
    /// <returns>What of it cannot count now; its entries stay as they were.</returns>
    public IReadOnlyList<ConfigError> TakeFile(ConfigNode before, ConfigNode after, IReadOnlySet<string> machine)
    {
        _changing.Wait();
        try
        {
            var old = BusinessState.Of(before);
            var given = BusinessState.Of(after);
            var fields = _state.File.Fields.Where(field => !machine.Contains(field.Key)).Concat(after.Fields.Where(field => machine.Contains(field.Key))).ToList();
            var state = _state with { File = ConfigNode.Object("$", fields) };
            foreach (var gone in state.Entries.Where(entry => entry.IsInFile && given.Find(entry.Kind, entry.Name) is null).ToList())
                state = gone.Version == 0 ? state.Without(gone.Kind, gone.Name) : state.With(gone with { IsInFile = false });
            foreach (var entry in given.Entries)
            {
                var now = state.Find(entry.Kind, entry.Name);
                state = state.With(now is null or { Version: 0 } ? entry : now with { IsInFile = true, Settings = Changed(now.Settings, old.Find(entry.Kind, entry.Name)?.Settings, entry) });
            }
            return Settle(state, _state, Config);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>One after the other: what is looked at in here is still so when it is changed in here.</summary>
    public async Task<T> ExclusiveAsync<T>(Func<Task<T>> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        await _changing.WaitAsync().ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <summary>Inside <see cref="ExclusiveAsync"/> alone.</summary>
    /// <param name="by">Who, as in the audit.</param>
    /// <param name="isTry">Nothing is changed; the outcome says what would be.</param>
    public async Task<BusinessOutcome> ChangeAsync(IReadOnlyList<BusinessEdit> edits, string by, bool isTry = false)
    {
        var was = _state;
        var next = was;
        long version = _newest;
        var now = _time.GetUtcNow();
        foreach (var edit in edits)
            next = edit.Settings is { } settings
                ? next.With(new BusinessEntry(edit.Kind, edit.Name, settings, was.Find(edit.Kind, edit.Name)?.IsInFile == true, ++version)
                {
                    Applied = edit.IsApplied ? settings : was.Find(edit.Kind, edit.Name)?.Applied,
                    ChangedAt = now,
                    ChangedBy = by,
                })
                : next.Without(edit.Kind, edit.Name);
        next = next with { Entries = [.. next.Entries.Select(entry => entry with { Trouble = [] })] };
        var (reading, settled) = SetAside(next, edits);
        if (reading.Config is not { } config)
            return new BusinessOutcome(reading.Errors, reading.Warnings);
        try
        {
            Prepare?.Invoke(config);
        }
        catch (ArgumentException cannot)
        {
            return new BusinessOutcome([new ConfigError("$", 0, 0, cannot.Message, "Give another recording.")], []);
        }
        if (isTry)
            return new BusinessOutcome([], reading.Warnings);
        BusinessRecord[] put = [.. edits.Where(edit => edit.Settings is not null).Select(edit => RecordOf(settled.Find(edit.Kind, edit.Name)!))];
        await _table.WriteAsync(put, [.. edits.Where(edit => edit.Settings is null).Select(edit => (BusinessKinds.Section(edit.Kind), edit.Name))]).ConfigureAwait(false);
        _newest = version;
        Take(settled, config, by);
        if (Settled is { } settling)
            await settling().ConfigureAwait(false);
        return new BusinessOutcome([], reading.Warnings);
    }

    /// <summary>A new entry's settings, and who may have made them is not asked.</summary>
    /// <returns>Null: it is not JSON.</returns>
    public static ConfigNode? Read(BusinessKind kind, string name, string json) => ConfigNode.Parse(Encoding.UTF8.GetBytes(json), [], BusinessEntry.PathOf(kind, name), isSent: true);

    private static BusinessRecord RecordOf(BusinessEntry entry) =>
        new(BusinessKinds.Section(entry.Kind), entry.Name, entry.Settings.ToJson(), entry.Applied?.ToJson(), entry.Version, entry.ChangedAt!.Value, entry.ChangedBy!);

    private ConfigReading ReadWhole(BusinessState state) => ConfigFile.Read(state.Root(), _folder!, _skills!);

    /// <summary>What was in trouble before may be in order now; if it is not, it stays aside, and no edit is refused for it.</summary>
    private (ConfigReading Reading, BusinessState State) SetAside(BusinessState state, IReadOnlyList<BusinessEdit> edits)
    {
        var reading = ReadWhole(state);
        var troubled = _state.Entries.Where(entry => entry.Trouble.Count > 0 && !edits.Any(edit => entry.Is(edit.Kind, edit.Name))).ToList();
        if (reading.Errors.Count == 0 || troubled.Count == 0)
            return (reading, state);
        foreach (var entry in troubled)
            state = state.With(entry);
        return (ReadWhole(state), state);
    }

    /// <summary>Entries that are wrong as things stand are set aside, one reading after the other, until the rest is in order.</summary>
    /// <param name="fallback">What counts in the place of an entry that is set aside.</param>
    private List<ConfigError> Settle(BusinessState state, BusinessState fallback, DialerConfig last)
    {
        var found = new List<ConfigError>();
        for (int round = 0; round < 32; round++)
        {
            var reading = ReadWhole(state);
            if (reading.Config is { } config)
            {
                Take(state, config, ByFile);
                return found;
            }
            found.AddRange(reading.Errors);
            var before = state;
            foreach (var entry in reading.Errors.Select(state.About).OfType<BusinessEntry>().Distinct().ToList())
                state = Aside(state, entry, fallback, [.. reading.Errors.Where(error => state.About(error) == entry)]);
            if (ReferenceEquals(before, state))
                break;
        }

        // Nothing that can be named is wrong: all that the store kept is.
        var alone = fallback with { File = state.File };
        Take(alone, ReadWhole(alone).Config ?? last, ByFile);
        return found;
    }

    private static BusinessState Aside(BusinessState state, BusinessEntry entry, BusinessState fallback, IReadOnlyList<ConfigError> why)
    {
        if (fallback.Find(entry.Kind, entry.Name) is { } instead && !instead.Settings.SaysAs(entry.Settings))
            return state.With(instead);
        return entry.Version == 0 ? state.Without(entry.Kind, entry.Name) : state.With(entry with { Trouble = why });
    }

    private void Take(BusinessState state, DialerConfig config, string by)
    {
        var was = _state;
        var changes = new List<BusinessChange>();
        Dictionary<(BusinessKind, string), BusinessEntry> before = Counting(was), after = Counting(state);
        foreach (var (key, entry) in before)
            if (!after.TryGetValue(key, out var now))
                changes.Add(new BusinessChange(entry, null));
            else if (!now.Settings.SaysAs(entry.Settings))
                changes.Add(new BusinessChange(entry, now));
        changes.AddRange(after.Where(entry => !before.ContainsKey(entry.Key)).Select(entry => new BusinessChange(null, entry.Value)));
        _state = state;
        Config = config;
        Follow?.Invoke(new BusinessChanged(config, changes, by));
    }

    private static Dictionary<(BusinessKind Kind, string Name), BusinessEntry> Counting(BusinessState state) =>
        state.Entries.Where(entry => entry.Trouble.Count == 0).ToDictionary(entry => (entry.Kind, entry.Name));

    /// <summary>The fields of one entry with those of another over them.</summary>
    private static ConfigNode Over(ConfigNode below, ConfigNode above, BusinessKind kind, string name) =>
        ConfigNode.Object(BusinessEntry.PathOf(kind, name), [.. below.Fields.Where(field => above.Field(field.Key) is null), .. above.Fields]);

    /// <summary>An entry with what the file says otherwise than before.</summary>
    private static ConfigNode Changed(ConfigNode now, ConfigNode? before, BusinessEntry given)
    {
        var fields = now.Fields.Where(field => given.Settings.Field(field.Key) is not null || before?.Field(field.Key) is not { } said || !said.SaysAs(field.Value)).ToList();
        foreach (var (name, value) in given.Settings.Fields)
        {
            if (before?.Field(name) is { } said && said.SaysAs(value) && now.Field(name) is not null)
                continue;
            fields.RemoveAll(field => field.Key == name);
            fields.Add(new(name, value));
        }
        return ConfigNode.Object(BusinessEntry.PathOf(given.Kind, given.Name), fields);
    }
}
