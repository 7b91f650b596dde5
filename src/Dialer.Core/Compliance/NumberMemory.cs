using Dialer.Core.Ids;
using Dialer.Core.Time;

namespace Dialer.Core.Compliance;

/// <summary>
/// What was dialed lately, per number and per person: the latest <see cref="AttemptLimit.MostCounted"/> calls; per number the
/// latest refusal, abandon and machine. Forgets what no rule can count any more, each time it has doubled.
/// </summary>
internal sealed class NumberMemory
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<PersonId, Entry> _persons = [];
    private int _sweepAt = 65_536;

    /// <summary>Longest window or rest of any rule seen so far: what is older is forgotten.</summary>
    public TimeSpan Reach { get; private set; }

    public int Count => _entries.Count;

    public void Learn(CallingRules rules) => Reach = rules.Reach > Reach ? rules.Reach : Reach;

    public Entry? Find(string number) => _entries.GetValueOrDefault(number);

    /// <summary>Calls to all numbers of a person.</summary>
    public Entry? Find(PersonId person) => person.Value == 0 ? null : _persons.GetValueOrDefault(person);

    /// <summary>What the store knows, told once or again: a call that is remembered already is no second one.</summary>
    public void Restore(CallHistory history)
    {
        foreach (var entry in history.Entries)
            if (entry.Kind != CallHistoryKind.Attempt || Find(entry.Number)?.Has(entry.Campaign, entry.At) != true)
                Add(entry.Number, entry.Campaign, entry.Kind, entry.At, entry.Person);
    }

    /// <param name="person">0: not known.</param>
    public void Add(string number, CampaignId campaign, CallHistoryKind kind, Instant at, PersonId person = default)
    {
        if (_entries.Count + _persons.Count >= _sweepAt)
            Sweep(at);
        EntryOf(_entries, number).Add(kind, campaign, at);
        if (kind == CallHistoryKind.Attempt && person.Value != 0)
            EntryOf(_persons, person).Add(kind, campaign, at);
    }

    private static Entry EntryOf<T>(Dictionary<T, Entry> entries, T key)
        where T : notnull
    {
        if (!entries.TryGetValue(key, out var entry))
            entries.Add(key, entry = new Entry());
        return entry;
    }

    private void Sweep(Instant now)
    {
        Sweep(_entries, now - Reach);
        Sweep(_persons, now - Reach);
        _sweepAt = Math.Max(65_536, (_entries.Count + _persons.Count) * 2);
    }

    private static void Sweep<T>(Dictionary<T, Entry> entries, Instant oldest)
        where T : notnull
    {
        foreach (var (key, entry) in entries)
            if (entry.Latest < oldest)
                entries.Remove(key);
    }

    /// <summary>One number, or one person. Calls lie in the order of their instants.</summary>
    internal sealed class Entry
    {
        /// <summary>The store keeps instants to the microsecond: what it tells of a call that is remembered already is no second one.</summary>
        private static readonly TimeSpan SameCall = TimeSpan.FromMilliseconds(1);

        private (CampaignId Campaign, Instant At)[] _calls = new (CampaignId, Instant)[2];
        private int _count;

        /// <summary>Epoch: never.</summary>
        public Instant RefusedAt { get; set; }

        /// <summary>Epoch: never.</summary>
        public Instant AbandonedAt { get; set; }

        /// <summary>Epoch: never.</summary>
        public Instant MachineAt { get; set; }

        public Instant Latest => Instant.Max(_count == 0 ? Instant.Epoch : _calls[_count - 1].At, Instant.Max(MachineAt, Instant.Max(RefusedAt, AbandonedAt)));

        public void Add(CallHistoryKind kind, CampaignId campaign, Instant at)
        {
            switch (kind)
            {
                case CallHistoryKind.Attempt:
                    AddCall(campaign, at);
                    break;
                case CallHistoryKind.Refusal:
                    RefusedAt = Instant.Max(RefusedAt, at);
                    break;
                case CallHistoryKind.Abandon:
                    AbandonedAt = Instant.Max(AbandonedAt, at);
                    break;
                case CallHistoryKind.Machine:
                    MachineAt = Instant.Max(MachineAt, at);
                    break;
            }
        }

        public bool Has(CampaignId campaign, Instant at)
        {
            for (int i = _count - 1; i >= 0 && _calls[i].At >= at - SameCall; i--)
                if (_calls[i].Campaign == campaign && _calls[i].At <= at + SameCall)
                    return true;
            return false;
        }

        private void AddCall(CampaignId campaign, Instant at)
        {
            if (_count == AttemptLimit.MostCounted)
                _calls.AsSpan(1, --_count).CopyTo(_calls);
            else if (_count == _calls.Length)
                Array.Resize(ref _calls, _count * 2);
            int place = _count++;
            for (; place > 0 && _calls[place - 1].At > at; place--)
                _calls[place] = _calls[place - 1];
            _calls[place] = (campaign, at);
        }

        /// <summary>When the limit next allows a call: now, or when the call that fills it leaves the window.</summary>
        public Instant FreeFrom(in AttemptLimit limit, CampaignId campaign, Instant now)
        {
            int seen = 0;
            for (int i = _count - 1; i >= 0 && _calls[i].At > now - limit.Window; i--)
                if (limit.Scope != LimitScope.Campaign || _calls[i].Campaign == campaign)
                    if (++seen == limit.Count)
                        return _calls[i].At + limit.Window;
            return now;
        }
    }
}
